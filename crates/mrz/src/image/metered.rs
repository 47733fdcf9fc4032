//! The net, and how much more may be asked of it for one picture.
//!
//! What a picture takes is told by what is in it: textures and faint print look like type again and
//! again. So the work is counted, in columns of pixels that the net reads, and ends when it has
//! reached [`MOST`]: the same picture takes the same work on every machine, and no picture takes
//! more.

use std::cell::Cell;

use super::net::{self, Emissions, HEIGHT, Net};
use super::strip::Strip;

/// Columns that are read for one picture at most, as far as the next look has not begun. Of the
/// pictures with a zone that was read, the dearest took 87,000; 10,000 take about a tenth of a
/// second of processor time.
pub(super) const MOST: u32 = 90_000;

/// A net that counts.
pub(super) struct Metered<'a> {
    net: &'a Net,
    spent: Cell<u32>,
    most: u32,
}

impl<'a> Metered<'a> {
    pub(super) fn new(net: &'a Net, most: u32) -> Self {
        Self {
            net,
            spent: Cell::new(0),
            most,
        }
    }

    /// What the net sees in a strip.
    pub(super) fn read(&self, strip: &Strip) -> Emissions {
        self.count(strip.places.len());
        self.net.read(&net::prepare(&strip.levels))
    }

    /// Counts a piece of the picture that was cut out: what that takes goes with its pixels, as a
    /// strip's does.
    pub(super) fn cut(&self, width: usize, height: usize) {
        self.count(width * height / HEIGHT / CUTTING);
    }

    fn count(&self, columns: usize) {
        let columns = u32::try_from(columns).unwrap_or(u32::MAX);
        self.spent.set(self.spent.get().saturating_add(columns));
    }

    /// Whether nothing more should be begun. What was begun is finished: a line is 1,536 columns at
    /// most.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get() >= self.most
    }

    /// Columns so far.
    #[cfg(test)]
    pub(super) fn spent(&self) -> u32 {
        self.spent.get()
    }
}

/// To cut out a pixel and look for lines takes so many times less than to read it.
const CUTTING: usize = 4;

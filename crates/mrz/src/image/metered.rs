//! The net with a limit on the work for one picture.
//!
//! The work depends on what a picture shows: textures and faint print look like type again and
//! again. Therefore the columns of pixels that the net reads are counted, and work ends at
//! [`MOST`]. The same picture takes the same work on every machine, and no picture takes more.

use std::cell::Cell;

use super::net::{self, Emissions, HEIGHT, Net};
use super::strip::Strip;

/// Columns that are read for one picture at most, as far as the next look has not begun. Of the
/// pictures with a zone that was read, the dearest took 87,000; 10,000 take about a tenth of a
/// second of processor time.
pub(super) const MOST: u32 = 90_000;

/// A net that counts its work.
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

    /// Returns what the net sees in a strip.
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

    /// Returns true if nothing more should be started. What was started is finished: a line has at
    /// most 1,536 columns.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get() >= self.most
    }

    /// Returns the number of columns so far.
    #[cfg(test)]
    pub(super) fn spent(&self) -> u32 {
        self.spent.get()
    }
}

/// To cut out a pixel and look for lines takes so many times less than to read it.
const CUTTING: usize = 4;

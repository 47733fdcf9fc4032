//! The net with a limit on the work for one picture.
//!
//! The work depends on what a picture shows, because textures and faint print keep looking like
//! type. Therefore the columns of pixels that the net reads are counted, and the work ends at
//! [`MAX_COLUMNS`]. The same picture takes the same work on every machine, and no picture takes
//! more.

use std::cell::Cell;

use super::net::{self, Emissions, HEIGHT, Net};
use super::strip::Strip;

/// The number of columns after which nothing new is started for a picture. Of the pictures whose
/// zone was read, the most expensive took 87,000. Reading 10,000 columns takes about a tenth of a
/// second of processor time.
pub(super) const MAX_COLUMNS: u32 = 90_000;

/// A net that counts its work.
pub(super) struct MeteredNet<'a> {
    net: &'a Net,
    spent: Cell<u32>,
    most: u32,
}

impl<'a> MeteredNet<'a> {
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

    /// Counts the work of cutting out a patch, in proportion to its pixels.
    pub(super) fn cut(&self, width: usize, height: usize) {
        self.count(width * height / HEIGHT / CUT_DISCOUNT);
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

/// How many times cheaper it is to cut out a pixel and trace lines than to read it.
const CUT_DISCOUNT: usize = 4;

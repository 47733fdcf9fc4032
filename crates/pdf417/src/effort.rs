//! Work, counted in steps instead of timed.

/// Most steps of work that one place may take.
const PLACE: u32 = 24;
/// Work that is left. Counted instead of timed, so that a reading depends on the picture alone
/// and not on how busy the machine is.
#[derive(Debug)]
pub(crate) struct Effort {
    pub(crate) left: u32,
}

impl Effort {
    /// Lets one place have so much that others still get their share.
    pub(crate) fn lend<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let lent = self.left.min(PLACE);
        let mut part = Self { left: lent };
        let done = work(&mut part);
        self.left -= lent - part.left;
        done
    }

    /// Takes so many steps; false when there are none left.
    pub(crate) fn spend(&mut self, steps: u32) -> bool {
        let able = self.left > 0;
        self.left = self.left.saturating_sub(steps);
        able
    }
}

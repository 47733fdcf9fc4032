//! Work, which is counted in steps instead of being timed.

/// The maximum number of steps of work for one place.
const STEPS_PER_PLACE: u32 = 24;
/// The remaining work. It is counted instead of timed, so that the result depends only on the
/// picture and not on how busy the machine is.
#[derive(Debug)]
pub(crate) struct Effort {
    pub(crate) left: u32,
}

impl Effort {
    /// Limits the work on one place to its share, so that the others get theirs.
    pub(crate) fn lend<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let lent = self.left.min(STEPS_PER_PLACE);
        let mut part = Self { left: lent };
        let done = work(&mut part);
        self.left -= lent - part.left;
        done
    }

    /// Spends this many steps, or returns false if fewer are left.
    pub(crate) fn spend(&mut self, steps: u32) -> bool {
        let able = self.left > 0;
        self.left = self.left.saturating_sub(steps);
        able
    }
}

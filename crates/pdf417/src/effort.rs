//! Work, which is counted in steps instead of time.

/// The maximum number of steps of work for one place.
const PLACE: u32 = 24;
/// The remaining work. It is counted instead of timed, so that a reading only depends on the
/// picture and not on how busy the machine is.
#[derive(Debug)]
pub(crate) struct Effort {
    pub(crate) left: u32,
}

impl Effort {
    /// Limits one place to this share, so that the others still get theirs.
    pub(crate) fn lend<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let lent = self.left.min(PLACE);
        let mut part = Self { left: lent };
        let done = work(&mut part);
        self.left -= lent - part.left;
        done
    }

    /// Takes this many steps, and returns false if there are none left.
    pub(crate) fn spend(&mut self, steps: u32) -> bool {
        let able = self.left > 0;
        self.left = self.left.saturating_sub(steps);
        able
    }
}

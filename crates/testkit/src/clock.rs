//! A clock that only moves when a test moves it.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::Clock;

/// Returns the time that it was set to.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// Creates a clock that shows this time.
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets the time, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }

    /// Moves the time forward and returns it.
    pub fn advance(&self, by: SignedDuration) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
        *now
    }
}

impl Default for FixedClock {
    /// Creates a clock that shows [`crate::builders::at`]`(0)`.
    fn default() -> Self {
        Self::new(crate::builders::at(0))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

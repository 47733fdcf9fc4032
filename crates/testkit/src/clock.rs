//! A clock that stands still until it is told to move.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::Clock;

/// Tells the time that it was set to.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that shows this time.
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets it, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }

    /// Moves it on by this much and tells the new time.
    pub fn advance(&self, by: SignedDuration) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(by).unwrap();
        *now
    }
}

impl Default for FixedClock {
    /// A clock at [`crate::builders::at`]`(0)`.
    fn default() -> Self {
        Self::new(crate::builders::at(0))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

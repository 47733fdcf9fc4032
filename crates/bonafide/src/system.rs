//! The system's clock and randomness: the only place where either is read.

use jiff::Timestamp;
use proofing::ports::{Clock, Entropy};

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Returns the time, for commands that need it without a server.
pub fn now() -> Timestamp {
    SystemClock.now()
}

/// The system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the source of randomness"
    )]
    #[expect(
        clippy::panic,
        reason = "keys without randomness would be worse than no server"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(error) = getrandom::fill(buffer) {
            panic!("the system has no randomness: {error}");
        }
    }
}

//! How the store uses its machine.

use std::time::Duration;

use jiff::SignedDuration;

/// How the store uses its machine.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many reads run at a time. Default 4.
    pub readers: usize,
    /// How many changes wait before callers have to. Default 1,024.
    pub queue: usize,
    /// How many changes are committed together at most. Default 256.
    pub batch: usize,
    /// How many unwrapped keys are kept in memory. Default 4,096.
    pub kept_keys: usize,
    /// How long another process that writes is waited for. Default 10 seconds.
    pub busy: Duration,
    /// How many bytes must be free for the store to be well: room for a request with pictures.
    /// Default 64 MiB.
    pub room: u64,
    /// How long the store may be at rest before the clock is doubted. Default 30 days.
    pub longest_rest: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readers: 4,
            queue: 1024,
            batch: 256,
            kept_keys: 4096,
            busy: Duration::from_secs(10),
            room: 64 * 1024 * 1024,
            longest_rest: SignedDuration::from_hours(30 * 24),
        }
    }
}

//! The settings of the store.

use std::time::Duration;

use jiff::SignedDuration;

/// The settings of the store.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The number of reads that run at a time. The default is 4.
    pub readers: usize,
    /// The number of changes that may wait before callers have to. The default is 1,024.
    pub queue: usize,
    /// The maximum number of changes that are committed together. The default is 256.
    pub batch: usize,
    /// The number of unwrapped keys that are kept in memory. The default is 4,096.
    pub kept_keys: usize,
    /// How long to wait for another process that writes. The default is 10 seconds.
    pub busy: Duration,
    /// The number of bytes that must be free for the store to be healthy, which is room for a
    /// request with pictures. The default is 64 MiB.
    pub room: u64,
    /// How long the store may be unused before the clock is doubted. The default is 30 days.
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

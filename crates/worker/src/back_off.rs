//! Backing off: waits that double up to a longest one. Callbacks have a schedule of their own.

use std::time::Duration;

/// The wait after so many waits before: the first one doubled each time, up to the longest.
pub(crate) fn doubled(first: Duration, longest: Duration, before: u32) -> Duration {
    first
        .saturating_mul(2_u32.saturating_pow(before.min(31)))
        .min(longest)
}

/// How long to wait for a store after so many losses in a row.
pub(crate) fn of_store(losses: u32) -> Duration {
    doubled(Duration::from_millis(50), Duration::from_secs(5), losses)
}

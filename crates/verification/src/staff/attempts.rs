//! How fast somebody may try to sign in.
//!
//! Attempts are counted per person, per address, and per person at an address from which they
//! signed in before. Whoever guesses makes strangers wait, but never the person at their own desk.

use jiff::SignedDuration;

/// The number of failed attempts after which the next one has to wait.
const FREE: u32 = 5;

/// The longest wait.
const LONGEST: SignedDuration = SignedDuration::from_mins(15);

/// How long failed attempts are remembered after the last of them.
pub const ATTEMPTS_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Returns how long after the last of this many failed attempts the next one may be made: at once
/// after the first five, then 2 seconds, then twice as long each time, up to a quarter of an hour.
pub fn pause_after(failed: u32) -> SignedDuration {
    match failed.checked_sub(FREE) {
        None => SignedDuration::ZERO,
        Some(more) => SignedDuration::from_secs(2_i64 << more.min(20)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_and_never_becomes_a_lockout() {
        let told: Vec<i64> = (0..=16).map(|n| pause_after(n).as_secs()).collect();
        assert_eq!(
            told,
            [
                0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900
            ]
        );
        assert_eq!(pause_after(u32::MAX), LONGEST);
    }
}

//! Retries: how long to wait, and how often to try. Only callbacks have another rule, which is
//! random and lasts three days: [`Schedule`](verification::notification::Schedule).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Waits that double from a minimum to a maximum, up to a number of attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The wait after the first failure.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// The maximum number of attempts, or `None` to try for ever.
    pub tries: Option<u32>,
}

impl RetryPolicy {
    /// For jobs whose act fails because the store, a channel or the examiner is unavailable for a
    /// while. Finding this out costs little.
    pub const FAILURES: Self = Self {
        first: Duration::from_secs(1),
        longest: Duration::from_mins(5),
        tries: Some(12),
    };

    /// For jobs that break down: they panicked or used up their time, at the expense of others.
    pub const BREAKDOWNS: Self = Self {
        first: Duration::from_secs(1),
        longest: Duration::from_mins(10),
        tries: Some(8),
    };

    /// For the store itself, on which everything waits.
    pub const STORE: Self = Self {
        first: Duration::from_millis(50),
        longest: Duration::from_secs(5),
        tries: None,
    };

    /// Returns the wait after a failure that was preceded by this many others.
    pub fn wait(&self, before: u32) -> Duration {
        self.first
            .saturating_mul(2_u32.saturating_pow(before.min(31)))
            .min(self.longest)
    }

    /// Returns the time of the next attempt after a failure that was preceded by this many others.
    pub fn at(&self, now: Timestamp, before: u32) -> Timestamp {
        SignedDuration::try_from(self.wait(before))
            .ok()
            .and_then(|wait| now.checked_add(wait).ok())
            .unwrap_or(Timestamp::MAX)
    }

    /// Returns true if this is the maximum number of attempts.
    pub fn is_exhausted(&self, tries: u32) -> bool {
        self.tries.is_some_and(|most| tries >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_the_longest() {
        let seconds = |policy: RetryPolicy| -> Vec<u64> {
            [0, 1, 2, 8, 9, 10, 99]
                .map(|before| policy.wait(before).as_secs())
                .to_vec()
        };
        let breakdowns = seconds(RetryPolicy::BREAKDOWNS);
        assert_eq!(breakdowns, [1, 2, 4, 256, 512, 600, 600]);
        let failures = seconds(RetryPolicy::FAILURES);
        assert_eq!(failures, [1, 2, 4, 256, 300, 300, 300]);
        let store: Vec<u128> = [0, 1, 6, 7, 99]
            .map(|before| RetryPolicy::STORE.wait(before).as_millis())
            .to_vec();
        assert_eq!(store, [50, 100, 3200, 5000, 5000]);
    }

    #[test]
    fn what_is_tried_often_enough_is_given_up_but_for_the_store() {
        for (policy, tries, expected) in [
            (RetryPolicy::FAILURES, 11, false),
            (RetryPolicy::FAILURES, 12, true),
            (RetryPolicy::BREAKDOWNS, 7, false),
            (RetryPolicy::BREAKDOWNS, 8, true),
            (RetryPolicy::STORE, u32::MAX, false),
        ] {
            assert_eq!(policy.is_exhausted(tries), expected, "{policy:?} {tries}");
        }
    }
}

//! Trying again: how long to wait, and how often. Callbacks alone have another rule, with dice and
//! over three days: [`Schedule`](verification::notification::Schedule).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Waits that double from a first to a longest one, for so many tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The wait after the first failure.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// After so many tries it is given up; `None` to try for ever.
    pub tries: Option<u32>,
}

impl RetryPolicy {
    /// For jobs whose act fails: the store, a channel or the examiner is away for a while, which
    /// costs little to find out.
    pub const FAILURES: Self = Self {
        first: Duration::from_secs(1),
        longest: Duration::from_mins(5),
        tries: Some(12),
    };

    /// For jobs that break down: they panicked or took the whole of their time, which costs others
    /// theirs.
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

    /// The wait after so many failures before this one.
    pub fn wait(&self, before: u32) -> Duration {
        self.first
            .saturating_mul(2_u32.saturating_pow(before.min(31)))
            .min(self.longest)
    }

    /// When to try again after so many failures before this one.
    pub fn at(&self, now: Timestamp, before: u32) -> Timestamp {
        SignedDuration::try_from(self.wait(before))
            .ok()
            .and_then(|wait| now.checked_add(wait).ok())
            .unwrap_or(Timestamp::MAX)
    }

    /// Whether so many tries are as many as there may be.
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

//! Wrong keys: how often they are offered, by whom and for which ID.
//!
//! A right key never has to wait, whoever else offers wrong ones: guessing locks nobody out. A
//! wrong key is answered after a fixed time, so that the time does not reveal what was wrong with
//! it, and late after too many.

use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::time::{Instant, sleep, sleep_until};

use crate::peer::Neighbourhood;

/// The time since the request before which no wrong key is answered. It is longer than the work
/// takes, whatever the work is.
const FLOOR: Duration = Duration::from_millis(10);

/// How much later too many wrong keys are answered.
const LATE: Duration = Duration::from_secs(1);

/// How often their number is logged.
const TOLD_EVERY: Duration = Duration::from_mins(1);

/// A token bucket for each key.
type Buckets<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// What is known about wrong keys.
#[derive(Debug)]
pub(crate) struct WrongKeys<C: Clock = MonotonicClock> {
    peers: Buckets<Neighbourhood, C>,
    /// Hashes of the claimed IDs, which nobody can foresee.
    ids: Buckets<u64, C>,
    hasher: RandomState,
    counts: Mutex<Counts>,
}

/// The counts since they were last logged.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    wrong: u64,
    late: u64,
    is_to_be_told: bool,
}

/// What follows from another wrong key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// The caller is told that the key is wrong.
    Left,
    /// There were too many from this address or for this ID.
    Over,
}

impl WrongKeys {
    /// Creates it with the number of wrong keys per minute that are answered without delay, for
    /// each address and for each ID.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self::by(per_minute, MonotonicClock)
    }

    /// Counts a wrong key, and returns when it is time to answer it.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        at: Neighbourhood,
        claimed: Option<&[u8]>,
        since: Instant,
    ) -> Patience {
        let patience = self.judge(at, claimed);
        if self.count(patience) {
            let doubts = Arc::clone(self);
            tokio::spawn(async move {
                sleep(TOLD_EVERY).await;
                doubts.tell();
            });
        }
        let late = match patience {
            Patience::Left => Duration::ZERO,
            Patience::Over => LATE,
        };
        sleep_until(since + FLOOR + late).await;
        patience
    }
}

impl<C: Clock + Clone> WrongKeys<C> {
    fn by(per_minute: u32, clock: C) -> Self {
        let quota = Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN));
        Self {
            peers: RateLimiter::new(quota, HashMapStateStore::default(), clock.clone()),
            ids: RateLimiter::new(quota, HashMapStateStore::default(), clock),
            hasher: RandomState::new(),
            counts: Mutex::default(),
        }
    }

    fn judge(&self, at: Neighbourhood, claimed: Option<&[u8]>) -> Patience {
        // Both are charged, whatever the result of the other.
        let by_peer = self.peers.check_key(&at).is_ok();
        let by_id = claimed.is_none_or(|claimed| {
            let id = self.hasher.hash_one(claimed);
            self.ids.check_key(&id).is_ok()
        });
        if by_peer && by_id {
            Patience::Left
        } else {
            Patience::Over
        }
    }

    /// Returns true if this is the first since they were last logged.
    fn count(&self, patience: Patience) -> bool {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.wrong += 1;
        counts.late += u64::from(patience == Patience::Over);
        !std::mem::replace(&mut counts.is_to_be_told, true)
    }

    /// Writes a log line and frees memory: addresses and IDs that have all their attempts again are
    /// removed.
    fn tell(&self) {
        let counts = {
            let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *counts)
        };
        self.peers.retain_recent();
        self.ids.retain_recent();
        tracing::warn!(
            wrong = counts.wrong,
            answered_late = counts.late,
            "wrong keys or tokens were offered in the last minute"
        );
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn at(last: u8) -> Neighbourhood {
        Neighbourhood::of(Some([192, 0, 2, last].into()))
    }

    #[test]
    fn too_many_of_one_address_or_for_one_id_are_too_many() {
        let clock = FakeRelativeClock::default();
        let wrong_keys = WrongKeys::by(3, clock.clone());
        let three = |wrong_keys: &WrongKeys<_>, at, id: Option<&[u8]>| {
            [0; 3].map(|_| wrong_keys.judge(at, id) == Patience::Left)
        };
        assert_eq!(three(&wrong_keys, at(1), Some(b"acme")), [true; 3]);
        // The same address with another id; the same id from another address; and neither.
        assert_eq!(three(&wrong_keys, at(1), Some(b"other")), [false; 3]);
        assert_eq!(three(&wrong_keys, at(2), Some(b"acme")), [false; 3]);
        assert_eq!(three(&wrong_keys, at(3), Some(b"third")), [true; 3]);
        assert_eq!(wrong_keys.judge(at(3), None), Patience::Over);
        clock.advance(Duration::from_secs(20));
        assert_eq!(wrong_keys.judge(at(3), Some(b"fourth")), Patience::Left);
        assert_eq!(wrong_keys.judge(at(3), Some(b"fourth")), Patience::Over);
    }

    #[test]
    fn one_line_tells_of_all_and_forgets_who_is_calm() {
        let clock = FakeRelativeClock::default();
        let wrong_keys = WrongKeys::by(1, clock.clone());
        let told: Vec<bool> = (0..200)
            .map(|last| wrong_keys.count(wrong_keys.judge(at(last), Some(&[last]))))
            .collect();
        assert_eq!(told.iter().filter(|first| **first).count(), 1);
        assert!(told[0]);
        clock.advance(Duration::from_mins(3));
        wrong_keys.tell();
        assert_eq!((wrong_keys.peers.len(), wrong_keys.ids.len()), (0, 0));
        assert_eq!(*wrong_keys.counts.lock().unwrap(), Counts::default());
        assert!(wrong_keys.count(Patience::Over));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_does_not_tell_what_was_wrong() {
        let wrong_keys = Arc::new(WrongKeys::new(2));
        let answered = async |worked: u64, id: Option<&[u8]>| {
            let since = Instant::now();
            tokio::time::advance(Duration::from_micros(worked)).await;
            wrong_keys.answer(at(1), id, since).await;
            since.elapsed().as_millis()
        };
        let known = answered(555, Some(b"acme")).await;
        let unknown = answered(355, None).await;
        // Timers are of whole milliseconds, counted from whenever the process began.
        assert!(known.abs_diff(unknown) <= 1, "{known} {unknown}");
        assert!(answered(355, None).await >= LATE.as_millis());
    }
}

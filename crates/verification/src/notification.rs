//! Notifications, their deliveries and attempts, and the retry schedule.
//!
//! A notification is stored together with the change that it reports. Deliveries are at-least-once,
//! and in order within one verification and destination.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::event::ResponseEvent;
use crate::ids::{AccountId, AttemptId, NotificationId, VerificationId};
use crate::request::HttpUrl;

/// The kind of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotificationKind {
    /// A response event, sent to the `callback_url`.
    Event(ResponseEvent),
    /// The journal, sent to the `status_url`: the whole log at the time of sending.
    Journal,
    /// The results, sent to the `results_url`.
    Results,
}

/// The state of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// An earlier delivery of the same verification and destination comes first.
    Waiting,
    /// It is sent when it is due.
    Ready,
    /// It was answered with 2xx.
    Delivered,
    /// It was given up, because no attempts are left or the destination is disabled.
    Failed,
    /// The verification was deleted before it was sent.
    Forgotten,
}

impl DeliveryState {
    /// All states.
    pub const ALL: &'static [Self] = &[
        Self::Waiting,
        Self::Ready,
        Self::Delivered,
        Self::Failed,
        Self::Forgotten,
    ];

    /// Returns the name as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Ready => "ready",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Forgotten => "forgotten",
        }
    }

    /// Returns the state with a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|state| state.as_str() == name)
    }

    /// Returns true if no further attempt is made automatically.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Delivered | Self::Failed | Self::Forgotten)
    }
}

/// A notification to store, which is sent to one destination.
#[derive(Clone, PartialEq, Eq)]
pub struct NewNotification {
    /// Its ID, which is the same on every attempt, so that a receiver recognises a repetition.
    pub id: NotificationId,
    /// The verification that it is about.
    pub verification: VerificationId,
    /// Its account.
    pub account: AccountId,
    /// Its number among the verification's notifications to this destination.
    pub number: u32,
    /// The kind of a notification.
    pub told: NotificationKind,
    /// The URL that the notification is sent to.
    pub destination: HttpUrl,
    /// The exact bytes to send, or `None` for the journal, which is rendered when it is sent.
    pub body: Option<Vec<u8>>,
    /// Whether `body` contains personal data. It is then sealed, and deleted with the verification.
    pub is_personal: bool,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// The body may be about a person, and so may the path of the destination.
impl fmt::Debug for NewNotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.body.as_ref().map_or(0, Vec::len);
        write!(
            f,
            "NewNotification({}, {} of {}, {:?}, {bytes} bytes)",
            self.id, self.number, self.verification, self.told
        )
    }
}

/// A delivery as shown to staff, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The notification.
    pub id: NotificationId,
    /// The verification that it is about.
    pub verification: VerificationId,
    /// Its account.
    pub account: AccountId,
    /// Its number within the verification and destination.
    pub number: u32,
    /// The kind of a notification.
    pub told: NotificationKind,
    /// The URL that the notification is sent to.
    pub destination: HttpUrl,
    /// Its state.
    pub state: DeliveryState,
    /// The number of attempts so far.
    pub attempts: u32,
    /// When it was stored.
    pub created_at: Timestamp,
    /// When the next attempt is due, if there is one.
    pub next_attempt_at: Option<Timestamp>,
    /// When it was delivered or given up.
    pub ended_at: Option<Timestamp>,
}

/// An attempt at a delivery.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The ID, which no other attempt has.
    pub id: AttemptId,
    /// When it began.
    pub at: Timestamp,
    /// How long it took, from connecting to the last byte read.
    pub took: Duration,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Why it failed, if it did, as a stable word and a sentence.
    pub error: Option<String>,
    /// The first bytes of the answer, as text.
    pub answer: Option<String>,
}

/// A receiver's answer may repeat what was sent to it.
impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chars = self
            .answer
            .as_ref()
            .map_or(0, |answer| answer.chars().count());
        write!(
            f,
            "Attempt({}, {:?}, status {:?}, answer of {chars} chars)",
            self.id, self.took, self.status
        )
    }
}

/// The outcome of an attempt, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptEnd {
    /// It was answered with 2xx.
    Delivered,
    /// The next attempt is at this time.
    Retry(Timestamp),
    /// No attempts are left.
    GiveUp,
    /// It was answered with 410, so nothing is sent to this destination again.
    DisableDestination,
}

/// The retry schedule: delays grow fourfold up to a maximum, with full jitter, over at least 72
/// hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The maximum delay before the first retry.
    pub base: Duration,
    /// The maximum of all delays.
    pub cap: Duration,
    /// How long after the notification the last attempt may start.
    pub span: Duration,
    /// The minimum and maximum of an accepted `Retry-After`.
    pub retry_after: (Duration, Duration),
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            base: Duration::from_secs(5),
            cap: Duration::from_hours(6),
            span: Duration::from_hours(76),
            retry_after: (Duration::from_secs(1), Duration::from_hours(24)),
        }
    }
}

impl Schedule {
    /// Returns the maximum delay after this many failed attempts (1 for the first).
    pub fn ceiling(&self, failed: u32) -> Duration {
        let factor = 4_u64.saturating_pow(failed.saturating_sub(1).min(31));
        let millis = u64::try_from(self.base.as_millis())
            .unwrap_or(u64::MAX)
            .saturating_mul(factor);
        Duration::from_millis(millis).min(self.cap)
    }

    /// Returns when to try again after a failed attempt, or `None` if no attempts are left.
    ///
    /// `dice` is a uniform random number. With full jitter, the delay is between zero and the
    /// maximum. The last attempt is made exactly at the end of the schedule, so that luck with the
    /// dice cannot shorten it. A `Retry-After`, clamped to its bounds, replaces the dice.
    pub fn next(
        &self,
        first_due: Timestamp,
        failed: u32,
        now: Timestamp,
        dice: u64,
        retry_after: Option<Duration>,
    ) -> Option<Timestamp> {
        let end = first_due
            .checked_add(SignedDuration::try_from(self.span).ok()?)
            .unwrap_or(Timestamp::MAX);
        if now >= end {
            return None;
        }
        let wait = if let Some(asked) = retry_after {
            asked.clamp(self.retry_after.0, self.retry_after.1)
        } else {
            let ceiling = u64::try_from(self.ceiling(failed).as_millis()).unwrap_or(u64::MAX);
            Duration::from_millis(((u128::from(dice) * u128::from(ceiling)) >> 64) as u64)
        };
        let at = now
            .checked_add(SignedDuration::try_from(wait).ok()?)
            .unwrap_or(Timestamp::MAX);
        Some(at.min(end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ceilings_grow_fourfold_to_the_cap() {
        let schedule = Schedule::default();
        let seconds: Vec<u64> = (1..=9)
            .map(|failed| schedule.ceiling(failed).as_secs())
            .collect();
        assert_eq!(seconds, [5, 20, 80, 320, 1280, 5120, 20480, 21600, 21600]);
        assert_eq!(schedule.ceiling(u32::MAX), schedule.cap);
    }

    proptest! {
        #[test]
        fn the_last_attempt_is_never_before_72_hours(dice in prop::collection::vec(any::<u64>(), 0..500)) {
            let schedule = Schedule::default();
            let start = Timestamp::from_second(1_800_000_000).unwrap();
            let mut now = start;
            let mut failed = 1;
            let mut dice = dice.into_iter();
            while let Some(next) = schedule.next(start, failed, now, dice.next().unwrap_or(u64::MAX), None) {
                prop_assert!(next >= now);
                now = next;
                failed += 1;
            }
            prop_assert!(now.duration_since(start) >= SignedDuration::from_hours(72));
        }

        #[test]
        fn retry_after_is_honoured_and_clamped(seconds in 0_u64..10_000_000) {
            let schedule = Schedule::default();
            let now = Timestamp::from_second(1_800_000_000).unwrap();
            let next = schedule.next(now, 1, now, 0, Some(Duration::from_secs(seconds))).unwrap();
            let wait = next.duration_since(now).as_secs();
            prop_assert_eq!(wait, i64::try_from(seconds.clamp(1, 86_400)).unwrap());
        }
    }
}

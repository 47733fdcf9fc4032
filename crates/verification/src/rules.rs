//! Rules about time. The clock is an argument: nothing here reads one.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::request::Ttl;
use crate::stage::StageName;

/// How long a link to a proof lives, and the token that opens it.
pub const PROOF_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// How long a temporary access token lives.
pub const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// When a link made at `created_at` dies. The time counts from creation, not from the first visit.
///
/// A date beyond what can be written stays at the last one that can.
pub fn expires_at(created_at: Timestamp, ttl: Ttl) -> Timestamp {
    created_at
        .checked_add(SignedDuration::from_mins(i64::from(ttl.minutes())))
        .unwrap_or(Timestamp::MAX)
}

/// True once a link's life is over: at the very instant, not after it.
pub fn is_expired(expires_at: Timestamp, now: Timestamp) -> bool {
    now >= expires_at
}

/// The civil date in UTC, by which "today" is meant in every rule about dates.
pub fn today(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// Whole years of age on a day. Someone born on 29 February turns older on 1 March in common years.
pub fn age_on(born: Date, day: Date) -> Option<u16> {
    let mut years = i32::from(day.year()) - i32::from(born.year());
    if (day.month(), day.day()) < (born.month(), born.day()) {
        years -= 1;
    }
    u16::try_from(years).ok()
}

/// How long a completed verification's personal data are kept before they are forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// Until someone deletes them.
    UntilDeleted,
    /// This many days after completion.
    Days(u32),
}

impl Retention {
    /// When the data of a verification completed at this time are to be forgotten.
    pub fn forget_at(self, completed_at: Timestamp) -> Option<Timestamp> {
        match self {
            Self::UntilDeleted => None,
            Self::Days(days) => Some(
                completed_at
                    .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
                    .unwrap_or(Timestamp::MAX),
            ),
        }
    }
}

/// True for a verification that its person left: opened or capturing when its life ended.
pub const fn is_abandoned(stage: StageName, expired: bool) -> bool {
    expired && matches!(stage, StageName::Opened | StageName::Capturing)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_link_lives_for_its_minutes_and_dies_on_the_second() {
        let created: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let end = expires_at(created, Ttl::DEFAULT);
        assert_eq!(end.to_string(), "2026-01-01T01:00:00Z");
        assert!(!is_expired(
            end,
            "2026-01-01T00:59:59.999Z".parse().unwrap()
        ));
        assert!(is_expired(end, end));
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        let cases = [
            (date(2000, 6, 15), date(2018, 6, 14), Some(17)),
            (date(2000, 6, 15), date(2018, 6, 15), Some(18)),
            (date(2004, 2, 29), date(2025, 2, 28), Some(20)),
            (date(2004, 2, 29), date(2025, 3, 1), Some(21)),
            (date(2030, 1, 1), date(2025, 1, 1), None),
        ];
        for (born, day, expected) in cases {
            assert_eq!(age_on(born, day), expected, "{born} on {day}");
        }
    }

    #[test]
    fn retention_counts_days_from_completion() {
        let done: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        assert_eq!(Retention::UntilDeleted.forget_at(done), None);
        assert_eq!(
            Retention::Days(30).forget_at(done).map(|t| t.to_string()),
            Some("2026-01-31T12:00:00Z".to_owned())
        );
        assert_eq!(
            Retention::Days(u32::MAX).forget_at(done),
            Some(Timestamp::MAX)
        );
    }
}

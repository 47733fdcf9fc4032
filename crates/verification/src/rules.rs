//! Rules about time. The current time is an argument; nothing here reads a clock.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::request::Ttl;
use crate::stage::StageName;

/// The lifetime of a link to a proof and of the token that opens it.
pub const PROOF_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// The lifetime of a temporary access token.
pub const TOKEN_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Returns the expiry of a link created at `created_at`. The lifetime starts at creation, not at
/// the first visit.
///
/// A time that cannot be represented becomes the last one that can.
pub fn expires_at(created_at: Timestamp, ttl: Ttl) -> Timestamp {
    created_at
        .checked_add(SignedDuration::from_mins(i64::from(ttl.minutes())))
        .unwrap_or(Timestamp::MAX)
}

/// Returns true once a link has expired, including the exact moment of its expiry.
pub fn is_expired(expires_at: Timestamp, now: Timestamp) -> bool {
    now >= expires_at
}

/// Returns the civil date in UTC, which is "today" in every rule about dates.
pub fn today(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// Returns the age in whole years on a day. People born on 29 February have their birthday on 1
/// March in common years.
pub fn age_on(born: Date, day: Date) -> Option<u16> {
    let mut years = i32::from(day.year()) - i32::from(born.year());
    if (day.month(), day.day()) < (born.month(), born.day()) {
        years -= 1;
    }
    u16::try_from(years).ok()
}

/// How long the personal data of completed verifications are kept before they are deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// They are kept until someone deletes them.
    UntilDeleted,
    /// They are kept for this many days after completion.
    Days(u32),
}

impl Retention {
    /// Returns when the data of a verification completed at this time must be deleted.
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

/// Returns true for a verification that its person abandoned: opened or capturing at its expiry.
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

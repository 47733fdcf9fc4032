//! `Retry-After` (RFC 9110 §10.2.3): a number of seconds or a date.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// Returns how long the receiver asks to wait from now on. A past date asks for no wait; a value
/// that is neither a number nor a date asks for nothing.
pub fn parse(value: &str, now: Timestamp) -> Option<Duration> {
    static DATES: DateTimeParser = DateTimeParser::new();
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number with too many digits asks for longer than any schedule.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let at = DATES.parse_timestamp(value).ok()?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seconds_and_dates_are_understood() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 22 Nov 2026 10:02:00 GMT", Some(120)),
            ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("", None),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("2026-11-22T10:02:00Z", None),
        ] {
            assert_eq!(
                parse(value, now).map(|wait| wait.as_secs()),
                seconds,
                "{value}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_value_panics(value in "\\PC{0,60}") {
            let _ = parse(&value, Timestamp::UNIX_EPOCH);
        }

        #[test]
        fn digits_are_seconds(seconds in any::<u64>()) {
            prop_assert_eq!(parse(&seconds.to_string(), Timestamp::MAX), Some(Duration::from_secs(seconds)));
        }
    }
}

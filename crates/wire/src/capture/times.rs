//! Times as this protocol writes them, with a separate format for each kind.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Formats a time of a log: `2024-06-21 16:52:12.309000+00:00`.
pub(super) fn logged(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%d %H:%M:%S%.6f+00:00")
        .to_string()
}

/// Formats `capture_expiration_utc` in whole seconds, without a zone: `06-21-2024 16:52:12`.
pub(super) fn expiration(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%m-%d-%Y %H:%M:%S")
        .to_string()
}

/// Formats a date of `idcheck`: `06/21/2024`.
pub(super) fn slashed(date: Date) -> String {
    date.strftime("%m/%d/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_forms_of_the_protocol() {
        let cases = [
            (
                "2024-06-21T16:52:12.309Z",
                "2024-06-21 16:52:12.309000+00:00",
                "06-21-2024 16:52:12",
            ),
            (
                "2024-06-21T16:52:12Z",
                "2024-06-21 16:52:12.000000+00:00",
                "06-21-2024 16:52:12",
            ),
            (
                "2024-01-02T03:04:05.000001999Z",
                "2024-01-02 03:04:05.000001+00:00",
                "01-02-2024 03:04:05",
            ),
        ];
        for (at, in_log, at_end) in cases {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(logged(at), in_log);
            assert_eq!(expiration(at), at_end);
        }
        assert_eq!(slashed(Date::constant(1990, 2, 3)), "02/03/1990");
    }
}

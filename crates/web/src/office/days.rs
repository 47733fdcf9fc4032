//! Days, as a form sends them, as moments in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use verification::request::fields::parse_date;

/// Returns the beginning of a day.
pub(crate) fn begins(text: &str) -> Option<Timestamp> {
    moment(parse_date(text).ok()?)
}

/// Returns the end of a day.
pub(crate) fn ends(text: &str) -> Option<Timestamp> {
    moment(parse_date(text).ok()?.tomorrow().ok()?)
}

fn moment(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

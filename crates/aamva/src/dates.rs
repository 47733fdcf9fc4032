//! Dates in both orders, and the words and zeros that stand for "none".

use jiff::civil::Date;
use serde::Serialize;

use super::elements::Elements;
use super::text::personal;

/// The dates of a card.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// Birth date (`DBB`).
    pub birth: Option<Date>,
    /// Date of issue (`DBD`).
    pub issue: Option<Date>,
    /// Date of expiry (`DBA`).
    pub expiry: Option<Date>,
    /// Whether the card says that it does not expire.
    pub never_expires: bool,
    /// Date on which the design of the card was last revised (`DDB`).
    pub revision: Option<Date>,
    /// Expiry of the hazardous materials endorsement (`DDC`).
    pub hazmat_expiry: Option<Date>,
    /// The holder is under 18 until this date (`DDH`).
    pub under_18_until: Option<Date>,
    /// The holder is under 19 until this date (`DDI`).
    pub under_19_until: Option<Date>,
    /// The holder is under 21 until this date (`DDJ`).
    pub under_21_until: Option<Date>,
}

personal!(Dates {
    birth,
    issue,
    expiry,
    never_expires,
    revision,
    hazmat_expiry,
    under_18_until,
    under_19_until,
    under_21_until,
});

impl Dates {
    pub(super) fn read(from: &Elements<'_>) -> Self {
        let date = |id| from.text(id).and_then(read);
        let expiry = date("DBA");
        let never_expires = expiry.is_none() && from.text("DBA").is_some_and(says_never);
        Self {
            birth: date("DBB"),
            issue: date("DBD"),
            expiry,
            never_expires,
            revision: date("DDB"),
            hazmat_expiry: date("DDC"),
            under_18_until: date("DDH"),
            under_19_until: date("DDI"),
            under_21_until: date("DDJ"),
        }
    }
}

fn says_never(value: &str) -> bool {
    let value = value.to_ascii_uppercase();
    value.starts_with("9999")
        || ["NON-EXP", "NONEXP", "NO EXP", "NEVER", "INDEF", "PERM"]
            .iter()
            .any(|word| value.starts_with(word))
}

/// Parses the first eight digits as a date, in whichever order gives a year from 1900 to 2100. This
/// is never ambiguous, because no month is 19 or 20. Dashes and slashes (as on North Carolina's
/// first cards) and everything after the date are ignored.
pub(super) fn read(value: &str) -> Option<Date> {
    let mut digits = [0i16; 8];
    let mut count = 0;
    for byte in value.bytes() {
        match byte {
            b'0'..=b'9' => {
                if let Some(slot) = digits.get_mut(count) {
                    *slot = i16::from(byte - b'0');
                    count += 1;
                }
            }
            b'-' | b'/' | b'.' | b' ' => {}
            _ => break,
        }
        if count == 8 {
            break;
        }
    }
    if count < 8 {
        return None;
    }
    let [a, b, c, d, e, f, g, h] = digits;
    let make = |year: i16, month: i16, day: i16| {
        (1900..=2100)
            .contains(&year)
            .then(|| Date::new(year, month as i8, day as i8).ok())?
    };
    let year_first = make(a * 1000 + b * 100 + c * 10 + d, e * 10 + f, g * 10 + h);
    year_first.or_else(|| make(e * 1000 + f * 100 + g * 10 + h, a * 10 + b, c * 10 + d))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_are_read_in_both_orders() {
        let check = |text: &str, date: Option<&str>| {
            assert_eq!(read(text).map(|d| d.to_string()).as_deref(), date, "{text}");
        };
        check("19610101", Some("1961-01-01"));
        check("01311961", Some("1961-01-31"));
        check("12202019", Some("2019-12-20"));
        check("20191220", Some("2019-12-20"));
        check("20540124", Some("2054-01-24"));
        check("07-05-1973", Some("1973-07-05"));
        check("1973-07-05", Some("1973-07-05"));
        check("06092016M", Some("2016-06-09"));
        check("02291900", None);
        check("02292000", Some("2000-02-29"));
        check("13132010", None);
        check("00000000", None);
        check("0705197", None);
        check("", None);
    }
}

//! Track 2: `;`, issuer, number, `=`, expiry, birth date, and the rest of a long number.

use jiff::civil::Date;

use crate::dates;
use crate::iin::Iin;

/// The maximum lengths of the number before the separator, and of its rest at the end (Annex F,
/// track 2).
const NUMBER: usize = 13;
const OVERFLOW: usize = 5;

/// The contents of track 2 and their position in the text.
pub(super) struct Second {
    pub(super) iin: Iin,
    /// The whole number of the document.
    pub(super) number: String,
    /// The birth date in the format of `DBB`, or as written if it is no date.
    pub(super) birth: Option<String>,
    /// The expiry in the format of `DBA`, or as written if it is no date.
    pub(super) expiry: Option<String>,
    /// The position of the start sentinel.
    pub(super) begins: usize,
    /// The position after the end sentinel, or after the last digit if there is none.
    pub(super) ends: usize,
}

impl Second {
    /// Returns the first place that can be read as track 2.
    pub(super) fn find(text: &str) -> Option<Self> {
        text.match_indices(';')
            .find_map(|(at, _)| Self::read(text, at))
    }

    fn read(text: &str, begins: usize) -> Option<Self> {
        let mut rest = text.get(begins + 1..)?;
        let iin = take(&mut rest, 6, 6)?;
        let number = take(&mut rest, 1, NUMBER)?;
        rest = rest.strip_prefix('=')?;
        // A card without an expiry date has a separator in its place.
        let expiry = match rest.strip_prefix('=') {
            Some(after) => {
                rest = after;
                None
            }
            None => Some(take(&mut rest, 4, 4)?),
        };
        let birth = take(&mut rest, 8, 8)?;
        let overflow = take(&mut rest, 0, OVERFLOW)?;
        rest = rest.strip_prefix('=').unwrap_or(rest);
        rest = rest.strip_prefix('?').unwrap_or(rest);
        let born = birth_date(birth, expiry);
        Some(Self {
            iin: iin.parse().ok().and_then(Iin::new)?,
            number: format!("{number}{overflow}"),
            birth: born
                .map(written)
                .or_else(|| Some(birth.to_owned()).filter(|digits| !is_zero(digits))),
            expiry: expiry.and_then(|digits| expiry_date(digits, born)),
            begins,
            ends: text.len() - rest.len(),
        })
    }
}

/// Takes at least `least` and at most `most` digits from the front.
fn take<'a>(text: &mut &'a str, least: usize, most: usize) -> Option<&'a str> {
    let run = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    if run < least {
        return None;
    }
    let (digits, rest) = text.split_at_checked(run)?;
    *text = rest;
    Some(digits)
}

/// Parses CCYYMMDD. Florida writes month 99 for the month of the expiry.
fn birth_date(digits: &str, expiry: Option<&str>) -> Option<Date> {
    let month = expiry.and_then(|expiry| expiry.get(2..4));
    match (digits.get(..4), digits.get(4..6), digits.get(6..8), month) {
        (Some(year), Some("99"), Some(day), Some(month)) => {
            dates::read(&format!("{year}{month}{day}"))
        }
        _ => dates::read(digits),
    }
}

/// Parses YYMM, which means the last day of that month. Month 77 means that the card does not
/// expire, 88 the end of the month of birth in that year, and 99 the birthday in that year.
fn expiry_date(digits: &str, birth: Option<Date>) -> Option<String> {
    if is_zero(digits) {
        return None;
    }
    let (year, month) = digits.split_at_checked(2)?;
    let month: i8 = month.parse().ok()?;
    let year = century(year.parse().ok()?, birth);
    let date = match month {
        77 => return Some("NON-EXP".to_owned()),
        88 => end_of_month(year, birth?.month()),
        // Somebody born on 29 February has no birthday in a common year.
        99 => Date::new(year, birth?.month(), birth?.day())
            .ok()
            .or_else(|| end_of_month(year, birth?.month())),
        _ => end_of_month(year, month),
    };
    Some(date.map_or_else(|| digits.to_owned(), written))
}

/// Completes a year of two digits. From 80 on it belongs to the last century, when the first of
/// these cards expired, unless the holder was too young then.
fn century(year: i16, birth: Option<Date>) -> i16 {
    const YOUNGEST: i16 = 14;
    let old = 1900 + year;
    if year >= 80 && birth.is_none_or(|birth| birth.year() + YOUNGEST <= old) {
        old
    } else {
        2000 + year
    }
}

fn end_of_month(year: i16, month: i8) -> Option<Date> {
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|b| b == b'0')
}

fn written(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

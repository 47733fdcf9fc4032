//! Dates in six cells, which do not contain the century and may be partly unknown.

use jiff::civil::Date;
use serde::Serialize;

/// `YYMMDD` as written. A part that is `<<` is unknown, and so is a month or a day that is `00`,
/// which some issuers write for unknown parts.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ShortDate {
    /// The last two digits of the year.
    pub year: Option<u8>,
    /// The month, `1` to `12` if it is valid.
    pub month: Option<u8>,
    /// The day.
    pub day: Option<u8>,
}

/// Dates of birth are personal data, so they are not shown.
impl std::fmt::Debug for ShortDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_whole() {
            "ShortDate(whole)"
        } else {
            "ShortDate(in part)"
        })
    }
}

/// The contents of a date field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Legible {
    /// A date without its century.
    Whole,
    /// A date that is partly unknown, but possible.
    InPart,
    /// All cells are `<`.
    Unknown,
    /// Not a date: a thirteenth month, or digits and fillers mixed within a part.
    Impossible,
}

/// How far ahead of the day of reading a date of expiry may lie before it is one of the last
/// century.
const YEARS_AHEAD: i16 = 50;

impl ShortDate {
    /// Returns the date as a zone writes it.
    pub fn of(date: Date) -> Self {
        let part = |value: i16| u8::try_from(value).ok();
        Self {
            year: part(date.year().rem_euclid(100)),
            month: part(date.month().into()),
            day: part(date.day().into()),
        }
    }

    /// Parses six cells. The second value describes their contents.
    pub(super) fn read(cells: &str) -> (Self, Legible) {
        let part = |at: usize| cells.get(at..at + 2).unwrap_or_default();
        let number = |at| part(at).parse::<u8>().ok();
        let known = |at| number(at).filter(|&value| value != 0);
        let (month, day) = (known(2), known(4));
        let date = Self {
            // A year of 00 is one, unless nothing at all is known.
            year: number(0).filter(|&year| year != 0 || cells != "000000"),
            month,
            day,
        };
        let mixed = [0, 2, 4].into_iter().any(|at| {
            let is_number = part(at).bytes().all(|cell| cell.is_ascii_digit());
            !is_number && part(at) != "<<"
        });
        (date, date.legible(mixed || cells.len() != 6))
    }

    fn legible(self, broken: bool) -> Legible {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        // A leap year, so that a 29th of February of a year unknown can be.
        let year = self.year.map_or(2000, |year| 2000 + i16::from(year));
        let exists = make(year, month, day).is_some();
        // 1900 was no leap year and 2000 was; every other two digits agree in both centuries.
        if broken || !exists {
            Legible::Impossible
        } else if self.is_whole() {
            Legible::Whole
        } else if self == Self::default() {
            Legible::Unknown
        } else {
            Legible::InPart
        }
    }

    /// Returns true if year, month and day are all known.
    pub fn is_whole(self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// Returns the latest date that is not after `today`, as for a date of birth. Returns `None`
    /// unless all parts are known.
    pub fn born(self, today: Date) -> Option<Date> {
        self.dates()
            .into_iter()
            .rev()
            .flatten()
            .find(|date| *date <= today)
    }

    /// Returns the date from 49 years before `today`'s year to 50 years after it, as for a date of
    /// expiry. Returns `None` unless all parts are known.
    pub fn expires(self, today: Date) -> Option<Date> {
        let last = today.year() + YEARS_AHEAD;
        self.dates()
            .into_iter()
            .flatten()
            .find(|date| (last - 99..=last).contains(&date.year()))
    }

    /// Returns true if this is how a card writes that it does not expire: the first or last day of
    /// the year 9999, of which a zone shows two digits.
    pub(super) fn is_endless(self) -> bool {
        [(Some(1), Some(1)), (Some(12), Some(31))].contains(&(self.month, self.day))
            && self.year == Some(99)
    }

    /// Returns the date in each century that may be meant.
    fn dates(self) -> [Option<Date>; 3] {
        [1900, 2000, 2100]
            .map(|century| make(century + i16::from(self.year?), self.month?, self.day?))
    }

    /// Returns the six cells.
    pub(super) fn cells(self) -> String {
        let part = |part: Option<u8>| match part {
            Some(value) => format!("{:02}", value % 100),
            None => "<<".to_owned(),
        };
        [part(self.year), part(self.month), part(self.day)].concat()
    }
}

fn make(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 6, 15);

    #[test]
    fn dates_say_what_they_hold() {
        let check = |cells: &str, legible| {
            assert_eq!(ShortDate::read(cells).1, legible, "{cells}");
        };
        check("740812", Legible::Whole);
        check("000229", Legible::Whole);
        check("74<<<<", Legible::InPart);
        check("7408<<", Legible::InPart);
        check("<<<<<<", Legible::Unknown);
        check("850000", Legible::InPart);
        check("850400", Legible::InPart);
        check("8500<<", Legible::InPart);
        check("850017", Legible::InPart);
        check("000101", Legible::Whole);
        check("000100", Legible::InPart);
        check("000000", Legible::Unknown);
        check("851300", Legible::Impossible);
        check("850032", Legible::Impossible);
        check("741312", Legible::Impossible);
        check("740832", Legible::Impossible);
        check("230229", Legible::Impossible);
        check("740<12", Legible::Impossible);
        check("7408", Legible::Impossible);
        check("A40812", Legible::Impossible);
    }

    #[test]
    fn centuries_follow_from_the_day() {
        let check = |cells: &str, born: Option<Date>, expires: Option<Date>| {
            let (read, _) = ShortDate::read(cells);
            assert_eq!(read.born(TODAY), born, "{cells}");
            assert_eq!(read.expires(TODAY), expires, "{cells}");
        };
        check("740812", Some(date(1974, 8, 12)), Some(date(2074, 8, 12)));
        check("260615", Some(date(2026, 6, 15)), Some(date(2026, 6, 15)));
        check("260616", Some(date(1926, 6, 16)), Some(date(2026, 6, 16)));
        check("120415", Some(date(2012, 4, 15)), Some(date(2012, 4, 15)));
        check("760101", Some(date(1976, 1, 1)), Some(date(2076, 1, 1)));
        check("770101", Some(date(1977, 1, 1)), Some(date(1977, 1, 1)));
        check("000229", Some(date(2000, 2, 29)), Some(date(2000, 2, 29)));
        check("7408<<", None, None);
        check("850000", None, None);
    }

    #[test]
    fn cells_are_written_as_they_are_read() {
        for cells in ["740812", "74<<<<", "<<<<<<", "000229"] {
            assert_eq!(ShortDate::read(cells).0.cells(), cells);
        }
        assert_eq!(ShortDate::of(date(1974, 8, 12)).cells(), "740812");
    }
}

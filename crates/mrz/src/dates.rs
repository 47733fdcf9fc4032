//! Dates in six cells, which omit the century and may be partly unknown.

use jiff::civil::Date;
use serde::Serialize;

/// `YYMMDD` as written. A part is unknown if it is `<<`, and also if it is a month or a day of
/// `00`, which some issuers write instead.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ShortDate {
    /// The last two digits of the year.
    pub year: Option<u8>,
    /// The month, `1` to `12` if it is valid.
    pub month: Option<u8>,
    /// The day.
    pub day: Option<u8>,
}

/// A date of birth is personal data, so it is not printed.
impl std::fmt::Debug for ShortDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_whole() {
            "ShortDate(whole)"
        } else {
            "ShortDate(in part)"
        })
    }
}

/// How complete a date field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateCompleteness {
    /// A date without its century.
    Whole,
    /// A date that is partly unknown, but possible.
    InPart,
    /// A date that is entirely unknown: all cells are `<`.
    Unknown,
    /// Not a date: a thirteenth month, or digits and fillers mixed within a part.
    Impossible,
}

/// How many years after the current one a date of expiry may lie, before it is taken to be in the
/// last century.
const YEARS_AHEAD: i16 = 50;

impl ShortDate {
    /// Returns the date as a zone writes it.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use mrz::ShortDate;
    ///
    /// let born = ShortDate::of(date(1974, 8, 12));
    /// assert_eq!((born.year, born.month, born.day), (Some(74), Some(8), Some(12)));
    /// ```
    pub fn of(date: Date) -> Self {
        let part = |value: i16| u8::try_from(value).ok();
        Self {
            year: part(date.year().rem_euclid(100)),
            month: part(date.month().into()),
            day: part(date.day().into()),
        }
    }

    /// Parses six cells, and says how complete the date is.
    pub(super) fn read(cells: &str) -> (Self, DateCompleteness) {
        let part = |at: usize| cells.get(at..at + 2).unwrap_or_default();
        let number = |at| part(at).parse::<u8>().ok();
        let known = |at| number(at).filter(|&value| value != 0);
        let (month, day) = (known(2), known(4));
        let date = Self {
            // A year of 00 counts as known, unless the whole date is zeros.
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

    fn legible(self, broken: bool) -> DateCompleteness {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        // If the year is unknown, a leap year is assumed, so that 29 February is possible.
        let year = self.year.map_or(2000, |year| 2000 + i16::from(year));
        let exists = make(year, month, day).is_some();
        // The year 2000 was a leap year and 1900 was not; all other years agree in both centuries.
        if broken || !exists {
            DateCompleteness::Impossible
        } else if self.is_whole() {
            DateCompleteness::Whole
        } else if self == Self::default() {
            DateCompleteness::Unknown
        } else {
            DateCompleteness::InPart
        }
    }

    /// Returns true if year, month and day are all known.
    ///
    /// ```
    /// use mrz::ShortDate;
    ///
    /// let year_only = ShortDate { year: Some(74), month: None, day: None };
    /// assert!(!year_only.is_whole());
    /// ```
    pub fn is_whole(self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// Returns the latest date that is not after `today`, as for a date of birth. Returns `None`
    /// unless all parts are known.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use mrz::ShortDate;
    ///
    /// let today = date(2026, 6, 1);
    /// let born = |year| ShortDate::of(date(year, 8, 12)).born(today);
    /// assert_eq!(born(1974), Some(date(1974, 8, 12)));
    /// // The year 30 would be in the future, so it is that of the last century.
    /// assert_eq!(born(2030), Some(date(1930, 8, 12)));
    /// ```
    pub fn born(self, today: Date) -> Option<Date> {
        self.dates()
            .into_iter()
            .rev()
            .flatten()
            .find(|date| *date <= today)
    }

    /// Returns the date from 49 years before `today`'s year to 50 years after it, as for a date of
    /// expiry. Returns `None` unless all parts are known.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use mrz::ShortDate;
    ///
    /// let expiry = ShortDate::of(date(2030, 4, 15));
    /// assert_eq!(expiry.expires(date(2026, 6, 1)), Some(date(2030, 4, 15)));
    /// ```
    pub fn expires(self, today: Date) -> Option<Date> {
        let last = today.year() + YEARS_AHEAD;
        self.dates()
            .into_iter()
            .flatten()
            .find(|date| (last - 99..=last).contains(&date.year()))
    }

    /// Returns true if this is how a card writes that it does not expire: the first or last day of
    /// the year 9999, of which a zone has the last two digits.
    pub(super) fn stands_for_never(self) -> bool {
        [(Some(1), Some(1)), (Some(12), Some(31))].contains(&(self.month, self.day))
            && self.year == Some(99)
    }

    /// Returns the date in each century that it may belong to.
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
    fn dates_report_their_completeness() {
        let check = |cells: &str, legible| {
            assert_eq!(ShortDate::read(cells).1, legible, "{cells}");
        };
        check("740812", DateCompleteness::Whole);
        check("000229", DateCompleteness::Whole);
        check("74<<<<", DateCompleteness::InPart);
        check("7408<<", DateCompleteness::InPart);
        check("<<<<<<", DateCompleteness::Unknown);
        check("850000", DateCompleteness::InPart);
        check("850400", DateCompleteness::InPart);
        check("8500<<", DateCompleteness::InPart);
        check("850017", DateCompleteness::InPart);
        check("000101", DateCompleteness::Whole);
        check("000100", DateCompleteness::InPart);
        check("000000", DateCompleteness::Unknown);
        check("851300", DateCompleteness::Impossible);
        check("850032", DateCompleteness::Impossible);
        check("741312", DateCompleteness::Impossible);
        check("740832", DateCompleteness::Impossible);
        check("230229", DateCompleteness::Impossible);
        check("740<12", DateCompleteness::Impossible);
        check("7408", DateCompleteness::Impossible);
        check("A40812", DateCompleteness::Impossible);
    }

    #[test]
    fn centuries_depend_on_today() {
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
    fn cells_round_trip() {
        for cells in ["740812", "74<<<<", "<<<<<<", "000229"] {
            assert_eq!(ShortDate::read(cells).0.cells(), cells);
        }
        assert_eq!(ShortDate::of(date(1974, 8, 12)).cells(), "740812");
    }
}

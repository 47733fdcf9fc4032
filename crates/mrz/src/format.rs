//! The formats of machine-readable zones: the number and length of their lines, the characters that
//! each cell may contain, the positions of the fields, and what each check digit covers.
//!
//! The tables and the arithmetic are those of ICAO Doc 9303 (eighth edition), parts 4 (passports,
//! TD3), 5 (cards, TD1), 6 (TD2) and 7 (visas, MRV-A and MRV-B), and those of the French identity
//! card issued until 2021, which has two lines of 36 with its own fields. The layouts of
//! driving licences are in `licence`. This module knows nothing about values, such as whether a
//! date exists or a code belongs to a country.
//!
//! Lines and columns count from 0 here, but from 1 in the standard.

mod arithmetic;
mod field;
mod licence;
mod travel;

use serde::Serialize;

pub use self::arithmetic::{FILLER, check_digit, value};
use self::field::Layout;
pub use self::field::{Cell, CheckDigit, Field, Span};

/// A format of machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// A card with three lines of 30 (part 5).
    Td1,
    /// A card with two lines of 36 (part 6).
    Td2,
    /// A passport: two lines of 44 (part 4).
    Td3,
    /// A full-size visa: two lines of 44 (part 7).
    MrvA,
    /// A small visa: two lines of 36 (part 7).
    MrvB,
    /// The French identity card until 2021: two lines of 36.
    France,
    /// The French driving licence since 2013: one line of 30.
    FrenchLicence,
    /// The Dutch driving licence since 2014: one line of 30.
    DutchLicence,
    /// Any other driving licence with the line of ISO/IEC 18013-3 for its chip: 30 characters, of
    /// which 27 are the issuer's own.
    Licence,
    /// The Swiss driving licence: a line of 9 and two of 30, without a check digit.
    SwissLicence,
}

impl Format {
    /// All formats of travel documents, visas and identity cards.
    pub const ALL: [Self; 6] = [
        Self::Td1,
        Self::Td2,
        Self::Td3,
        Self::MrvA,
        Self::MrvB,
        Self::France,
    ];

    /// All formats of driving licences.
    pub const LICENCES: [Self; 4] = [
        Self::FrenchLicence,
        Self::DutchLicence,
        Self::Licence,
        Self::SwissLicence,
    ];

    /// Returns the name, such as `TD3`.
    ///
    /// ```
    /// assert_eq!(mrz::Format::Td3.as_str(), "TD3");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Td1 => "TD1",
            Self::Td2 => "TD2",
            Self::Td3 => "TD3",
            Self::MrvA => "MRV-A",
            Self::MrvB => "MRV-B",
            Self::France => "FRA-ID",
            Self::FrenchLicence => "FRA-DL",
            Self::DutchLicence => "NLD-DL",
            Self::Licence => "DL",
            Self::SwissLicence => "CHE-DL",
        }
    }

    /// Returns the number of lines.
    ///
    /// ```
    /// assert_eq!(mrz::Format::Td1.lines(), 3);
    /// ```
    pub const fn lines(self) -> usize {
        self.widths().len()
    }

    /// Returns the number of characters in each line, or the largest number if they differ (Swiss
    /// driving licence).
    ///
    /// ```
    /// assert_eq!(mrz::Format::Td1.width(), 30);
    /// ```
    pub const fn width(self) -> usize {
        let widths = self.widths();
        let (first, last) = (widths.first(), widths.last());
        match (first, last) {
            (Some(first), Some(last)) if *first < *last => *last,
            (Some(first), _) => *first,
            _ => 0,
        }
    }

    /// Returns the number of characters in each line, from the first.
    ///
    /// ```
    /// assert_eq!(mrz::Format::SwissLicence.widths(), [9, 30, 30]);
    /// ```
    pub const fn widths(self) -> &'static [usize] {
        self.layout().widths
    }

    /// Returns true for a driving licence's format.
    ///
    /// ```
    /// use mrz::Format;
    ///
    /// assert!(Format::DutchLicence.is_licence());
    /// assert!(!Format::Td1.is_licence());
    /// ```
    pub const fn is_licence(self) -> bool {
        matches!(
            self,
            Self::FrenchLicence | Self::DutchLicence | Self::Licence | Self::SwissLicence
        )
    }

    /// Returns all fields and their positions in reading order. Together they cover every cell; the
    /// French card's [`Field::Issued`] lies within its number.
    ///
    /// ```
    /// use mrz::{Field, Format};
    ///
    /// let (field, span) = Format::Td3.fields()[0];
    /// assert_eq!((field, span.line, span.columns()), (Field::Code, 0, 0..2));
    /// ```
    pub const fn fields(self) -> &'static [(Field, Span)] {
        self.layout().fields
    }

    /// Returns the position of a field, if the format has it.
    ///
    /// ```
    /// use mrz::{Field, Format};
    ///
    /// let birth = Format::Td3.span(Field::Birth).unwrap();
    /// assert_eq!((birth.line, birth.columns()), (1, 13..19));
    /// assert_eq!(Format::Td3.span(Field::Optional2), None);
    /// ```
    pub fn span(self, field: Field) -> Option<Span> {
        self.fields()
            .iter()
            .find_map(|(which, span)| (*which == field).then_some(*span))
    }

    /// Returns the check digits: number, birth, expiry, then optional data and the composite if the
    /// format has them.
    ///
    /// If the number continues in the optional data, its digit is there too, and the cell listed
    /// here is a filler.
    ///
    /// ```
    /// use mrz::{Field, Format};
    ///
    /// let digits: Vec<Field> = Format::MrvA.checks().iter().map(|check| check.digit).collect();
    /// assert_eq!(digits, [Field::NumberCheck, Field::BirthCheck, Field::ExpiryCheck]);
    /// ```
    pub const fn checks(self) -> &'static [CheckDigit] {
        self.layout().checks
    }

    /// Returns the format of lines, given their number, lengths and first characters, or `None`
    /// unless every length is right.
    ///
    /// ```
    /// use mrz::Format;
    ///
    /// let lines = [
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ];
    /// assert_eq!(Format::of(&lines), Some(Format::Td3));
    /// assert_eq!(Format::of(&lines[..1]), None);
    /// ```
    pub fn of(lines: &[&str]) -> Option<Self> {
        let widths: Vec<usize> = lines.iter().map(|line| line.len()).collect();
        let first = lines.first()?;
        let begins = |text| first.starts_with(text);
        Some(match widths.as_slice() {
            [30, 30, 30] => Self::Td1,
            [44, 44] if begins("V") => Self::MrvA,
            [44, 44] => Self::Td3,
            [36, 36] if begins("V") => Self::MrvB,
            [36, 36] if begins("IDFRA") => Self::France,
            [36, 36] => Self::Td2,
            [30] if begins("D1FRA") => Self::FrenchLicence,
            [30] if begins("D1NLD") => Self::DutchLicence,
            [30] if begins("D") => Self::Licence,
            [9, 30, 30] if lines.get(1).is_some_and(|line| line.starts_with("FA")) => {
                Self::SwissLicence
            }
            _ => return None,
        })
    }

    /// Returns the characters that a cell may contain, or `None` outside the zone.
    ///
    /// ```
    /// use mrz::{Cell, Format};
    ///
    /// assert_eq!(Format::Td3.cell(1, 20), Some(Cell::Sex));
    /// assert_eq!(Format::Td3.cell(2, 0), None);
    /// ```
    pub fn cell(self, line: usize, column: usize) -> Option<Cell> {
        let (field, span) = self
            .fields()
            .iter()
            .find(|(_, span)| span.line == line && span.columns().contains(&column))?;
        let first = span.start == column;
        Some(match field {
            Field::Code => match (self, first) {
                (Self::MrvA | Self::MrvB, true) => Cell::Only(b'V'),
                (Self::France, true) => Cell::Only(b'I'),
                (Self::France, false) => Cell::Only(b'D'),
                (Self::SwissLicence, true) => Cell::Only(b'F'),
                (Self::SwissLicence, false) => Cell::Only(b'A'),
                (Self::FrenchLicence | Self::DutchLicence | Self::Licence, true) => {
                    Cell::Only(b'D')
                }
                // This cell says how the chip is accessed, with a digit or a letter.
                (Self::FrenchLicence | Self::DutchLicence, false) => Cell::Only(b'1'),
                (_, true) => Cell::Letter,
                // Cards may have any second character (Doc 9303-5, 4.2.2): residents of the USA
                // have `C1`.
                (Self::Td1 | Self::Td2 | Self::Licence, false) => Cell::Any,
                (_, false) => Cell::LetterOrFiller,
            },
            Field::Issuer if first => Cell::Letter,
            Field::Issuer
            | Field::Nationality
            | Field::Names
            | Field::Surname
            | Field::GivenNames => Cell::LetterOrFiller,
            Field::Sex => Cell::Sex,
            Field::Birth | Field::Expiry | Field::OptionalCheck => Cell::DigitOrFiller,
            // Only cards let a number continue elsewhere, and then its check digit is omitted here.
            Field::NumberCheck if matches!(self, Self::Td1 | Self::Td2) => Cell::DigitOrFiller,
            // A document that does not expire has no digit for it.
            Field::ExpiryCheck if matches!(self, Self::Td1 | Self::Td2 | Self::Td3) => {
                Cell::DigitOrFiller
            }
            Field::NumberCheck
            | Field::BirthCheck
            | Field::ExpiryCheck
            | Field::Composite
            | Field::Issued
            | Field::Version => Cell::Digit,
            Field::Number if matches!(self, Self::DutchLicence | Self::SwissLicence) => Cell::Digit,
            Field::Empty => Cell::Only(FILLER),
            Field::Number | Field::Optional | Field::Optional2 | Field::Office => Cell::Any,
        })
    }

    const fn layout(self) -> &'static Layout {
        match self {
            Self::Td1 => &travel::TD1,
            Self::Td2 => &travel::TD2,
            Self::Td3 => &travel::TD3,
            Self::MrvA => &travel::MRV_A,
            Self::MrvB => &travel::MRV_B,
            Self::France => &travel::FRANCE,
            Self::FrenchLicence => &licence::FRENCH,
            Self::DutchLicence => &licence::DUTCH,
            Self::Licence => &licence::OTHER,
            Self::SwissLicence => &licence::SWISS,
        }
    }
}

impl Serialize for Format {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Reads a number that is too long for its nine cells, as cards write it (part 5, clause 4.2.2,
/// note j, and likewise part 6): its check digit cell is `<`, and the optional field begins with
/// the rest, the check digit and a `<`.
///
/// Returns the rest and the check digit, or `None` if the number does not continue.
pub(crate) fn long_number<'a>(number_check: &str, optional: &'a str) -> Option<(&'a str, u8)> {
    if number_check != "<" {
        return None;
    }
    let run = optional.split('<').next().filter(|run| run.len() >= 2)?;
    let (rest, digit) = run.split_at_checked(run.len() - 1)?;
    let digit = digit.bytes().next().filter(u8::is_ascii_digit)?;
    Some((rest, digit))
}

#[cfg(test)]
mod tests;

//! The forms of a machine readable zone: how many lines of how many cells, what may stand in each cell,
//! where the fields are, and what each check digit covers.
//!
//! Tables and arithmetic of ICAO Doc 9303 (eighth edition): parts 4 (passports, TD3), 5 (cards, TD1), 6 (TD2)
//! and 7 (visas, MRV-A and MRV-B), and of the French identity card issued until 2021, which has two lines of 36
//! with fields of its own. Those of driving licences are in `licence`. The room knows no values: whether a date is one, or a code a country, is said
//! elsewhere, and it holds no text.
//!
//! Lines and columns count from 0 here; the standard counts from 1.

use std::ops::Range;

use serde::Serialize;

/// The filler `<`.
pub const FILLER: u8 = b'<';

/// A form of machine readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// A card of three lines of 30 (part 5).
    Td1,
    /// A card of two lines of 36 (part 6).
    Td2,
    /// A passport: two lines of 44 (part 4).
    Td3,
    /// A visa of full size: two lines of 44 (part 7).
    MrvA,
    /// A small visa: two lines of 36 (part 7).
    MrvB,
    /// The French identity card until 2021: two lines of 36.
    France,
    /// The French driving licence since 2013: one line of 30.
    FrenchLicence,
    /// The Dutch driving licence since 2014: one line of 30.
    DutchLicence,
    /// Any other driving licence with the line of ISO/IEC 18013-3 for its chip: 30 characters, of which 27 are the issuer's
    /// own.
    Licence,
    /// The Swiss driving licence: a line of 9 and two of 30, without a check digit.
    SwissLicence,
}

/// What may stand in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// `A` to `Z`.
    Letter,
    /// `A` to `Z` or `<`.
    LetterOrFiller,
    /// `0` to `9`.
    Digit,
    /// `0` to `9` or `<`: dates may be unknown in part, and some check digits left out.
    DigitOrFiller,
    /// `M`, `F` or `<`, and the `X` that some states print for it.
    Sex,
    /// Exactly this character.
    Only(u8),
    /// Every character of the zone.
    Any,
}

impl Cell {
    /// Whether the character may stand here. Nothing outside `A-Z0-9<` may stand anywhere.
    pub const fn admits(self, character: u8) -> bool {
        match self {
            Self::Letter => character.is_ascii_uppercase(),
            Self::LetterOrFiller => character.is_ascii_uppercase() || character == FILLER,
            Self::Digit => character.is_ascii_digit(),
            Self::DigitOrFiller => character.is_ascii_digit() || character == FILLER,
            Self::Sex => matches!(character, b'M' | b'F' | b'X' | FILLER),
            Self::Only(only) => character == only,
            Self::Any => value(character).is_some(),
        }
    }
}

/// A part of a zone that means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// `P`, `V`, `ID` ... with its second letter: two cells.
    Code,
    /// The issuing state or organisation: three cells.
    Issuer,
    /// Surname, `<<`, given names.
    Names,
    /// The surname alone (French card).
    Surname,
    /// The given names alone (French card).
    GivenNames,
    /// The document's number, without its check digit. On cards a long number runs on into [`Field::Optional`].
    Number,
    /// The check digit of the number; `<` where the number runs on.
    NumberCheck,
    /// The holder's nationality: three cells.
    Nationality,
    /// Birth date, `YYMMDD`; what is unknown is `<`.
    Birth,
    /// The check digit of the birth date.
    BirthCheck,
    /// `M`, `F` or `<`.
    Sex,
    /// Date of expiry, `YYMMDD`.
    Expiry,
    /// The check digit of the date of expiry.
    ExpiryCheck,
    /// What the issuer likes: a personal number, mostly.
    Optional,
    /// The check digit of a passport's optional data; `<` or `0` where there are none.
    OptionalCheck,
    /// The second optional field of a TD1 card.
    Optional2,
    /// Year and month of issue, `YYMM` (French card; it is also the beginning of its number).
    Issued,
    /// Department and office of issue (French card).
    Office,
    /// The check digit over the numbers and dates together.
    Composite,
    /// A digit before the number that counts versions of the form (Dutch driving licence).
    Version,
    /// Cells that a form leaves empty (Swiss driving licence).
    Empty,
}

/// Cells of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The line, from 0.
    pub line: usize,
    /// The first column, from 0.
    pub start: usize,
    /// The column behind the last.
    pub end: usize,
}

impl Span {
    /// The columns.
    pub const fn columns(self) -> Range<usize> {
        self.start..self.end
    }

    /// The characters there; empty where the lines are too short.
    pub fn of<'a>(self, lines: &[&'a str]) -> &'a str {
        lines
            .get(self.line)
            .and_then(|line| line.get(self.columns()))
            .unwrap_or_default()
    }
}

/// A check digit and what it covers, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// The field that holds the digit.
    pub digit: Field,
    /// What it covers.
    pub covers: &'static [Span],
}

const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

const fn check(digit: Field, covers: &'static [Span]) -> Check {
    Check { digit, covers }
}

/// What one form is made of.
struct Layout {
    /// The length of each line.
    widths: &'static [usize],
    fields: &'static [(Field, Span)],
    checks: &'static [Check],
}

impl Format {
    /// Every form of travel documents, visas and identity cards.
    pub const ALL: [Self; 6] = [
        Self::Td1,
        Self::Td2,
        Self::Td3,
        Self::MrvA,
        Self::MrvB,
        Self::France,
    ];

    /// Every form of driving licences.
    pub const LICENCES: [Self; 4] = [
        Self::FrenchLicence,
        Self::DutchLicence,
        Self::Licence,
        Self::SwissLicence,
    ];

    /// The name in answers: `TD3`.
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

    /// How many lines.
    pub const fn lines(self) -> usize {
        self.widths().len()
    }

    /// How many characters in each line; the most, where they differ (Swiss driving licence).
    pub const fn width(self) -> usize {
        let widths = self.widths();
        let (first, last) = (widths.first(), widths.last());
        match (first, last) {
            (Some(first), Some(last)) if *first < *last => *last,
            (Some(first), _) => *first,
            _ => 0,
        }
    }

    /// How many characters in each line, from the first.
    pub const fn widths(self) -> &'static [usize] {
        self.layout().widths
    }

    /// Whether it is a driving licence's.
    pub const fn is_licence(self) -> bool {
        matches!(
            self,
            Self::FrenchLicence | Self::DutchLicence | Self::Licence | Self::SwissLicence
        )
    }

    /// Every field and where it is, in reading order. Together they cover every cell; the French card's
    /// [`Field::Issued`] lies within its number.
    pub const fn fields(self) -> &'static [(Field, Span)] {
        self.layout().fields
    }

    /// Where a field is, if the form has it.
    pub fn span(self, field: Field) -> Option<Span> {
        self.fields()
            .iter()
            .find_map(|(which, span)| (*which == field).then_some(*span))
    }

    /// The check digits: number, birth, expiry, then optional data and the composite where there are any.
    ///
    /// The number's does not hold as it stands if the number runs on: see [`long_number`].
    pub const fn checks(self) -> &'static [Check] {
        self.layout().checks
    }

    /// The form that these lines have by their number, their length and their first letters. Every length is
    /// right, or there is none.
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

    /// What may stand in a cell; `None` outside the zone.
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
                // What access its chip wants: a digit or a letter.
                (Self::FrenchLicence | Self::DutchLicence, false) => Cell::Only(b'1'),
                (_, true) => Cell::Letter,
                // Cards may have any second character (Doc 9303-5, 4.2.2): residents of the USA have `C1`.
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
            // Only cards let a number run on, and then its check digit is left out here.
            Field::NumberCheck if matches!(self, Self::Td1 | Self::Td2) => Cell::DigitOrFiller,
            // A document without an end has none for it.
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
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA => &MRV_A,
            Self::MrvB => &MRV_B,
            Self::France => &FRANCE,
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

/// The value of a character in the sum: digits theirs, `A` 10 to `Z` 35, `<` 0. `None` for any other.
pub const fn value(character: u8) -> Option<u32> {
    match character {
        b'0'..=b'9' => Some((character - b'0') as u32),
        b'A'..=b'Z' => Some((character - b'A') as u32 + 10),
        FILLER => Some(0),
        _ => None,
    }
}

/// The check digit `0` to `9` over characters: values weighted 7, 3, 1, modulo 10 (part 3, clause 4.9).
/// `None` if one of them cannot stand in a zone.
pub fn check_digit(characters: impl IntoIterator<Item = u8>) -> Option<u8> {
    let mut sum = 0;
    for (character, weight) in characters.into_iter().zip([7, 3, 1].into_iter().cycle()) {
        sum = (sum + value(character)? * weight) % 10;
    }
    u8::try_from(sum).ok().map(|digit| b'0' + digit)
}

/// A number that is too long for its nine cells, as cards write it (part 5, clause 4.2.2, note j; part 6 likewise):
/// its check digit cell is `<`, and the optional field begins with the rest, the check digit and a `<`.
///
/// Gives the rest and the check digit, or `None` if the number does not run on.
pub fn long_number<'a>(number_check: &str, optional: &'a str) -> Option<(&'a str, u8)> {
    if number_check != "<" {
        return None;
    }
    let run = optional.split('<').next().filter(|run| run.len() >= 2)?;
    let (rest, digit) = run.split_at_checked(run.len() - 1)?;
    let digit = digit.bytes().next().filter(u8::is_ascii_digit)?;
    Some((rest, digit))
}

/// The second line of every form with two lines but the French is the same up to the optional data.
const NUMBER: Span = span(1, 0, 9);
const BIRTH: Span = span(1, 13, 19);
const EXPIRY: Span = span(1, 21, 27);

const TD3: Layout = Layout {
    widths: &[44, 44],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 44)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 42)),
        (Field::OptionalCheck, span(1, 42, 43)),
        (Field::Composite, span(1, 43, 44)),
    ],
    checks: &[
        check(Field::NumberCheck, &[NUMBER]),
        check(Field::BirthCheck, &[BIRTH]),
        check(Field::ExpiryCheck, &[EXPIRY]),
        check(Field::OptionalCheck, &[span(1, 28, 42)]),
        check(
            Field::Composite,
            &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
        ),
    ],
};

const TD2: Layout = Layout {
    widths: &[36, 36],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 36)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 35)),
        (Field::Composite, span(1, 35, 36)),
    ],
    checks: &[
        check(Field::NumberCheck, &[NUMBER]),
        check(Field::BirthCheck, &[BIRTH]),
        check(Field::ExpiryCheck, &[EXPIRY]),
        check(
            Field::Composite,
            &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
        ),
    ],
};

const MRV_A: Layout = Layout {
    widths: &[44, 44],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 44)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 44)),
    ],
    checks: VISA_CHECKS,
};

const MRV_B: Layout = Layout {
    widths: &[36, 36],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Names, span(0, 5, 36)),
        (Field::Number, NUMBER),
        (Field::NumberCheck, span(1, 9, 10)),
        (Field::Nationality, span(1, 10, 13)),
        (Field::Birth, BIRTH),
        (Field::BirthCheck, span(1, 19, 20)),
        (Field::Sex, span(1, 20, 21)),
        (Field::Expiry, EXPIRY),
        (Field::ExpiryCheck, span(1, 27, 28)),
        (Field::Optional, span(1, 28, 36)),
    ],
    checks: VISA_CHECKS,
};

/// A visa has no composite digit.
const VISA_CHECKS: &[Check] = &[
    check(Field::NumberCheck, &[NUMBER]),
    check(Field::BirthCheck, &[BIRTH]),
    check(Field::ExpiryCheck, &[EXPIRY]),
];

const TD1: Layout = Layout {
    widths: &[30, 30, 30],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Number, span(0, 5, 14)),
        (Field::NumberCheck, span(0, 14, 15)),
        (Field::Optional, span(0, 15, 30)),
        (Field::Birth, span(1, 0, 6)),
        (Field::BirthCheck, span(1, 6, 7)),
        (Field::Sex, span(1, 7, 8)),
        (Field::Expiry, span(1, 8, 14)),
        (Field::ExpiryCheck, span(1, 14, 15)),
        (Field::Nationality, span(1, 15, 18)),
        (Field::Optional2, span(1, 18, 29)),
        (Field::Composite, span(1, 29, 30)),
        (Field::Names, span(2, 0, 30)),
    ],
    checks: &[
        check(Field::NumberCheck, &[span(0, 5, 14)]),
        check(Field::BirthCheck, &[span(1, 0, 6)]),
        check(Field::ExpiryCheck, &[span(1, 8, 14)]),
        check(
            Field::Composite,
            &[
                span(0, 5, 30),
                span(1, 0, 7),
                span(1, 8, 15),
                span(1, 18, 29),
            ],
        ),
    ],
};

/// The number is year and month of issue, the department and a running number: twelve characters.
const FRANCE: Layout = Layout {
    widths: &[36, 36],
    fields: &[
        (Field::Code, span(0, 0, 2)),
        (Field::Issuer, span(0, 2, 5)),
        (Field::Surname, span(0, 5, 30)),
        (Field::Office, span(0, 30, 36)),
        (Field::Issued, span(1, 0, 4)),
        (Field::Number, span(1, 0, 12)),
        (Field::NumberCheck, span(1, 12, 13)),
        (Field::GivenNames, span(1, 13, 27)),
        (Field::Birth, span(1, 27, 33)),
        (Field::BirthCheck, span(1, 33, 34)),
        (Field::Sex, span(1, 34, 35)),
        (Field::Composite, span(1, 35, 36)),
    ],
    checks: &[
        check(Field::NumberCheck, &[span(1, 0, 12)]),
        check(Field::BirthCheck, &[span(1, 27, 33)]),
        check(Field::Composite, &[span(0, 0, 36), span(1, 0, 35)]),
    ],
};

mod licence;
#[cfg(test)]
mod tests;

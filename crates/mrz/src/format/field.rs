//! The parts of every format: cells, fields, check digits.

use std::ops::Range;

use serde::Serialize;

use super::arithmetic::{FILLER, value};

/// The characters that a cell may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cell {
    /// `A` to `Z`.
    Letter,
    /// `A` to `Z` or `<`.
    LetterOrFiller,
    /// `0` to `9`.
    Digit,
    /// `0` to `9` or `<`: dates may be partly unknown, and some check digits omitted.
    DigitOrFiller,
    /// `M`, `F` or `<`, and the `X` that some states print instead.
    Sex,
    /// Exactly this character.
    Only(u8),
    /// Every character of the zone.
    Any,
}

impl Cell {
    /// Returns true if the character may be in this cell. Nothing outside `A-Z0-9<` is ever
    /// allowed.
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

/// A part of a zone with a meaning.
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
    /// The document's number, without its check digit. On cards a long number runs on into
    /// [`Field::Optional`].
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
    /// The issuer's own data, mostly a personal number.
    Optional,
    /// The check digit of a passport's optional data; `<` or `0` if there are none.
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
    /// Returns the columns.
    pub const fn columns(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns the characters there; empty if the lines are too short.
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

pub(super) const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

pub(super) const fn check(digit: Field, covers: &'static [Span]) -> Check {
    Check { digit, covers }
}

/// The parts of one format.
pub(super) struct Layout {
    /// The length of each line.
    pub(super) widths: &'static [usize],
    pub(super) fields: &'static [(Field, Span)],
    pub(super) checks: &'static [Check],
}

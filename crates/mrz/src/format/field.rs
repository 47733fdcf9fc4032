//! What all formats consist of: cells, fields and check digits.

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
    /// `0` to `9` or `<`, because dates may be partly unknown and some check digits are omitted.
    DigitOrFiller,
    /// `M`, `F` or `<`, or the `X` that some states print instead.
    Sex,
    /// Exactly this character.
    Only(u8),
    /// Any character that zones have.
    Any,
}

impl Cell {
    /// Returns true if the cell may contain this character. Nothing outside `A-Z0-9<` is ever
    /// allowed.
    ///
    /// ```
    /// use mrz::Cell;
    ///
    /// assert!(Cell::LetterOrFiller.admits(b'<'));
    /// assert!(!Cell::LetterOrFiller.admits(b'7'));
    /// ```
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

/// A part of a zone with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The document code, such as `P`, `V` or `ID`: two cells.
    Code,
    /// The issuing state or organisation: three cells.
    Issuer,
    /// The surname, `<<`, and the given names.
    Names,
    /// The surname alone (French card).
    Surname,
    /// The given names alone (French card).
    GivenNames,
    /// The document's number, without its check digit. On cards, a long number continues in
    /// [`Field::Optional`].
    Number,
    /// The check digit of the number, or `<` if the number continues elsewhere.
    NumberCheck,
    /// The holder's nationality: three cells.
    Nationality,
    /// The date of birth, `YYMMDD`, where unknown parts are `<`.
    Birth,
    /// The check digit of the date of birth.
    BirthCheck,
    /// The sex: `M`, `F` or `<`.
    Sex,
    /// The date of expiry, `YYMMDD`.
    Expiry,
    /// The check digit of the date of expiry.
    ExpiryCheck,
    /// The issuer's own data, usually a personal number.
    Optional,
    /// The check digit of a passport's optional data, which is `<` or `0` if there are none.
    OptionalCheck,
    /// The second optional field of a TD1 card.
    Optional2,
    /// The year and month of issue, `YYMM`, which are also the start of the number (French card).
    Issued,
    /// The department and office of issue (French card).
    Office,
    /// The composite check digit, which covers the number and the dates together.
    Composite,
    /// A digit before the number that counts the versions of the design (Dutch driving licence).
    Version,
    /// Cells that are always empty (Swiss driving licence).
    Empty,
}

/// Cells of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The line, counted from 0.
    pub line: usize,
    /// The first column, counted from 0.
    pub start: usize,
    /// The column after the last one.
    pub end: usize,
}

impl Span {
    /// Returns the columns.
    ///
    /// ```
    /// let span = mrz::Span { line: 1, start: 13, end: 19 };
    /// assert_eq!(span.columns(), 13..19);
    /// ```
    pub const fn columns(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns the characters in these cells, or an empty text if the lines are too short.
    ///
    /// ```
    /// let span = mrz::Span { line: 0, start: 2, end: 5 };
    /// assert_eq!(span.of(&["P<UTOERIKSSON"]), "UTO");
    /// ```
    pub fn of<'a>(self, lines: &[&'a str]) -> &'a str {
        lines
            .get(self.line)
            .and_then(|line| line.get(self.columns()))
            .unwrap_or_default()
    }
}

/// A check digit, and the cells that it covers, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckDigit {
    /// The field with the digit.
    pub digit: Field,
    /// The cells that it covers.
    pub covers: &'static [Span],
}

pub(super) const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

pub(super) const fn check(digit: Field, covers: &'static [Span]) -> CheckDigit {
    CheckDigit { digit, covers }
}

/// The layout of one format.
pub(super) struct Layout {
    /// The length of each line.
    pub(super) widths: &'static [usize],
    pub(super) fields: &'static [(Field, Span)],
    pub(super) checks: &'static [CheckDigit],
}

//! Parses lines of characters into the contents of a zone.

use super::dates::{DateCompleteness, ShortDate};
use super::format::{CheckDigit, FILLER, Field, Format, check_digit, value};
use super::names::Names;
use super::state::State;
use super::zone::{Digit, Kind, Mrz, Sex, is_blank, rest_of_number};

/// The reason why lines are not a machine-readable zone. The messages contain no personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// No format has this number of lines with these lengths.
    #[error(
        "no machine readable zone has this shape (lines: {lines}, characters in the first: {width}); expected 3 lines of \
         30 characters, 2 of 36 or 2 of 44, or the line of a driving licence"
    )]
    Shape {
        /// The number of lines.
        lines: usize,
        /// The length of the first line in characters.
        width: usize,
    },
    /// A character does not occur in zones.
    #[error(
        "the character in line {}, column {}, is none of A to Z, 0 to 9 and <", line + 1, column + 1
    )]
    Character {
        /// The line, counted from 0.
        line: usize,
        /// The column, counted from 0.
        column: usize,
    },
}

/// Parses a zone from its lines, from top to bottom.
///
/// Every text in a known format has a result: a field may be empty or unknown, and a wrong check
/// digit is reported with its field. Nothing is corrected.
///
/// # Errors
/// Returns [`ParseError`] if the lines fit no format, or contain a character that zones do not
/// have.
///
/// ```
/// let zone = mrz::parse(&[
///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
/// ])?;
/// assert_eq!(zone.names.family, "ERIKSSON");
/// assert_eq!(zone.born(jiff::civil::date(2026, 6, 1)), Some(jiff::civil::date(1974, 8, 12)));
/// assert!(zone.is_valid());
/// # Ok::<(), mrz::ParseError>(())
/// ```
pub fn parse(lines: &[&str]) -> Result<Mrz, ParseError> {
    for (at, line) in lines.iter().enumerate() {
        let strange = |character: char| u8::try_from(character).ok().and_then(value).is_none();
        if let Some(column) = line.chars().position(strange) {
            return Err(ParseError::Character { line: at, column });
        }
    }
    let shape = ParseError::Shape {
        lines: lines.len(),
        width: lines.first().map_or(0, |line| line.len()),
    };
    let format = Format::of(lines).ok_or(shape)?;
    Ok(Zone { format, lines }.read())
}

/// Returns the outcomes of the check digits of lines in a format, in the order of
/// [`Format::checks`].
pub(super) fn digits(format: Format, lines: &[&str]) -> Vec<(Field, Digit)> {
    Zone { format, lines }.digits()
}

/// Lines whose format is known.
struct Zone<'a> {
    format: Format,
    lines: &'a [&'a str],
}

impl<'a> Zone<'a> {
    fn read(&self) -> Mrz {
        let code = self.text(Field::Code).trim_matches('<');
        let birth = self.has(Field::Birth).map(ShortDate::read);
        let (birth, birth_is) = birth.unwrap_or((ShortDate::default(), DateCompleteness::Unknown));
        let expiry = self.has(Field::Expiry).map(ShortDate::read);
        let issued = self
            .has(Field::Issued)
            .map(|cells| ShortDate::read(&format!("{cells}<<")).0);
        let names = self.names(code);
        let (number, optional) = self.number();
        let rest = [Some(optional), self.has(Field::Optional2)];
        let optional = rest
            .into_iter()
            .flatten()
            .map(|text| text.trim_matches('<').to_owned());
        Mrz {
            format: self.format,
            lines: self.lines.iter().map(|line| (*line).to_owned()).collect(),
            kind: Kind::of(self.format, code),
            code: code.to_owned(),
            issuer: State::of(self.text(Field::Issuer)),
            names,
            number,
            nationality: self.has(Field::Nationality).map(State::of),
            birth,
            birth_is,
            sex: self.has(Field::Sex).map_or(Sex::Unspecified, Sex::of),
            expiry: expiry.map(|(date, _)| date),
            expiry_is: expiry.map(|(_, legible)| legible),
            issued,
            optional: optional.filter(|text| !text.is_empty()).collect(),
            digits: self.digits(),
        }
    }

    /// Parses the names. If they use Russia's own table, they are transliterated to the standard's.
    fn names(&self, code: &str) -> Names {
        match self.has(Field::Surname) {
            Some(family) => Names::read_apart(family, self.text(Field::GivenNames)),
            None if code == "PN" && self.text(Field::Issuer) == "RUS" => {
                Names::read_russian(self.text(Field::Names))
            }
            None => Names::read(self.text(Field::Names)),
        }
    }

    fn has(&self, field: Field) -> Option<&'a str> {
        self.format.span(field).map(|span| span.of(self.lines))
    }

    fn text(&self, field: Field) -> &'a str {
        self.has(field).unwrap_or_default()
    }

    /// Returns the complete number, and the rest of the optional data.
    fn number(&self) -> (String, &'a str) {
        let (number, optional) = (self.text(Field::Number), self.text(Field::Optional));
        match rest_of_number(self.format, self.lines) {
            Some((rest, _)) => {
                let left = optional.get(rest.len() + 1..).unwrap_or_default();
                (format!("{number}{rest}").replace('<', ""), left)
            }
            None => (number.replace('<', ""), optional),
        }
    }

    fn digits(&self) -> Vec<(Field, Digit)> {
        let checks = self.format.checks().iter();
        checks
            .map(|check| (check.digit, self.digit(check)))
            .collect()
    }

    fn digit(&self, check: &CheckDigit) -> Digit {
        let covered = check
            .covers
            .iter()
            .flat_map(|span| span.of(self.lines).bytes());
        let said = self.text(check.digit).bytes().next();
        let (said, counted, other) = match (check.digit, rest_of_number(self.format, self.lines)) {
            (Field::NumberCheck, Some((rest, digit))) => {
                let joined = covered.clone().chain(rest.bytes());
                // Belgian cards until 2020 include the filler between the two parts in the sum.
                let counting = covered.clone().chain([FILLER]).chain(rest.bytes());
                (Some(digit), check_digit(joined), check_digit(counting))
            }
            _ => (said, check_digit(covered.clone()), None),
        };
        let is_empty = || {
            check
                .covers
                .iter()
                .all(|span| is_blank(span.of(self.lines)))
        };
        let may_be_left_out = match check.digit {
            Field::OptionalCheck => true,
            // A card without a number has no check digit for it.
            Field::NumberCheck | Field::BirthCheck => {
                matches!(self.format, Format::Td1 | Format::Td2)
            }
            // A document that does not expire, such as Russia's internal passport, has no check
            // digit for the date of expiry.
            Field::ExpiryCheck => {
                matches!(self.format, Format::Td1 | Format::Td2 | Format::Td3)
            }
            _ => false,
        };
        if said == Some(FILLER) && may_be_left_out && is_empty() {
            Digit::Absent
        } else if said.is_some() && (said == counted || said == other) {
            Digit::Holds
        } else {
            Digit::Fails
        }
    }
}

//! Parses lines of characters into the contents of a zone.

use jiff::civil::Date;
use serde::Serialize;

use super::dates::{DateCompleteness, ShortDate};
use super::format::{CheckDigit, FILLER, Field, Format, check_digit, long_number, value};
use super::names::Names;
use super::state::State;

/// The reason why lines are not a machine-readable zone. The messages contain no personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// No format has this number of lines with these lengths.
    #[error(
        "{lines} lines of {width} characters are no machine readable zone: expected 3 of 30, 2 of 36 or 2 of 44, or a driving licence's"
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

/// The contents of a machine-readable zone. They do not prove that the document is genuine.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Mrz {
    /// The format that the lines fit.
    pub format: Format,
    /// The lines as they were given.
    pub lines: Vec<String>,
    /// The type of document.
    pub kind: Kind,
    /// The document code without fillers: `P`, `PD`, `ID`, `I`.
    pub code: String,
    /// The issuer of the document.
    pub issuer: State,
    /// The holder's name.
    pub names: Names,
    /// The document's number without fillers, joined if it continues in the optional data.
    pub number: String,
    /// The holder's nationality. French cards and driving licences have no field for it.
    pub nationality: Option<State>,
    /// The date of birth, which is unknown if the format has no field for it.
    pub birth: ShortDate,
    /// How complete the date of birth is.
    pub birth_is: DateCompleteness,
    /// The sex.
    pub sex: Sex,
    /// The date of expiry. French cards and most driving licences have no field for it.
    pub expiry: Option<ShortDate>,
    /// How complete the date of expiry is.
    pub expiry_is: Option<DateCompleteness>,
    /// The year and month of issue, which only a French card has. The day is always unknown.
    pub issued: Option<ShortDate>,
    /// The optional data without fillers at their ends, and without the part that belongs to the
    /// number.
    pub optional: Vec<String>,
    /// The outcomes of the check digits, in the order of [`Format::checks`].
    #[serde(serialize_with = "by_field")]
    pub digits: Vec<(Field, Digit)>,
}

/// A zone is personal data, so only its format and the matching digits are printed.
impl std::fmt::Debug for Mrz {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mrz")
            .field("format", &self.format)
            .field("kind", &self.kind)
            .field("digits", &self.digits)
            .finish_non_exhaustive()
    }
}

/// The type of document, according to its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `P`: a passport, or another travel document of that size.
    Passport,
    /// `I`, `A`, `C`: an identity card, a residence permit or another official card.
    IdentityCard,
    /// `AC`: a crew member's certificate.
    CrewCertificate,
    /// `V`: a visa.
    Visa,
    /// `D` followed by the access method of the chip, or `FA`: a driving licence.
    DrivingLicence,
    /// A code that is not in the standard.
    Other,
}

/// The sex as a zone states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// `M`.
    Male,
    /// `F`.
    Female,
    /// `<`, or the `X` that some states write instead.
    Unspecified,
    /// Another letter, which is either misread or misprinted.
    Unknown,
}

/// The outcome of a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Digit {
    /// The digit matches.
    Holds,
    /// The digit differs, or the character is not a digit.
    Fails,
    /// There is nothing to check, and the cell is `<`.
    Absent,
}

impl Mrz {
    /// Returns the outcome of a check digit, or `None` if the format does not have it.
    ///
    /// ```
    /// use mrz::{Digit, Field};
    ///
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C35UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert_eq!(zone.digit(Field::NumberCheck), Some(Digit::Fails));
    /// assert_eq!(zone.digit(Field::BirthCheck), Some(Digit::Holds));
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn digit(&self, field: Field) -> Option<Digit> {
        self.digits
            .iter()
            .find_map(|(which, digit)| (*which == field).then_some(*digit))
    }

    /// Returns true if all check digits that are present match. They rarely all match if characters
    /// were misread, but a forger can easily compute them.
    ///
    /// ```
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert!(zone.is_valid());
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn is_valid(&self) -> bool {
        self.digits.iter().all(|(_, digit)| *digit != Digit::Fails)
    }

    /// Returns true if the format has a field.
    ///
    /// ```
    /// use mrz::Field;
    ///
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert!(zone.has(Field::Optional));
    /// assert!(!zone.has(Field::Optional2));
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn has(&self, field: Field) -> bool {
        self.format.span(field).is_some()
    }

    /// Returns the date of birth in the latest century that is not after `today`, or `None` unless
    /// the date is complete.
    ///
    /// ```
    /// use jiff::civil::date;
    ///
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert_eq!(zone.born(date(2026, 6, 1)), Some(date(1974, 8, 12)));
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn born(&self, today: Date) -> Option<Date> {
        match self.birth_is {
            DateCompleteness::Whole => self.birth.born(today),
            _ => None,
        }
    }

    /// Returns the date of expiry in the century that fits `today`, or `None` unless it is a
    /// complete date. See also [`Mrz::never_expires`].
    ///
    /// ```
    /// use jiff::civil::date;
    ///
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert_eq!(zone.expires(date(2026, 6, 1)), Some(date(2012, 4, 15)));
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn expires(&self, today: Date) -> Option<Date> {
        match self.expiry_is {
            Some(DateCompleteness::Whole) if !self.may_stand_for_never() => {
                self.expiry?.expires(today)
            }
            _ => None,
        }
    }

    /// Returns true if the number is longer than its field and continues in the optional data.
    ///
    /// ```
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert!(!zone.number_continues());
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn number_continues(&self) -> bool {
        let span = self.format.span(Field::NumberCheck);
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let zone = Zone {
            format: self.format,
            lines: &lines,
        };
        span.is_some() && zone.long().is_some()
    }

    /// Returns true if the document says that it does not expire: its date is all fillers, or its
    /// issuer is known to write the first or last day of the year 9999 for that, of which the zone
    /// shows `990101` or `991231`.
    ///
    /// On cards of other issuers, such a date may mean that, or a day of 1999 or 2099, so it counts
    /// as unknown.
    ///
    /// ```
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert!(!zone.never_expires());
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    pub fn never_expires(&self) -> bool {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let expiry = self.format.span(Field::Expiry).map(|span| span.of(&lines));
        let is_blank = expiry.is_some_and(is_blank)
            && matches!(self.format, Format::Td1 | Format::Td2 | Format::Td3);
        is_blank
            || (self.may_stand_for_never()
                && NEVER_EXPIRING_ISSUERS.contains(&self.issuer.code.as_str()))
    }

    /// Returns true if the date of expiry of a card is one of those that may mean "never".
    /// Passports always expire.
    fn may_stand_for_never(&self) -> bool {
        matches!(self.format, Format::Td1 | Format::Td2)
            && self.expiry.is_some_and(ShortDate::stands_for_never)
    }
}

/// The issuers that write a day of the year 9999 on cards that do not expire: Spain and Italy 1
/// January, Portugal 31 December.
const NEVER_EXPIRING_ISSUERS: [&str; 3] = ["ESP", "ITA", "PRT"];

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

    /// Returns the rest of a number that continues in the optional data, and its check digit. Only
    /// cards have such numbers.
    fn long(&self) -> Option<(&'a str, u8)> {
        if !matches!(self.format, Format::Td1 | Format::Td2) {
            return None;
        }
        long_number(self.text(Field::NumberCheck), self.text(Field::Optional))
    }

    /// Returns the complete number, and the rest of the optional data.
    fn number(&self) -> (String, &'a str) {
        let (number, optional) = (self.text(Field::Number), self.text(Field::Optional));
        match self.long() {
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
        let (said, counted, other) = match (check.digit, self.long()) {
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

fn is_blank(text: &str) -> bool {
    text.bytes().all(|cell| cell == FILLER)
}

impl Kind {
    fn of(format: Format, code: &str) -> Self {
        match code.as_bytes() {
            _ if format.is_licence() => Self::DrivingLicence,
            [b'P', ..] => Self::Passport,
            b"AC" => Self::CrewCertificate,
            [b'I' | b'A' | b'C', ..] => Self::IdentityCard,
            [b'V', ..] => Self::Visa,
            _ => Self::Other,
        }
    }
}

impl Sex {
    fn of(cell: &str) -> Self {
        match cell {
            "M" => Self::Male,
            "F" => Self::Female,
            "<" | "X" => Self::Unspecified,
            _ => Self::Unknown,
        }
    }

    pub(super) fn cell(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
            Self::Unspecified | Self::Unknown => "<",
        }
    }
}

/// Serialises the outcomes as a map from field to outcome.
fn by_field<S: serde::Serializer>(digits: &[(Field, Digit)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(digits.iter().map(|(field, digit)| (field, digit)))
}

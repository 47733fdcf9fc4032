//! The contents of a zone: its fields, and what follows from them.

use jiff::civil::Date;
use serde::Serialize;

use super::dates::{DateCompleteness, ShortDate};
use super::format::{FILLER, Field, Format, long_number};
use super::names::Names;
use super::state::State;

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
    /// The zone has the letter `M`.
    Male,
    /// The zone has the letter `F`.
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
        span.is_some() && rest_of_number(self.format, &lines).is_some()
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

impl Kind {
    pub(super) fn of(format: Format, code: &str) -> Self {
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
    pub(super) fn of(cell: &str) -> Self {
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

/// Returns the rest of a number that continues in the optional data, and its check digit. Only
/// cards have such numbers.
pub(super) fn rest_of_number<'a>(format: Format, lines: &[&'a str]) -> Option<(&'a str, u8)> {
    if !matches!(format, Format::Td1 | Format::Td2) {
        return None;
    }
    let text = |field| format.span(field).map_or("", |span| span.of(lines));
    long_number(text(Field::NumberCheck), text(Field::Optional))
}

pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|cell| cell == FILLER)
}

/// Serialises the outcomes as a map from field to outcome.
fn by_field<S: serde::Serializer>(digits: &[(Field, Digit)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(digits.iter().map(|(field, digit)| (field, digit)))
}

//! The way from lines of characters to what a zone says.

use jiff::civil::Date;
use serde::Serialize;

use super::dates::{Legible, ShortDate};
use super::format::{Check, FILLER, Field, Format, check_digit, long_number, value};
use super::names::Names;
use super::state::State;

/// Why lines are no machine readable zone. Messages carry no personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// No form has so many lines of these lengths.
    #[error(
        "{lines} lines of {width} characters are no machine readable zone: expected 3 of 30, 2 of 36 or 2 of 44, or a driving licence's"
    )]
    Shape {
        /// How many lines.
        lines: usize,
        /// The length of the first, in characters.
        width: usize,
    },
    /// A character that no zone has.
    #[error(
        "the character in line {}, column {}, is none of A to Z, 0 to 9 and <", line + 1, column + 1
    )]
    Character {
        /// The line, from 0.
        line: usize,
        /// The column, from 0.
        column: usize,
    },
}

/// What a machine readable zone says. Nothing in it says that the document is genuine.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Mrz {
    /// Its form.
    pub format: Format,
    /// The lines as given.
    pub lines: Vec<String>,
    /// What kind of document it is on.
    pub kind: Kind,
    /// The document's code without fillers: `P`, `PD`, `ID`, `I`.
    pub code: String,
    /// Who issued the document.
    pub issuer: State,
    /// The holder's name.
    pub names: Names,
    /// The document's number without fillers, put together where it runs on.
    pub number: String,
    /// The holder's nationality; a French card and driving licences have no field for it.
    pub nationality: Option<State>,
    /// Date of birth; unknown where the form has no field for it.
    pub birth: ShortDate,
    /// What the birth date's cells hold.
    pub birth_is: Legible,
    /// Sex.
    pub sex: Sex,
    /// Date of expiry; a French card and most driving licences have none in their zones.
    pub expiry: Option<ShortDate>,
    /// What the expiry date's cells hold.
    pub expiry_is: Option<Legible>,
    /// Year and month of issue, which only a French card tells. The day is never known.
    pub issued: Option<ShortDate>,
    /// Optional data without fillers at their ends, and without what the number took of them.
    pub optional: Vec<String>,
    /// The check digits, in the order of [`Format::checks`].
    #[serde(serialize_with = "by_field")]
    pub digits: Vec<(Field, Digit)>,
}

/// A zone is personal data: its form is shown, and which digits hold.
impl std::fmt::Debug for Mrz {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mrz")
            .field("format", &self.format)
            .field("kind", &self.kind)
            .field("digits", &self.digits)
            .finish_non_exhaustive()
    }
}

/// What kind of document a zone is on, by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `P`: a passport or another travel document of its size.
    Passport,
    /// `I`, `A`, `C`: an identity card, a residence permit, another official card.
    IdentityCard,
    /// `AC`: a crew member's certificate.
    CrewCertificate,
    /// `V`.
    Visa,
    /// `D` with what access its chip wants, `FA`: a driving licence.
    DrivingLicence,
    /// A code that the standard does not have.
    Other,
}

/// Sex as a zone tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// `M`
    Male,
    /// `F`
    Female,
    /// `<`, or the `X` that some states write for it.
    Unspecified,
    /// Another letter: misread, or misprinted.
    Unknown,
}

/// How a check digit came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Digit {
    /// It is the right one.
    Holds,
    /// It is another, or no digit.
    Fails,
    /// There is nothing to check, and `<` in its place says so.
    Absent,
}

impl Mrz {
    /// How a check digit came out; `None` if the form has no such digit.
    pub fn digit(&self, field: Field) -> Option<Digit> {
        self.digits
            .iter()
            .find_map(|(which, digit)| (*which == field).then_some(*digit))
    }

    /// Whether every check digit holds that is there. Misread characters rarely let them all hold;
    /// a forger has no trouble with it.
    pub fn is_valid(&self) -> bool {
        self.digits.iter().all(|(_, digit)| *digit != Digit::Fails)
    }

    /// Whether the form has a field.
    pub fn has(&self, field: Field) -> bool {
        self.format.span(field).is_some()
    }

    /// The date of birth, which does not lie after `today`; `None` if it is not known to the day.
    pub fn born(&self, today: Date) -> Option<Date> {
        match self.birth_is {
            Legible::Whole => self.birth.born(today),
            _ => None,
        }
    }

    /// The date of expiry in the century that fits `today`; `None` if there is none, or if it is
    /// not a date that can be told: see [`Mrz::never_expires`].
    pub fn expires(&self, today: Date) -> Option<Date> {
        match self.expiry_is {
            Some(Legible::Whole) if !self.may_be_endless() => self.expiry?.expires(today),
            _ => None,
        }
    }

    /// Whether the number is longer than its field and runs on into the optional data.
    pub fn number_runs_on(&self) -> bool {
        let span = self.format.span(Field::NumberCheck);
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let zone = Zone {
            format: self.format,
            lines: &lines,
        };
        span.is_some() && zone.long().is_some()
    }

    /// Whether the document says that it does not expire: its date is nothing but fillers; or the
    /// card's issuer is known to write the first or the last day of the year 9999 for it, of which
    /// the zone shows `990101` or `991231`.
    ///
    /// On other issuers' cards such a date may mean that or a day of 1999 (or of 2099): it is told
    /// as not known.
    pub fn never_expires(&self) -> bool {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let expiry = self.format.span(Field::Expiry).map(|span| span.of(&lines));
        let is_blank = expiry.is_some_and(is_blank)
            && matches!(self.format, Format::Td1 | Format::Td2 | Format::Td3);
        is_blank || (self.may_be_endless() && ENDLESS.contains(&self.issuer.code.as_str()))
    }

    /// Whether the date of expiry of a card is one of those that mean that there is none. Passports
    /// do expire.
    fn may_be_endless(&self) -> bool {
        matches!(self.format, Format::Td1 | Format::Td2)
            && self.expiry.is_some_and(ShortDate::is_endless)
    }
}

/// Issuers whose cards without an end carry a day of the year 9999: Spain's and Italy's for old
/// people 1 January, Portugal's 31 December.
const ENDLESS: [&str; 3] = ["ESP", "ITA", "PRT"];

/// Reads a zone from its lines, the upper one first.
///
/// Any text gives an answer: a field that says nothing is empty or unknown, and a check digit that
/// does not hold is kept with its field. Nothing is corrected.
///
/// # Errors
/// [`ParseError`] if the lines have the shape of no form, or a character that no zone has.
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

/// How the check digits of lines of a form come out, in the order of [`Format::checks`].
pub(super) fn digits(format: Format, lines: &[&str]) -> Vec<(Field, Digit)> {
    Zone { format, lines }.digits()
}

/// Lines of which the form is known.
struct Zone<'a> {
    format: Format,
    lines: &'a [&'a str],
}

impl<'a> Zone<'a> {
    fn read(&self) -> Mrz {
        let code = self.text(Field::Code).trim_matches('<');
        let birth = self.has(Field::Birth).map(ShortDate::read);
        let (birth, birth_is) = birth.unwrap_or((ShortDate::default(), Legible::Unknown));
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

    /// The names, told in the standard's letters where another table was used.
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

    /// The rest of a number that runs on, and its digit. Only cards have such numbers.
    fn long(&self) -> Option<(&'a str, u8)> {
        if !matches!(self.format, Format::Td1 | Format::Td2) {
            return None;
        }
        long_number(self.text(Field::NumberCheck), self.text(Field::Optional))
    }

    /// The whole number, and what is left of the optional data.
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

    fn digit(&self, check: &Check) -> Digit {
        let covered = check
            .covers
            .iter()
            .flat_map(|span| span.of(self.lines).bytes());
        let said = self.text(check.digit).bytes().next();
        let (said, counted, other) = match (check.digit, self.long()) {
            (Field::NumberCheck, Some((rest, digit))) => {
                let joined = covered.clone().chain(rest.bytes());
                // Belgian cards until 2020 count the filler between the two parts as well.
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
            // A card without a number has no digit for it.
            Field::NumberCheck | Field::BirthCheck => {
                matches!(self.format, Format::Td1 | Format::Td2)
            }
            // Nor has a document that does not expire, such as Russia's passport for use within the
            // country.
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

/// Digits by the names of their fields.
fn by_field<S: serde::Serializer>(digits: &[(Field, Digit)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(digits.iter().map(|(field, digit)| (field, digit)))
}

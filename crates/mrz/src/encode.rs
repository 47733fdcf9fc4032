//! Writes zones for specimens and tests, from fields to lines with their check digits.

use super::dates::ShortDate;
use super::format::{FILLER, Field, Format, check_digit};
use super::names::fit;
use super::transliterate::transliterate;
use super::zone::Sex;

/// The contents of a zone. Names are given in their usual spelling and are transliterated. Values
/// that are too long are cut.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The format in which the zone is written.
    pub format: Format,
    /// The document code, such as `P` or `ID`; at most two letters.
    pub code: String,
    /// The issuer; at most three letters.
    pub issuer: String,
    /// The family name.
    pub family: String,
    /// The given names, separated by blanks.
    pub given: String,
    /// The number of the document. On a card with two or three lines it may be longer than nine
    /// characters.
    pub number: String,
    /// The nationality; at most three letters. A French card does not have it.
    pub nationality: String,
    /// Date of birth.
    pub birth: ShortDate,
    /// Sex.
    pub sex: Sex,
    /// The date of expiry; all parts are unknown for a card without one. A French card does not
    /// have it.
    pub expiry: ShortDate,
    /// The optional data; on a French card, the office.
    pub optional: String,
    /// The second optional field of a card with three lines.
    pub optional2: String,
}

/// The fields describe a person, so only their lengths are printed.
impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fields")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

/// Returns the lines. Characters that zones do not have are omitted or become fillers.
///
/// ```
/// use jiff::civil::date;
/// use mrz::{Fields, Format, Sex, ShortDate, encode};
///
/// let lines = encode(&Fields {
///     format: Format::Td3,
///     code: "P".to_owned(),
///     issuer: "UTO".to_owned(),
///     family: "Eriksson".to_owned(),
///     given: "Anna Maria".to_owned(),
///     number: "L898902C3".to_owned(),
///     nationality: "UTO".to_owned(),
///     birth: ShortDate::of(date(1974, 8, 12)),
///     sex: Sex::Female,
///     expiry: ShortDate::of(date(2012, 4, 15)),
///     optional: "ZE184226B".to_owned(),
///     optional2: String::new(),
/// });
/// assert_eq!(lines[0], "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
/// ```
pub fn encode(fields: &Fields) -> Vec<String> {
    let format = fields.format;
    let mut sheet = ZoneWriter {
        format,
        lines: format
            .widths()
            .iter()
            .map(|&width| vec![FILLER; width])
            .collect(),
        continues: false,
    };
    sheet.put(Field::Code, &cells(&fields.code));
    sheet.put(Field::Issuer, &cells(&fields.issuer));
    sheet.put(Field::Nationality, &cells(&fields.nationality));
    sheet.put(Field::Birth, &fields.birth.cells());
    sheet.put(Field::Sex, fields.sex.cell());
    sheet.put(Field::Expiry, &fields.expiry.cells());
    sheet.put(Field::Optional2, &cells(&fields.optional2));
    if format == Format::France {
        sheet.put(Field::Surname, &transliterate(&fields.family));
        sheet.put(Field::GivenNames, &transliterate(&fields.given));
        sheet.put(Field::Office, &cells(&fields.optional));
    } else {
        let room = format
            .span(Field::Names)
            .map_or(0, |span| span.columns().len());
        sheet.put(Field::Names, &fit(&fields.family, &fields.given, room));
    }
    sheet.number(&cells(&fields.number), &cells(&fields.optional));
    sheet.digits();
    let text = |line: Vec<u8>| line.into_iter().map(char::from).collect();
    sheet.lines.into_iter().map(text).collect()
}

/// Converts text to capitals and digits, with fillers for everything else.
fn cells(text: &str) -> String {
    let cell = |character: char| match character.to_ascii_uppercase() {
        kept @ ('A'..='Z' | '0'..='9') => kept,
        _ => '<',
    };
    text.chars().map(cell).collect()
}

struct ZoneWriter {
    format: Format,
    lines: Vec<Vec<u8>>,
    /// Whether the number is longer than its field.
    continues: bool,
}

impl ZoneWriter {
    /// Writes text into a field from the left, as far as it fits, if the format has the field.
    fn put(&mut self, field: Field, text: &str) {
        let Some(span) = self.format.span(field) else {
            return;
        };
        let line = self.lines.get_mut(span.line);
        let room = line
            .and_then(|line| line.get_mut(span.columns()))
            .unwrap_or_default();
        for (cell, byte) in room.iter_mut().zip(text.bytes()) {
            *cell = byte;
        }
    }

    /// Writes the number. On a card, a number that is too long continues in the optional field,
    /// followed by its check digit.
    fn number(&mut self, number: &str, optional: &str) {
        let room = self
            .format
            .span(Field::Number)
            .map_or(0, |span| span.columns().len());
        let continues = matches!(self.format, Format::Td1 | Format::Td2);
        match number.split_at_checked(room) {
            Some((head, rest)) if continues && !rest.is_empty() => {
                let digit = check_digit(number.bytes()).map_or('<', char::from);
                self.continues = true;
                self.put(Field::Number, head);
                self.put(Field::Optional, &format!("{rest}{digit}<{optional}"));
            }
            _ => {
                self.put(Field::Number, number);
                if self.format != Format::France {
                    self.put(Field::Optional, optional);
                }
            }
        }
    }

    /// Writes the check digits, with the composite digit last because it covers the others. A digit
    /// is omitted if the number continues elsewhere, and if there are no optional data.
    fn digits(&mut self) {
        for check in self.format.checks() {
            let covered: Vec<u8> = check
                .covers
                .iter()
                .filter_map(|span| self.lines.get(span.line)?.get(span.columns()))
                .flatten()
                .copied()
                .collect();
            let is_blank = covered.iter().all(|cell| *cell == FILLER);
            let is_left_out = match check.digit {
                Field::NumberCheck => self.continues,
                Field::OptionalCheck => is_blank,
                _ => false,
            };
            if let Some(digit) = check_digit(covered).filter(|_| !is_left_out) {
                self.put(check.digit, char::from(digit).encode_utf8(&mut [0; 4]));
            }
        }
    }
}

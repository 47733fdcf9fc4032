//! The way from bytes to a licence.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::address::Address;
use super::dates::Dates;
use super::error::ParseError;
use super::header;
use super::hex;
use super::iin::{Iin, Issuer};
use super::licence::{Document, Kind, Licence};
use super::names::Names;
use super::physical::Holder;
use super::raw::{ElementId, Header, Repair, Subfile};
use super::scan;
use super::stripe;
use super::text::{clean, decode, is_padding};

/// No PDF417 symbol holds more than 2710 characters; text that spells its separators out may be longer.
pub const MAX_CHARS: usize = 16 * 1024;

/// Reads the bytes of a barcode: ISO 8859-1 as the standard says, or UTF-8 when they are valid UTF-8.
///
/// Never panics, takes time linear in the length, and reads as much as the damage allows: a field that
/// cannot be read is `None`, not an error.
pub fn parse(bytes: &[u8]) -> Result<Licence, ParseError> {
    if bytes.len() > 4 * MAX_CHARS {
        return Err(ParseError::TooLong { chars: bytes.len() });
    }
    parse_str(&decode(bytes))
}

/// Reads the text of a barcode; see [`parse`].
pub fn parse_str(text: &str) -> Result<Licence, ParseError> {
    let chars = text.chars().count();
    if chars > MAX_CHARS {
        return Err(ParseError::TooLong { chars });
    }
    if text.trim_matches(is_padding).is_empty() {
        return Err(ParseError::Empty);
    }
    if let Some(stripe) = stripe::read(text) {
        let stripe = stripe?;
        return Ok(licence(stripe.header, vec![stripe.subfile], stripe.repairs));
    }
    let mut repairs = Vec::new();
    let text = prepared(text, &mut repairs);
    let found = header::find(&text, &mut repairs);
    let (header, start, body) = match found {
        Some(found) => (found.header, found.start, found.body),
        None => (Header::MISSING, 0, 0),
    };
    let subfiles = scan::subfiles(&text, start, body, &header, &mut repairs);
    let elements: usize = subfiles
        .iter()
        .filter(|s| !s.kind.is_jurisdiction())
        .map(|s| s.elements.len())
        .sum();
    let enough = if header.iin.is_some() { 1 } else { 3 };
    if elements < enough {
        return Err(unreadable(&text, &header, body));
    }
    Ok(licence(header, subfiles, repairs))
}

fn licence(header: Header, subfiles: Vec<Subfile>, repairs: Vec<Repair>) -> Licence {
    let issuer = header.iin.and_then(Iin::issuer);
    let lookup = Lookup::new(&header, issuer, &subfiles);
    let mut repairs = repairs;
    if !lookup.coded.is_empty() {
        repairs.push(Repair::HexCoded);
    }
    let kind = Kind::read(&lookup, &subfiles, &header);
    let names = Names::read(&lookup);
    let dates = Dates::read(&lookup);
    let holder = Holder::read(&lookup);
    let address = Address::read(&lookup);
    let residence = Address::read_residence(&lookup);
    let document = Document::read(&lookup);
    Licence {
        kind,
        header,
        issuer,
        names,
        dates,
        holder,
        address,
        residence,
        document,
        subfiles,
        repairs,
    }
}

/// What stands behind a header, or instead of one, when it is no text of elements.
fn unreadable(text: &str, header: &Header, body: usize) -> ParseError {
    // The compact encoding separates its fields with the multiplication and division signs of ISO 8859-1.
    let compact = text
        .chars()
        .filter(|c| matches!(c, '\u{d7}' | '\u{f7}'))
        .count();
    let rest = text.get(body..).unwrap_or_default();
    let length = rest.chars().count();
    let binary = rest
        .chars()
        .filter(|&c| !matches!(c, ' '..='~' | '\n' | '\r' | '\u{1e}'))
        .count();
    match header.iin {
        Some(_) if length >= 40 && binary * 5 >= length => {
            ParseError::Encrypted { iin: header.iin }
        }
        Some(_) => ParseError::NoElements { iin: header.iin },
        None if compact >= 4 && binary * 4 < length => ParseError::Compact,
        None => ParseError::NotAamva,
    }
}

/// Takes off what stands before the text and puts spelled-out separators and exchanged case right.
fn prepared<'a>(text: &'a str, repairs: &mut Vec<Repair>) -> Cow<'a, str> {
    // A byte order mark that was taken for three Latin characters, or for one.
    let bare = text
        .trim_start_matches("\u{ef}\u{bb}\u{bf}")
        .trim_start_matches(is_padding);
    if bare.len() != text.len() {
        repairs.push(Repair::LeadingJunk);
    }
    let mut text = Cow::Borrowed(bare);
    if let Some(plain) = spelled(&text) {
        repairs.push(Repair::SeparatorsSpelled);
        text = Cow::Owned(plain);
    }
    let swapped = text.contains("ansi") || text.contains("aamva");
    if swapped && !text.contains("ANSI") && !text.contains("AAMVA") {
        repairs.push(Repair::CaseSwapped);
        let swap = |c: char| {
            if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        };
        text = Cow::Owned(text.chars().map(swap).collect());
    }
    text
}

/// Separators written as words. Only believed when there are many and hardly any real ones.
fn spelled(text: &str) -> Option<String> {
    const WORDS: [(&[&str], &str); 3] = [
        (
            &[
                "<LF>", "<lf>", "[LF]", "{LF}", "\\n", "\\x0A", "\\x0a", "\\u000a", "&#10;",
            ],
            "\n",
        ),
        (
            &[
                "<CR>", "<cr>", "[CR]", "{CR}", "\\r", "\\x0D", "\\x0d", "\\u000d", "&#13;",
            ],
            "\r",
        ),
        (
            &[
                "<RS>", "<rs>", "[RS]", "{RS}", "\\x1E", "\\x1e", "\\u001e", "&#30;",
            ],
            "\u{1e}",
        ),
    ];
    let real = text.matches('\n').count();
    let (line_words, _) = WORDS.first()?;
    let most = line_words
        .iter()
        .map(|word| text.matches(word).count())
        .max()?;
    if most < 4 || real >= most {
        return None;
    }
    let mut plain = text.to_owned();
    for (words, separator) in WORDS {
        for word in words {
            if plain.contains(word) {
                plain = plain.replace(word, separator);
            }
        }
    }
    Some(plain)
}

/// The elements of the standard's subfiles by id: the first that holds data wins.
pub(super) struct Lookup<'a> {
    values: BTreeMap<ElementId, &'a str>,
    /// What is told instead of values in hexadecimal digits.
    coded: BTreeMap<ElementId, Option<String>>,
    version: Option<u8>,
    issuer: Option<&'static Issuer>,
}

impl<'a> Lookup<'a> {
    fn new(header: &Header, issuer: Option<&'static Issuer>, subfiles: &'a [Subfile]) -> Self {
        let mut values: BTreeMap<ElementId, &'a str> = BTreeMap::new();
        let elements = subfiles
            .iter()
            .filter(|s| !s.kind.is_jurisdiction())
            .flat_map(|s| &s.elements);
        for element in elements {
            let held = values.entry(element.id).or_insert(&element.value);
            if clean(held).is_none() {
                *held = &element.value;
            }
        }
        Self {
            coded: hex::coded(&values),
            values,
            version: header.version,
            issuer,
        }
    }

    /// The value without padding, unless it is one of the words for "no data". A value that is
    /// written in hexadecimal digits is what they spell, or nothing.
    pub(super) fn text(&self, id: &str) -> Option<&str> {
        match self.coded.get(&ElementId::of(id)) {
            Some(told) => told.as_deref().and_then(clean),
            None => self.raw(id).and_then(clean),
        }
    }

    /// The value as written.
    pub(super) fn raw(&self, id: &str) -> Option<&'a str> {
        self.values.get(&ElementId::of(id)).copied()
    }

    pub(super) fn version(&self) -> Option<u8> {
        self.version
    }

    pub(super) fn issuer(&self) -> Option<&'static Issuer> {
        self.issuer
    }
}

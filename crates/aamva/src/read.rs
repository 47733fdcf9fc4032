//! Parses the bytes of a barcode into a licence.

use std::borrow::Cow;

use super::address::Address;
use super::dates::Dates;
use super::elements::Elements;
use super::error::ParseError;
use super::header;
use super::iin::Iin;
use super::licence::{Document, Kind, Licence};
use super::names::Names;
use super::physical::Holder;
use super::raw::{Header, Repair, Subfile};
use super::scan;
use super::stripe;
use super::text::{decode, is_padding};

/// The maximum length of a text. No PDF417 symbol contains more than 2710 characters, but a text
/// with spelled-out separators may be longer.
pub const MAX_CHARS: usize = 16 * 1024;

/// Parses the bytes of a barcode, which are UTF-8 if they are valid UTF-8, and otherwise ISO
/// 8859-1, as the standard says.
///
/// It never panics, takes linear time, and reads as much as possible of a damaged text: a field
/// that cannot be read is `None`, not an error.
///
/// ```
/// let text = "@\n\u{1e}\rANSI 636000100002DL00410060ZV01010010DLDAQT11222333\nDCSDOE\nDACJANE\nDBB03041990\nDAJVA\n";
/// let licence = aamva::parse(text.as_bytes())?;
/// assert_eq!(licence.names.family.as_deref(), Some("DOE"));
/// assert_eq!(licence.dates.birth, Some(jiff::civil::date(1990, 3, 4)));
/// # Ok::<(), aamva::ParseError>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Licence, ParseError> {
    if bytes.len() > 4 * MAX_CHARS {
        return Err(ParseError::TooLong { chars: bytes.len() });
    }
    parse_str(&decode(bytes))
}

/// Parses the text of a barcode; see [`parse`].
///
/// ```
/// use aamva::{ParseError, parse_str};
///
/// assert_eq!(parse_str(" ").unwrap_err(), ParseError::Empty);
/// assert_eq!(parse_str("M1DOE/JANE FLIGHT").unwrap_err(), ParseError::NotAamva);
/// ```
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
    let elements = Elements::new(&header, issuer, &subfiles);
    let mut repairs = repairs;
    if elements.has_coded() {
        repairs.push(Repair::HexCoded);
    }
    let kind = Kind::read(&elements, &subfiles, &header);
    let names = Names::read(&elements);
    let dates = Dates::read(&elements);
    let holder = Holder::read(&elements);
    let address = Address::read(&elements);
    let residence = Address::read_residence(&elements);
    let document = Document::read(&elements);
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

/// Returns the reason why what follows a header, or stands in its place, contains no elements.
fn unreadable(text: &str, header: &Header, body: usize) -> ParseError {
    // The compact encoding separates its fields with the multiplication and division signs of ISO
    // 8859-1.
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

/// Removes what precedes the text, and corrects spelled-out separators and swapped case.
fn prepared<'a>(text: &'a str, repairs: &mut Vec<Repair>) -> Cow<'a, str> {
    // A byte order mark may also have been decoded as three Latin characters, or as one.
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

/// Replaces separators that are written as words, if there are many of them and hardly any real
/// ones.
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

//! Magnetic stripe text in a barcode: the three tracks of the card standard's Annex F, one after
//! the other. British Columbia still writes them into its PDF417 symbols, and some states once did.
//!
//! The tracks have no element IDs, so each field is stored under the ID with the same meaning and
//! in that element's format, and everything after this works as with any other card. A stripe has
//! no version, no date of issue and no discriminator, and none is made up.
//!
//! Neither the second number of track 3 nor the security data after it is kept, because that number
//! is the personal health number in British Columbia. Digits that stand for letters in some
//! issuers' numbers are not converted back into letters.

mod first;
mod second;
mod third;

use self::first::First;
use self::second::Second;
use self::third::Third;
use super::error::ParseError;
use super::iin::{Country, Iin, of_jurisdiction};
use super::raw::{Element, ElementId, FileType, Header, Repair, Subfile, SubfileKind};
use super::text::{clean, is_padding};

/// The contents of the tracks as elements of a barcode.
pub(super) struct Stripe {
    pub(super) header: Header,
    pub(super) subfile: Subfile,
    pub(super) repairs: Vec<Repair>,
}

/// Parses magnetic stripe text, or returns `None` if the text is something else. Track 2 must be
/// readable, since it alone identifies the card. The other tracks may be missing.
pub(super) fn read(text: &str) -> Option<Result<Stripe, ParseError>> {
    let bare = text
        .trim_start_matches("\u{ef}\u{bb}\u{bf}")
        .trim_start_matches(|c| is_padding(c) || c == '@');
    let second = Second::find(bare);
    if !opens_track_1(bare) && !stands_alone(bare, second.as_ref()) {
        return None;
    }
    let Some(second) = second else {
        return Some(Err(ParseError::MagneticStripe { iin: issuer(bare) }));
    };
    let mut repairs = Vec::new();
    if bare.len() != text.len() {
        repairs.push(Repair::LeadingJunk);
    }
    let first = First::read(bare.get(..second.begins).unwrap_or_default());
    let third = Third::read(bare.get(second.ends..).unwrap_or_default());
    if third.as_ref().is_some_and(|third| third.shifted) {
        repairs.push(Repair::TrackShifted);
    }
    if first.is_none() || third.is_none() {
        repairs.push(Repair::TrackMissing);
    }
    let elements = elements(first.as_ref(), &second, third.as_ref());
    Some(Ok(Stripe {
        header: Header {
            file_type: FileType::MagneticStripe,
            iin: Some(second.iin),
            ..Header::MISSING
        },
        subfile: Subfile {
            kind: kind(&second),
            typed: false,
            offset: 0,
            length: bare.chars().count(),
            elements,
        },
        repairs,
    }))
}

/// Returns true if the text starts with a track 1: `%` and the two letters of a state.
fn opens_track_1(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', a, b, ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
        && text.contains('^')
        && text.contains('?')
}

/// Returns true if there is a track 2 of a known issuer without a track 1, and no magic word of a
/// header.
fn stands_alone(text: &str, second: Option<&Second>) -> bool {
    second.is_some_and(|second| second.iin.issuer().is_some() && second.birth.is_some())
        && !text.contains("ANSI")
        && !text.contains("AAMVA")
}

/// Returns the issuer of a track 2 that cannot be read.
fn issuer(text: &str) -> Option<Iin> {
    let (_, track) = text.split_once(';')?;
    let digits = track.get(..6)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
        .and_then(Iin::new)
}

/// Returns the type of card, which a stripe does not contain. British Columbia's licence numbers
/// have seven digits, or eight at most; a number of nine digits belongs to a services card.
fn kind(second: &Second) -> SubfileKind {
    let columbia = second
        .iin
        .issuer()
        .is_some_and(|issuer| issuer.jurisdiction == "BC");
    if columbia && second.number.len() >= 9 {
        SubfileKind::Identification
    } else {
        SubfileKind::Licence
    }
}

/// Returns the fields of all tracks under the IDs of the elements with the same meaning.
fn elements(first: Option<&First>, second: &Second, third: Option<&Third>) -> Vec<Element> {
    let country = second
        .iin
        .issuer()
        .or_else(|| first.and_then(|first| of_jurisdiction(&first.state)))
        .map(|issuer| issuer.country);
    let mut filed = ElementList(Vec::new());
    filed.put("DAQ", &second.number);
    filed.may("DBB", second.birth.as_deref());
    filed.may("DBA", second.expiry.as_deref());
    if let Some(first) = first {
        filed.put("DCS", &first.family);
        let [given, middle, suffix] = &first.given;
        // British Columbia has one field for all given names.
        let together = country == Some(Country::Canada) && middle.is_empty();
        filed.put(if together { "DCT" } else { "DAC" }, given);
        filed.put("DAD", middle);
        filed.put("DCU", suffix);
        filed.put("DAG", &first.street1);
        filed.put("DAH", &first.street2);
        filed.put("DAI", &first.city);
        filed.put("DAJ", &first.state);
    }
    let postal = third.map(|third| third.postal.as_str());
    filed.may(
        "DAK",
        postal
            .and_then(clean)
            .or_else(|| first.and_then(|first| first.postal.as_deref())),
    );
    if let Some(third) = third {
        filed.put("DCA", &third.class);
        filed.put("DCB", &third.restrictions);
        filed.put("DCD", &third.endorsements);
        filed.put("DBC", &third.sex);
        filed.measures(third, country);
        filed.put("DAZ", &third.hair);
        filed.put("DAY", &third.eyes);
    }
    filed.0
}

/// Collects the elements that are not empty.
struct ElementList(Vec<Element>);

impl ElementList {
    fn put(&mut self, id: &str, value: &str) {
        let plain: String = value.chars().filter(|c| !c.is_control()).collect();
        if clean(&plain).is_some() {
            self.0.push(Element {
                id: ElementId::of(id),
                value: plain,
            });
        }
    }

    fn may(&mut self, id: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(id, value);
        }
    }

    /// Adds height and weight, in feet, inches and pounds in the United States, and in centimetres
    /// and kilograms elsewhere. A weight whose unit is unknown is left out.
    fn measures(&mut self, third: &Third, country: Option<Country>) {
        let is_given = |value: &str| !value.bytes().all(|b| b == b'0');
        let metric = country.is_some_and(|country| country != Country::UnitedStates);
        if is_given(&third.height) {
            let unit = if metric { " cm" } else { "" };
            self.put("DAU", &format!("{}{unit}", third.height));
        }
        if is_given(&third.weight) && country.is_some() {
            self.put(if metric { "DAX" } else { "DAW" }, &third.weight);
        }
    }
}

//! Magnetic stripe text in a barcode: the three tracks of the card standard's Annex F, one after
//! the other, as British Columbia writes them into its PDF417 symbols to this day and some states
//! once did.
//!
//! The tracks have no element ids, so each field is filed under the id that means the same, in the
//! form which that element has; everything after this is as with any other card. A stripe has no
//! version, no date of issue and no discriminator: none is made up.
//!
//! What it refuses to do: it keeps neither the second number of track 3, which in British Columbia
//! is the personal health number, nor the security data behind it; and it does not turn the digits
//! that stand for letters in some issuers' numbers back into letters.

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

/// What the tracks say, in the terms of a barcode.
pub(super) struct Stripe {
    pub(super) header: Header,
    pub(super) subfile: Subfile,
    pub(super) repairs: Vec<Repair>,
}

/// Reads magnetic stripe text; `None` when the text is none. Track 2 must be readable, since it
/// alone says whose card it is and which; the others may be missing.
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

/// Track 1 begins with `%` and the two letters of a state.
fn opens_track_1(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', a, b, ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
        && text.contains('^')
        && text.contains('?')
}

/// A track 2 of a known issuer without a track 1 before it. The magic word of a header rules it
/// out.
fn stands_alone(text: &str, second: Option<&Second>) -> bool {
    second.is_some_and(|second| second.iin.issuer().is_some() && second.birth.is_some())
        && !text.contains("ANSI")
        && !text.contains("AAMVA")
}

/// The issuer of a track 2 that cannot be read.
fn issuer(text: &str) -> Option<Iin> {
    let (_, track) = text.split_once(';')?;
    let digits = track.get(..6)?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())?
        .and_then(Iin::new)
}

/// A stripe does not say what kind of card it is on. British Columbia's licences have seven digits,
/// eight at most; the nine of a services card are no licence to drive.
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

/// The fields of all tracks under the ids of the elements.
fn elements(first: Option<&First>, second: &Second, third: Option<&Third>) -> Vec<Element> {
    let country = second
        .iin
        .issuer()
        .or_else(|| first.and_then(|first| of_jurisdiction(&first.state)))
        .map(|issuer| issuer.country);
    let mut filed = Filed(Vec::new());
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

/// Elements in the making; empty fields are left out.
struct Filed(Vec<Element>);

impl Filed {
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

    /// Height and weight: feet, inches and pounds in the United States, centimetres and kilograms
    /// elsewhere. A weight of nobody knows which unit is left out.
    fn measures(&mut self, third: &Third, country: Option<Country>) {
        let told = |value: &str| !value.bytes().all(|b| b == b'0');
        let metric = country.is_some_and(|country| country != Country::UnitedStates);
        if told(&third.height) {
            let unit = if metric { " cm" } else { "" };
            self.put("DAU", &format!("{}{unit}", third.height));
        }
        if told(&third.weight) && country.is_some() {
            self.put(if metric { "DAX" } else { "DAW" }, &third.weight);
        }
    }
}

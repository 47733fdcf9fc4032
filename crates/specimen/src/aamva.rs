//! The bytes of an AAMVA DL/ID barcode (versions 8 to 10), as one text of ISO 8859-1 letters.
//!
//! The only function is [`encode`]. It writes what the standard asks for, except where an
//! [`Alteration`] asks for something wrong.

use crate::alteration::Alteration;
use crate::jurisdiction::{Country, JURISDICTIONS};
use crate::licence::Licence;
use crate::rng::Rng;
use jiff::ToSpan;
use jiff::civil::Date;

/// The number of bytes before the first designator: `@`, LF, RS, CR, `ANSI `, IIN, two versions,
/// entries.
const HEADER: usize = 21;
/// The number of bytes of a designator: type, offset, length.
const DESIGNATOR: usize = 10;

/// Returns the text of the barcode of `licence`, with one `char` below U+0100 per byte.
pub(crate) fn encode(licence: &Licence, alteration: Option<Alteration>) -> String {
    let mut elements = elements(licence);
    let mut iin = licence.jurisdiction.iin;
    match alteration {
        Some(Alteration::MajorityDate) => {
            let wrong = licence
                .person
                .born
                .saturating_add(22.years())
                .saturating_add(17.days());
            replace(&mut elements, "DDJ", date(licence, wrong));
        }
        Some(Alteration::Issuer) => {
            let other = JURISDICTIONS.iter().rev().find(|one| {
                one.country == licence.jurisdiction.country && one.iin != licence.jurisdiction.iin
            });
            iin = other.map_or(iin, |one| one.iin);
        }
        Some(Alteration::ExpiryBeforeIssue) => {
            let wrong = licence.issued.saturating_sub(41.days());
            replace(&mut elements, "DBA", date(licence, wrong));
        }
        Some(Alteration::Lengths) | None => {}
    }
    let initial = licence.jurisdiction.code.chars().next().unwrap_or('X');
    let own = vec![
        (
            format!("Z{initial}A"),
            licence.issued.strftime("%m%d%y").to_string(),
        ),
        (
            format!("Z{initial}B"),
            licence.inventory.chars().rev().take(9).collect(),
        ),
    ];
    let subfiles = [("DL".to_owned(), elements), (format!("Z{initial}"), own)];

    let skew = if alteration == Some(Alteration::Lengths) {
        13
    } else {
        0
    };
    let mut offset = HEADER + DESIGNATOR * subfiles.len();
    let (mut designators, mut bodies) = (Vec::new(), String::new());
    for (kind, elements) in subfiles {
        let lines: Vec<String> = elements
            .into_iter()
            .map(|(id, value)| format!("{id}{value}"))
            .collect();
        let body = format!("{kind}{}\r", lines.join("\n"));
        let length = body.chars().count();
        designators.push(format!("{kind}{offset:04}{:04}", length + skew));
        offset += length;
        bodies.push_str(&body);
    }
    let (version, designators) = (licence.version, designators.concat());
    format!(
        "@\n\u{1e}\rANSI {iin}{version:02}{:02}02{designators}{bodies}",
        licence.seed % 5
    )
}

/// Returns the elements of the DL subfile in order, as `(id, value)`.
fn elements(licence: &Licence) -> Vec<(String, String)> {
    let person = &licence.person;
    let address = &person.address;
    let (height, unit) = licence.height();
    let middle: Vec<String> = person
        .middle
        .iter()
        .map(|name| licence.capitals(name))
        .collect();
    let middle = if middle.is_empty() {
        "NONE".to_owned()
    } else {
        middle.join(",")
    };
    let flag = |yes: bool| if yes { "1" } else { "0" };
    let country = match licence.jurisdiction.country {
        Country::UnitedStates => "USA",
        Country::Canada => "CAN",
    };
    let mut list: Vec<(&str, String)> = vec![
        ("DCA", licence.class.clone()),
        ("DCB", licence.restrictions.clone()),
        ("DCD", licence.endorsements.clone()),
        ("DBA", date(licence, licence.expires)),
        ("DCS", fit(licence.capitals(&person.family), 40)),
        ("DAC", fit(licence.capitals(&person.given), 40)),
        ("DAD", fit(middle, 40)),
        ("DBD", date(licence, licence.issued)),
        ("DBB", date(licence, person.born)),
        ("DBC", person.sex.digit().to_owned()),
        ("DAY", person.eyes.to_owned()),
        ("DAU", format!("{height:03} {unit}")),
        ("DAG", fit(licence.capitals(&address.street), 35)),
        ("DAI", fit(licence.capitals(&address.city), 20)),
        ("DAJ", address.region.to_owned()),
        ("DAK", postal(&address.postal)),
        ("DCF", licence.discriminator.clone()),
        ("DCG", country.to_owned()),
        ("DDE", "N".to_owned()),
        ("DDF", "N".to_owned()),
        ("DDG", "N".to_owned()),
    ];
    // Issuers put the number either first or among the mandatory elements.
    let mut rng = Rng::new(licence.seed, "aamva");
    let at = if rng.chance(0.6) { 0 } else { 16 };
    list.insert(at, ("DAQ", fit(licence.number.clone(), 25)));

    let (weight, _) = licence.weight();
    let optional = [
        ("DAH", address.unit.clone()),
        ("DAZ", rng.chance(0.6).then(|| person.hair.to_owned())),
        ("DCU", person.suffix.clone()),
        ("DCK", rng.chance(0.7).then(|| licence.inventory.clone())),
        ("DAW", rng.chance(0.4).then(|| format!("{weight:03}"))),
        (
            "DDA",
            Some(if licence.real_id { "F" } else { "N" }.to_owned()),
        ),
        ("DDB", Some(date(licence, revision(licence)))),
        (
            "DDJ",
            Some(date(licence, person.born.saturating_add(21.years()))),
        ),
        ("DDK", licence.donor.then(|| flag(true).to_owned())),
        ("DDL", licence.veteran.then(|| flag(true).to_owned())),
    ];
    // Weight in kilograms has an ID of its own, and the REAL ID Act does not apply to Canadian
    // cards.
    let canada = licence.jurisdiction.country == Country::Canada;
    for (id, value) in optional {
        let id = if id == "DAW" && canada { "DAX" } else { id };
        if let Some(value) = value
            && !(id == "DDA" && canada)
        {
            list.push((id, value));
        }
    }
    list.into_iter()
        .map(|(id, value)| (id.to_owned(), value))
        .collect()
}

/// Returns when the issuer last changed its card, which is some years before this one was made.
fn revision(licence: &Licence) -> Date {
    let years = Rng::new(u64::from(licence.version), licence.jurisdiction.code).within(1, 3);
    let year = licence.issued.year() - years as i16;
    Date::new(year, 7, 1).unwrap_or(licence.issued)
}

/// Formats a date as MMDDCCYY in the United States and as CCYYMMDD in Canada (clause D.12.3).
fn date(licence: &Licence, date: Date) -> String {
    match licence.jurisdiction.country {
        Country::UnitedStates => date.strftime("%m%d%Y").to_string(),
        Country::Canada => date.strftime("%Y%m%d").to_string(),
    }
}

/// Returns eleven characters: ZIP+4, with zeros if the extension is unknown, padded with blanks.
fn postal(code: &str) -> String {
    if code.len() == 5 {
        format!("{code}0000  ")
    } else {
        format!("{code:<11}")
    }
}

/// Cuts a text to at most `limit` characters.
fn fit(text: String, limit: usize) -> String {
    text.chars().take(limit).collect()
}

fn replace(elements: &mut [(String, String)], id: &str, value: String) {
    if let Some(element) = elements.iter_mut().find(|(name, _)| name == id) {
        element.1 = value;
    }
}

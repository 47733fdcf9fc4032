//! Reduces fields to what a version can represent, given its lengths, characters and element IDs.

use jiff::civil::Date;

use super::fields::{Fields, postal_field};
use crate::address::Address;
use crate::dates::Dates;
use crate::licence::{Document, Kind};
use crate::names::{Alias, Names, Truncated, Truncation};
use crate::physical::{Height, Holder, Weight};
use crate::postal::Postal;
use crate::raw::Element;
use crate::table::definition;
use crate::text::clean;

impl Fields {
    /// Returns these fields as a card of `version` can represent them: cut to the standard's
    /// lengths, without characters that ISO 8859-1 or the layout does not allow, and without fields
    /// that the version does not have. The operation is idempotent.
    ///
    /// ```
    /// use aamva::{Fields, Kind, iin};
    ///
    /// let virginia = iin::of_jurisdiction("VA").unwrap();
    /// let mut fields = Fields::new(virginia.iin, Kind::DrivingLicence);
    /// fields.names.family = Some("X".repeat(50));
    /// let family = fields.representable_in(10).names.family.unwrap();
    /// assert_eq!(family.len(), 40);
    /// ```
    pub fn representable_in(&self, version: u8) -> Self {
        let issuer = self.iin.issuer().map(|issuer| issuer.country);
        let country = self.document.country.filter(|_| version >= 2).or(issuer);
        let kind = match self.kind {
            Kind::Permit if version >= 2 => Kind::DrivingLicence,
            Kind::EnhancedLicence if version < 10 => Kind::DrivingLicence,
            kind => kind,
        };
        let mut document = document(&self.document, version, kind);
        document.country = country.filter(|_| version >= 2);
        let mut address = address(&self.address);
        address.country = country;
        Self {
            iin: self.iin,
            kind,
            jurisdiction_version: if version >= 2 {
                self.jurisdiction_version.min(99)
            } else {
                0
            },
            names: names(&self.names, version),
            dates: dates(&self.dates, version),
            holder: holder(&self.holder, version),
            address,
            document,
            own: own(&self.own),
        }
    }
}

/// Reduces a value to one line of at most `most` ISO 8859-1 characters without padding, and says
/// whether it was cut.
fn line(value: &str, most: usize) -> (Option<String>, bool) {
    let plain: String = value.chars().map(plain_char).collect();
    let plain = plain.trim();
    let short: String = plain.chars().take(most).collect();
    let cut = short.len() < plain.len();
    (clean(&short).map(str::to_owned), cut)
}

fn plain_char(c: char) -> char {
    match c {
        ' '..='~' | '\u{a1}'..='\u{ff}' => c,
        c if c.is_control() || c.is_whitespace() => ' ',
        _ => '?',
    }
}

fn text(value: Option<&String>, most: usize) -> Option<String> {
    value.and_then(|v| line(v, most).0)
}

/// Reduces a name or a line of an address, where commas would act as separators.
fn name(value: &str, most: usize) -> (Option<String>, bool) {
    line(&value.replace(',', " "), most)
}

fn names(names: &Names, version: u8) -> Names {
    let one =
        |value: &Option<String>, most| value.as_deref().map_or((None, false), |v| name(v, most));
    let (family, family_cut) = one(&names.family, 40);
    let (mut given, given_cut) = one(&names.given, 40);
    let (suffix, _) = one(&names.suffix, 5);
    let mut middle: Vec<String> = names.middle.iter().filter_map(|m| name(m, 40).0).collect();
    let mut middle_cut = false;
    match version {
        0 | 1 => {
            let joined = middle.join(" ");
            middle = name(&joined, 40).0.into_iter().collect();
        }
        2 | 3 => {
            // All given names share one list in these versions, and the first of them is the first
            // name.
            if given.is_none() && !middle.is_empty() {
                given = Some(middle.remove(0));
            }
            if middle.is_empty() {
                let all = given.take().unwrap_or_default();
                let mut words = all
                    .split_whitespace()
                    .map(str::to_owned)
                    .filter(|w| clean(w).is_some());
                given = words.next();
                middle = words.collect();
            }
            let first = given.as_ref().map_or(0, |g| g.chars().count() + 1);
            middle = list(&middle, 80usize.saturating_sub(first)).0;
        }
        _ => (middle, middle_cut) = list(&middle, 40),
    }
    let flag = |flag: Option<Truncated>, cut| {
        if cut {
            Some(Truncated::Yes)
        } else {
            flag.or(Some(Truncated::Unknown))
        }
    };
    let truncation = if version >= 4 {
        Truncation {
            family: flag(names.truncation.family, family_cut),
            given: flag(names.truncation.given, given_cut),
            middle: flag(names.truncation.middle, middle_cut),
        }
    } else {
        Truncation::default()
    };
    let alias = names
        .alias
        .as_ref()
        .filter(|_| version >= 3)
        .and_then(|alias| {
            let alias = Alias {
                family: one(&alias.family, 10).0,
                given: one(&alias.given, 15).0,
                suffix: one(&alias.suffix, 5).0,
            };
            (alias != Alias::default()).then_some(alias)
        });
    Names {
        family,
        given,
        middle,
        suffix,
        // No version has a field for a name whose order is unknown.
        full: None,
        alias,
        truncation,
    }
}

/// Returns as many whole names as fit into `most` characters with commas between them, and whether
/// any was left out.
fn list(names: &[String], most: usize) -> (Vec<String>, bool) {
    let mut length = 0;
    let mut kept = Vec::new();
    for name in names {
        length += name.chars().count() + usize::from(!kept.is_empty());
        if length > most {
            return (kept, true);
        }
        kept.push(name.clone());
    }
    (kept, false)
}

fn dates(dates: &Dates, version: u8) -> Dates {
    let since = |first: u8, date: Option<Date>| {
        date.filter(|d| version >= first && (1900..=2100).contains(&d.year()))
    };
    let expiry = since(0, dates.expiry);
    Dates {
        birth: since(0, dates.birth),
        issue: since(0, dates.issue),
        expiry,
        never_expires: dates.never_expires && expiry.is_none(),
        revision: since(4, dates.revision),
        hazmat_expiry: since(4, dates.hazmat_expiry),
        under_18_until: since(5, dates.under_18_until),
        under_19_until: since(5, dates.under_19_until),
        under_21_until: since(5, dates.under_21_until),
    }
}

fn holder(holder: &Holder, version: u8) -> Holder {
    let early = version <= 1;
    Holder {
        sex: holder.sex,
        eyes: holder.eyes,
        hair: holder.hair,
        height: holder.height.as_ref().and_then(|h| height(h, early)),
        weight: holder
            .weight
            .as_ref()
            .and_then(|w| weight(w, early || version >= 4)),
        weight_range: holder.weight_range.filter(|r| *r <= 9 && !early),
        place_of_birth: text(holder.place_of_birth.as_ref(), 33).filter(|_| !early),
        organ_donor: holder.organ_donor.filter(|_| early || version >= 6),
        veteran: holder.veteran.filter(|_| version >= 6),
    }
}

/// Reduces a height. Version 1 writes feet and inches without a unit, and centimetres in a separate
/// element.
fn height(height: &Height, early: bool) -> Option<Height> {
    match height.inches {
        Some(inches) if (36..=95).contains(&inches) => {
            let mut height = Height::from_inches(inches);
            if early {
                height.original = format!("{}{:02}", inches / 12, inches % 12);
            }
            Some(height)
        }
        None if (97..=272).contains(&height.cm) => {
            let mut height = Height::from_cm(height.cm);
            if early {
                height.original = format!("{:03}", height.cm);
            }
            Some(height)
        }
        _ => None,
    }
}

fn weight(weight: &Weight, known: bool) -> Option<Weight> {
    let number = weight.pounds.unwrap_or(weight.kg);
    if !known || !(1..=999).contains(&number) {
        return None;
    }
    Some(match weight.pounds {
        Some(pounds) => Weight::from_pounds(pounds),
        None => Weight {
            kg: number,
            pounds: None,
            original: format!("{number:03}"),
        },
    })
}

fn address(address: &Address) -> Address {
    let one = |value: &Option<String>, most| value.as_deref().and_then(|v| name(v, most).0);
    let jurisdiction = one(&address.jurisdiction, 2).map(|code| code.to_ascii_uppercase());
    let postal = address.postal.as_ref().and_then(|postal| {
        let code = line(&postal.code, 11).0?;
        // The code is parsed first, so that one of an unknown format is written the way it will be
        // read.
        Some(Postal::read(&postal_field(&Postal::read(&code))))
    });
    Address {
        street1: one(&address.street1, 35),
        street2: one(&address.street2, 35),
        city: one(&address.city, 20),
        jurisdiction,
        postal,
        country: address.country,
    }
}

fn document(document: &Document, version: u8, kind: Kind) -> Document {
    let early = version <= 1;
    let later = |value: &Option<String>, most| text(value.as_ref(), most).filter(|_| !early);
    // Identification cards of version 1 have no field for classes.
    let class = |value: &Option<String>, most: [usize; 2]| {
        let [first, then] = most;
        text(value.as_ref(), if early { first } else { then })
            .filter(|_| !(early && kind == Kind::IdentificationCard))
    };
    Document {
        number: text(document.number.as_ref(), 25),
        discriminator: later(&document.discriminator, 25),
        country: document.country,
        class: class(&document.class, [4, 6]),
        restrictions: class(&document.restrictions, [10, 12]),
        endorsements: class(&document.endorsements, [5, 5]),
        compliance: document.compliance.filter(|_| version >= 4),
        limited_duration: document.limited_duration.filter(|_| version >= 4),
        inventory: later(&document.inventory, 25),
        audit: later(&document.audit, 25),
    }
}

/// Keeps the elements whose IDs start with the same `Z?` as the first one, provided that the first
/// one's third character is a letter.
fn own(elements: &[Element]) -> Vec<Element> {
    let Some(first) = elements.first().map(|e| e.id) else {
        return Vec::new();
    };
    let [z, letter, third] = *first.as_str().as_bytes() else {
        return Vec::new();
    };
    if z != b'Z'
        || !letter.is_ascii_uppercase()
        || !third.is_ascii_uppercase()
        || definition(first).is_some()
    {
        return Vec::new();
    }
    let fits =
        |element: &&Element| element.id.as_str().as_bytes().get(..2) == Some(&[z, letter][..]);
    let value = |value: &str| value.chars().map(plain_char).collect();
    elements
        .iter()
        .filter(fits)
        .map(|e| Element {
            id: e.id,
            value: value(&e.value),
        })
        .collect()
}

//! Translates a licence's barcode into the core's reading of a document.

use aamva::{Address, Country, Kind, Licence, Sex, Truncated};
use verification::comparison::Gender;
use verification::names::{Cut, NameReading};
use verification::personal::Personal;
use verification::reading::{DocumentReading, Doubt};
use verification::request::{DocumentType, EvidenceSlot};

/// The maximum length of each name element (AAMVA DL/ID 2020, D.12.3). A name that fills it may be
/// truncated.
const NAME_LENGTH: usize = 40;

/// Returns everything in the barcode that the core has a field for.
pub(super) fn reading(licence: &Licence, slot: EvidenceSlot) -> DocumentReading {
    let country = country(licence);
    DocumentReading {
        kind: Some(match licence.kind {
            Kind::IdentificationCard => DocumentType::IdCard,
            _ => DocumentType::DrivingLicense,
        }),
        name: name(licence),
        dob: licence.dates.birth,
        issue_date: licence.dates.issue,
        expiry_date: licence.dates.expiry,
        never_expires: licence.dates.never_expires,
        document_number: licence.document.number.as_deref().map(Personal::new),
        gender: licence.holder.sex.map(|sex| match sex {
            Sex::Male => Gender::Male,
            Sex::Female => Gender::Female,
            Sex::Unspecified => Gender::Unspecified,
        }),
        country: country.map(|(alpha2, _, _)| alpha2.to_owned()),
        address: Some(address(&licence.address))
            .filter(|line| !line.is_empty())
            .map(Personal::new),
        additional: additional(licence, country),
        from: Some(slot),
        // A name whose order is unknown can confirm a claim but not refute it.
        doubts: licence.names.full.iter().map(|_| Doubt::Name).collect(),
    }
}

/// `NONE` and empty texts are not names.
fn name(licence: &Licence) -> Option<NameReading> {
    let names = &licence.names;
    if names.full.is_some() {
        return Some(NameReading {
            full: names.full.clone(),
            ..NameReading::default()
        });
    }
    if names.family.is_none() && names.given.is_none() {
        return None;
    }
    Some(NameReading {
        given: names.given.clone(),
        middle: Some(names.middle_joined()).filter(|middle| !middle.is_empty()),
        family: names.family.clone(),
        suffix: names.suffix.clone(),
        full: None,
        given_cut: cut(names.truncation.given),
        family_cut: cut(names.truncation.family),
    })
}

fn cut(flag: Option<Truncated>) -> Cut {
    match flag {
        Some(Truncated::Yes) => Cut::Cut,
        Some(Truncated::No) => Cut::Whole,
        Some(Truncated::Unknown) | None => Cut::AtLength(NAME_LENGTH),
    }
}

/// Returns alpha-2 code, alpha-3 code and name of the issuing country: the card's own, otherwise
/// its issuer's.
fn country(licence: &Licence) -> Option<(&'static str, &'static str, &'static str)> {
    let country = licence
        .issuer
        .map(|issuer| issuer.country)
        .or(licence.document.country)?;
    Some(match country {
        Country::UnitedStates => ("US", "USA", "United States of America"),
        Country::Canada => ("CA", "CAN", "Canada"),
        Country::Mexico => ("MX", "MEX", "Mexico"),
    })
}

/// Returns the address in one line, as it is written on a letter.
fn address(address: &Address) -> String {
    let region = [
        address.jurisdiction.as_deref(),
        address.postal.as_ref().map(|postal| postal.code.as_str()),
    ];
    let region = region.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [
        address.street1.as_deref(),
        address.street2.as_deref(),
        address.city.as_deref(),
        Some(region.as_str()),
    ];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns `additional_data`: the protocol's keys first, then those that only licences have. Values
/// that are not in the barcode are left out.
fn additional(licence: &Licence, country: Option<(&str, &str, &str)>) -> Vec<(String, Personal)> {
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    let holder = &licence.holder;
    let document = &licence.document;
    let fields: Vec<(&str, Option<String>)> = vec![
        (
            "height",
            holder.height.as_ref().map(|height| height.cm.to_string()),
        ),
        ("country", country.map(|(_, _, name)| name.to_owned())),
        (
            "authority",
            licence.issuer.map(|issuer| issuer.name.to_owned()),
        ),
        ("last_name", licence.names.family.clone()),
        ("first_name", licence.names.given.clone()),
        ("issue_date", date(licence.dates.issue)),
        ("expiry_date", date(licence.dates.expiry)),
        (
            "country_code",
            country.map(|(_, alpha3, _)| alpha3.to_owned()),
        ),
        (
            "document_type",
            Some(
                if licence.kind == Kind::IdentificationCard {
                    "ID"
                } else {
                    "DL"
                }
                .to_owned(),
            ),
        ),
        ("place_of_birth", holder.place_of_birth.clone()),
        ("document_number", document.number.clone()),
        ("dob", date(licence.dates.birth)),
        (
            "gender",
            holder.sex.and_then(|sex| match sex {
                Sex::Male => Some("M".to_owned()),
                Sex::Female => Some("F".to_owned()),
                Sex::Unspecified => None,
            }),
        ),
        ("middle_name", Some(licence.names.middle_joined())),
        ("name_suffix", licence.names.suffix.clone()),
        ("full_address", Some(address(&licence.address))),
        ("street", licence.address.street1.clone()),
        ("street_2", licence.address.street2.clone()),
        ("city", licence.address.city.clone()),
        ("state", licence.address.jurisdiction.clone()),
        (
            "postal_code",
            licence
                .address
                .postal
                .as_ref()
                .map(|postal| postal.code.clone()),
        ),
        (
            "weight",
            holder.weight.as_ref().map(|weight| weight.kg.to_string()),
        ),
        ("vehicle_class", document.class.clone()),
        ("restrictions", document.restrictions.clone()),
        ("endorsements", document.endorsements.clone()),
        ("document_discriminator", document.discriminator.clone()),
        (
            "issuer_identification_number",
            licence.header.iin.map(|iin| iin.to_string()),
        ),
        (
            "aamva_version",
            licence.header.version.map(|version| version.to_string()),
        ),
    ];
    fields
        .into_iter()
        .filter_map(|(key, value)| {
            value
                .filter(|value| !value.is_empty())
                .map(|value| (key.to_owned(), Personal::new(value)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use aamva::parse_str;
    use verification::Service;
    use verification::names::{NameMatch, PersonName, compare};
    use verification::request::Side;

    use super::*;

    fn read(iin: &str, name: &str) -> DocumentReading {
        let text = format!("@\n\u{1e}\rANSI {iin}0101DL00290100DLDAQ1\n{name}\r");
        let slot = EvidenceSlot {
            service: Service::Document,
            side: Side::AdditionalProof,
        };
        reading(&parse_str(&text).unwrap(), slot)
    }

    /// A name whose order is not known bears a claim out whichever way it stands, and is doubtful,
    /// so that it refutes none.
    #[test]
    fn a_name_of_unknown_order_is_told_in_one_line() {
        let reading = read("636010", "DAAMARY ANN LEE");
        let name = reading.name.unwrap();
        assert_eq!(reading.doubts, [Doubt::Name]);
        assert_eq!(name.full.as_deref(), Some("MARY ANN LEE"));
        assert_eq!((&name.family, &name.given), (&None, &None));
        let told = |key: &str| reading.additional.iter().any(|(name, _)| name == key);
        assert!(!told("last_name") && !told("first_name"));
        let claim = PersonName::of("Mary", "Lee");
        assert!(matches!(
            compare(&claim, &name, false),
            NameMatch::Match { .. }
        ));
        let other = PersonName::of("Peter", "Smith");
        assert!(matches!(
            compare(&other, &name, false),
            NameMatch::Differs { .. }
        ));
    }

    #[test]
    fn a_name_of_known_order_is_sure() {
        for name in ["DAALEE,MARY,ANN", "DABLEE\nDACMARY"] {
            let reading = read("636010", name);
            assert_eq!(reading.doubts, []);
            assert_eq!(reading.name.unwrap().family.as_deref(), Some("LEE"));
        }
    }
}

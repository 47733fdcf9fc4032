//! Translates a licence's barcode into a zone, word for word.
//!
//! The names that the fields of every zone have come first, in the units that the names state, so
//! that a renderer needs to know nothing about licences. The elements follow as they are written,
//! by their IDs.

use aamva::{Compliance, Country, Eyes, FileType, Hair, Kind, Licence, Sex};
use jiff::civil::Date;
use verification::Personal;
use verification::reading::{Zone, ZoneKind};
use verification::request::EvidenceSlot;

use crate::partial;

/// Returns the zone of a barcode. `named` are the fields that are reported as additional data.
pub(super) fn barcode(licence: &Licence, slot: EvidenceSlot, named: &[(String, Personal)]) -> Zone {
    let mut fields: Vec<(String, Personal)> = named
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "gender" | "document_type"))
        .cloned()
        .collect();
    for (name, value) in only_here(licence) {
        let value = value.filter(|value| !value.trim().is_empty());
        fields.extend(value.map(|value| (name.to_owned(), Personal::new(value))));
    }
    for element in licence.elements() {
        fields.push((
            element.id.as_str().to_owned(),
            Personal::new(element.value.as_str()),
        ));
    }
    Zone {
        slot,
        kind: ZoneKind::Barcode,
        fields,
    }
}

/// Returns what a licence says beyond additional data.
fn only_here(licence: &Licence) -> Vec<(&'static str, Option<String>)> {
    let (holder, document) = (&licence.holder, &licence.document);
    let written = |id| licence.raw(id).map(|value| value.trim().to_owned());
    let dates = &licence.dates;
    let is_canadian = licence
        .issuer
        .map(|issuer| issuer.country)
        .or(document.country)
        .is_some_and(|country| country == Country::Canada);
    let unless = |whole: Option<Date>, id| match whole {
        Some(_) => None,
        None => partial::date(licence.raw(id)?, is_canadian),
    };
    let is_test = licence.header.file_type == FileType::TestCard;
    let yes_or_no = |said: bool| if said { "yes" } else { "no" }.to_owned();
    vec![
        ("document_kind", Some(kind(licence.kind).to_owned())),
        (
            "gender",
            holder.sex.map(|sex| {
                match sex {
                    Sex::Male => "M",
                    Sex::Female => "F",
                    Sex::Unspecified => "X",
                }
                .to_owned()
            }),
        ),
        (
            "height_inches",
            holder
                .height
                .as_ref()
                .and_then(|height| height.inches)
                .map(|inches| inches.to_string()),
        ),
        (
            "weight_pounds",
            holder
                .weight
                .as_ref()
                .and_then(|weight| weight.pounds)
                .map(|pounds| pounds.to_string()),
        ),
        ("eye_color", holder.eyes.and_then(|_| written("DAY"))),
        ("hair_color", holder.hair.and_then(|_| written("DAZ"))),
        (
            "eye_color_name",
            holder.eyes.map(|eyes| eyes_name(eyes).to_owned()),
        ),
        (
            "hair_color_name",
            holder.hair.map(|hair| hair_name(hair).to_owned()),
        ),
        ("dob_in_part", unless(dates.birth, "DBB")),
        ("issue_date_in_part", unless(dates.issue, "DBD")),
        ("expiry_date_in_part", unless(dates.expiry, "DBA")),
        ("test_card", is_test.then(|| yes_or_no(true))),
        ("organ_donor", holder.organ_donor.map(yes_or_no)),
        (
            "never_expires",
            Some(yes_or_no(licence.dates.never_expires)),
        ),
        (
            "real_id",
            document.compliance.map(|compliance| {
                match compliance {
                    Compliance::Full => "full",
                    Compliance::Material => "material",
                    Compliance::NotCompliant => "not_compliant",
                }
                .to_owned()
            }),
        ),
        (
            "issuer_state",
            licence.issuer.map(|issuer| issuer.jurisdiction.to_owned()),
        ),
        (
            "jurisdiction_version",
            licence
                .header
                .jurisdiction_version
                .map(|version| version.to_string()),
        ),
    ]
}

fn eyes_name(eyes: Eyes) -> &'static str {
    match eyes {
        Eyes::Black => "Black",
        Eyes::Blue => "Blue",
        Eyes::Brown => "Brown",
        Eyes::Dichromatic => "Dichromatic",
        Eyes::Gray => "Gray",
        Eyes::Green => "Green",
        Eyes::Hazel => "Hazel",
        Eyes::Maroon => "Maroon",
        Eyes::Pink => "Pink",
        Eyes::Unknown => "Unknown",
    }
}

fn hair_name(hair: Hair) -> &'static str {
    match hair {
        Hair::Bald => "Bald",
        Hair::Black => "Black",
        Hair::Blond => "Blonde",
        Hair::Brown => "Brown",
        Hair::Gray => "Gray",
        Hair::Red => "Red",
        Hair::Sandy => "Sandy",
        Hair::White => "White",
        Hair::Unknown => "Unknown",
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::DrivingLicence => "driving_licence",
        Kind::IdentificationCard => "identification_card",
        Kind::EnhancedLicence => "enhanced_licence",
        Kind::Permit => "permit",
    }
}

//! `idcheck`: the barcode, field by field.

use jiff::civil::Date;
use serde_json::{Map, Value};
use verification::TransactionId;
use verification::finding::FindingOutcome;
use verification::reading::ZoneKind;
use verification::request::Side;
use verification::rules::age_on;
use verification::verdict::Outcome;

use super::super::times::slashed;
use super::super::zones::{Fields, Zones};
use super::asked::Asked;
use super::{Data, block as whole};

/// The issuer number of the vendor's test cards. Our own test cards have no issuer.
const TEST_ISSUERS: [&str; 2] = ["989895", "000000"];

/// Renders the block. Without a picture of a barcode, it only says that there is none.
pub(super) fn block(asked: &Asked<'_>, outcome: &Outcome) -> Map<String, Value> {
    let is_read = Zones::of(outcome).zone(ZoneKind::Barcode).is_some();
    let was_given =
        asked.has(Side::Barcode) || asked.has(Side::AdditionalProof) || asked.has(Side::Proof);
    let message = match (is_read, was_given) {
        (true, _) => "",
        (false, true) => "No barcode of a licence could be read.",
        (false, false) => "No barcode was submitted.",
    };
    let data = data(asked.transaction, outcome, was_given, asked.day);
    whole(message, is_read, data)
}

/// Renders everything that the barcode says, in the protocol's spelling.
pub(super) fn data(
    transaction: TransactionId,
    outcome: &Outcome,
    was_given: bool,
    day: Date,
) -> Map<String, Value> {
    let zone = Zones::of(outcome).zone(ZoneKind::Barcode);
    let text = |name| zone.and_then(|zone| zone.text(name));
    let joined = |names: &[&str]| zone.and_then(|zone| zone.joined(names, " "));
    let date = |name| zone.and_then(|zone| zone.date(name));
    let (process, extended) = process(zone, outcome, was_given);
    let mut data = Data::default();
    data.text("processResult", Some(process));
    data.text("extendedResultCode", Some(extended));
    data.text("firstName", text("first_name"));
    data.text("middleName", text("middle_name"));
    data.text("lastName", joined(&["last_name", "name_suffix"]));
    data.text("address1", text("street"));
    data.text("address2", text("street_2"));
    data.text("city", text("city"));
    data.text("state", text("state"));
    data.text("postalCode", text("postal_code"));
    data.text("dateOfBirth", written(zone, "dob"));
    let age = date("dob").and_then(|born| age_on(born, day));
    data.value("age", age.map_or(-1, i32::from));
    add_measures(&mut data, zone);
    // An unknown code is rendered as it is.
    let colour = |names: [&'static str; 3]| names.into_iter().find_map(text);
    data.text("eyeColor", colour(["eye_color_name", "eye_color", "DAY"]));
    data.text(
        "hairColor",
        colour(["hair_color_name", "hair_color", "DAZ"]),
    );
    data.text("gender", text("gender").and_then(gender));
    // This is never read, because a licence has no reason to carry it.
    data.text("socialSecurity", None::<String>);
    data.text("mediaType", zone.map(|_| "2D"));
    // This is the vendor's own number of a document format.
    data.value("uniqueID", Value::Null);
    let issuer = text("issuer_identification_number");
    data.value(
        "testCard",
        text("test_card").is_some() || issuer.is_some_and(|iin| TEST_ISSUERS.contains(&iin)),
    );
    data.text("dLIDNumberRaw", text("document_number"));
    data.text("dLIDNumberFormatted", text("document_number"));
    data.text("restrictions", text("restrictions"));
    data.text("endorsements", text("endorsements"));
    data.text("driverClass", text("vehicle_class"));
    data.text("organDonor", text("organ_donor").and_then(yes_or_no));
    add_validity(&mut data, zone, day);
    data.text("issueDate", written(zone, "issue_date"));
    data.text("issuingJurisdictionCvt", text("authority"));
    data.text("issuingJurisdictionAbbrv", text("issuer_state"));
    // Each issuer marks duplicates in its own way, which is not read here.
    data.text("isDuplicate", None::<String>);
    data.text("duplicateDate", None::<String>);
    let (kind, category) = kind(text("document_kind"));
    data.text("docType", Some(kind));
    data.text("docCategory", Some(category));
    data.text("isRealID", text("real_id").and_then(real_id));
    data.text(
        "stateIssuerMismatch",
        Some(zone.map_or("Unknown", mismatch)),
    );
    data.text("transactionIdentifier", Some(transaction.to_string()));
    data.0
}

/// Returns `processResult` and `extendedResultCode`.
fn process(
    zone: Option<Fields<'_>>,
    outcome: &Outcome,
    was_given: bool,
) -> (&'static str, &'static str) {
    let of_barcode = outcome
        .findings
        .iter()
        .filter(|finding| finding.check.starts_with("barcode."));
    let Some(zone) = zone else {
        // A symbol was read, but it is not a licence's.
        let is_strange = of_barcode
            .clone()
            .any(|finding| finding.check == "barcode.content");
        return match (is_strange, was_given) {
            (true, _) => ("DocumentUnknown", "U"),
            (false, true) => ("DocumentBadDevice", "B"),
            (false, false) => ("", ""),
        };
    };
    let contradicts = of_barcode
        .clone()
        .any(|finding| finding.outcome == FindingOutcome::Failed && finding.code.is_some());
    if contradicts || zone.text("issuer_state").is_none() {
        ("DocumentUnknown", "U")
    } else {
        ("DocumentProcessOK", "Y")
    }
}

/// Renders height and weight in both units. A converted value was not read, but it is not invented
/// either.
fn add_measures(data: &mut Data, zone: Option<Fields<'_>>) {
    let number = |name| zone.and_then(|zone| zone.number(name));
    let cm = number("height");
    let inches = number("height_inches").or_else(|| cm.map(|cm| (cm * 100 + 127) / 254));
    data.text("heightCentimeters", cm.map(|cm| cm.to_string()));
    data.text(
        "heightFeetInches",
        inches.map(|inches| format!("{}' {}\"", inches / 12, inches % 12)),
    );
    let kg = number("weight");
    let pounds = number("weight_pounds")
        .or_else(|| kg.map(|kg| (f64::from(kg) / 0.453_592_37).round() as u32));
    data.text("weightKilograms", kg.map(|kg| kg.to_string()));
    data.text("weightPounds", pounds.map(|pounds| pounds.to_string()));
}

/// Formats a date as `MM/DD/YYYY`. Parts that the barcode leaves open are `?`.
fn written(zone: Option<Fields<'_>>, name: &str) -> Option<String> {
    let zone = zone?;
    if let Some(date) = zone.date(name) {
        return Some(slashed(date));
    }
    let in_part = zone.text(&format!("{name}_in_part"))?;
    let [year, month, day]: [&str; 3] = in_part.split('-').collect::<Vec<_>>().try_into().ok()?;
    Some(format!("{month}/{day}/{year}"))
}

/// `expired` is one of three words, even if nothing could be read.
fn add_validity(data: &mut Data, zone: Option<Fields<'_>>, day: Date) {
    let expiry = zone.and_then(|zone| zone.date("expiry_date"));
    let is_endless = zone.is_some_and(|zone| zone.text("never_expires") == Some("yes"));
    let (until, expired) = match (expiry, is_endless) {
        (Some(expiry), _) => (
            Some(slashed(expiry)),
            if expiry < day { "Yes" } else { "No" },
        ),
        (None, true) => (Some("NEVER".to_owned()), "No"),
        (None, false) => (written(zone, "expiry_date"), "Unknown"),
    };
    data.text("expirationDate", until);
    data.text("expired", Some(expired));
}

fn gender(letter: &str) -> Option<&'static str> {
    match letter {
        "M" => Some("Male"),
        "F" => Some("Female"),
        _ => None,
    }
}

fn yes_or_no(word: &str) -> Option<&'static str> {
    match word {
        "yes" => Some("Yes"),
        "no" => Some("No"),
        _ => None,
    }
}

/// Only a fully compliant card is a REAL ID. Nothing is said about materially compliant ones.
fn real_id(word: &str) -> Option<&'static str> {
    match word {
        "full" => Some("Yes"),
        "not_compliant" => Some("No"),
        _ => None,
    }
}

fn kind(word: Option<&str>) -> (&'static str, &'static str) {
    match word {
        Some("driving_licence" | "enhanced_licence") => ("Operator License", "DL"),
        Some("permit") => ("Learner Permit", "DL"),
        Some("identification_card") => ("Identification Card", "ID"),
        _ => ("", ""),
    }
}

/// Compares the state of the address with the issuer. Holders of the State Department's cards may
/// live anywhere.
fn mismatch(zone: Fields<'_>) -> &'static str {
    match (zone.text("state"), zone.text("issuer_state")) {
        (Some(_), Some("US")) | (None, _) | (_, None) => "Unknown",
        (Some(state), Some(issuer)) if state.eq_ignore_ascii_case(issuer) => "No",
        _ => "Yes",
    }
}

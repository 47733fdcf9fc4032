//! `ocr_match`: compares what is written for machines with what is printed for people.

use serde_json::{Map, Value, json};
use verification::comparison::similarity;
use verification::verdict::Outcome;

use super::super::zones::Fields;
use super::ocr::unread;
use super::{Data, block as whole};

/// The score from which two values match. The issuer's name must match completely.
const THRESHOLD: u8 = 70;
const ISSUER_THRESHOLD: u8 = 100;

/// One value of a zone, prepared for comparison.
type Take = fn(Fields<'_>) -> Option<String>;

/// The compared values: the word in the keys, the value, and whether there are details.
const PAIRS: [(&str, Take, bool); 17] = [
    ("Name", |zone| zone.full_name(), true),
    ("Address", |zone| address(zone), true),
    ("Dob", |zone| text(zone, "dob"), true),
    ("DocumentNumber", |zone| text(zone, "document_number"), true),
    ("ExpirationDate", |zone| text(zone, "expiry_date"), true),
    ("IssueDate", |zone| text(zone, "issue_date"), true),
    ("IssuerName", |zone| text(zone, "authority"), true),
    ("Sex", |zone| text(zone, "gender"), true),
    ("Height", |zone| text(zone, "height"), true),
    ("Weight", |zone| text(zone, "weight"), true),
    ("EyeColor", |zone| text(zone, "eye_color"), true),
    ("DlClass", |zone| text(zone, "vehicle_class"), true),
    ("DlRestrictions", |zone| text(zone, "restrictions"), true),
    ("DlEndorsement", |zone| text(zone, "endorsements"), true),
    ("RealId", |zone| text(zone, "real_id"), true),
    ("Nationality", |zone| text(zone, "nationality"), false),
    ("CountryCode", |zone| text(zone, "country_code"), false),
];

/// Renders the block. A value that one side lacks is not compared.
pub(super) fn block(
    written: Option<Fields<'_>>,
    printed: Option<Fields<'_>>,
    outcome: &Outcome,
) -> Map<String, Value> {
    let scores = PAIRS.map(|(word, take, has_details)| {
        let score = match (written.and_then(take), printed.and_then(take)) {
            (Some(written), Some(printed)) => similarity(&written, &printed),
            _ => None,
        };
        (word, score, has_details)
    });
    let mut data = Data::default();
    for (word, score, _) in scores {
        let matches = score.map(|score| score >= threshold(word));
        data.value(&format!("is{word}Match"), matches);
    }
    for (word, score, has_details) in scores {
        if has_details {
            data.value(&key(word), details(score, threshold(word)));
        }
    }
    let (message, was_made) = match (written, printed) {
        (Some(_), Some(_)) => (String::new(), true),
        (None, _) => (
            "There is no barcode or machine-readable zone to compare with.".to_owned(),
            false,
        ),
        (Some(_), None) => (unread(outcome), false),
    };
    whole(&message, was_made, data.0)
}

fn text(zone: Fields<'_>, name: &str) -> Option<String> {
    zone.text(name).map(str::to_owned)
}

fn address(zone: Fields<'_>) -> Option<String> {
    text(zone, "full_address")
        .or_else(|| zone.joined(&["street", "street_2", "city", "state", "postal_code"], " "))
}

fn threshold(word: &str) -> u8 {
    if word == "IssuerName" {
        ISSUER_THRESHOLD
    } else {
        THRESHOLD
    }
}

/// Renders `documentNumberMatchDetails` of `DocumentNumber`.
fn key(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    format!(
        "{}{}MatchDetails",
        first.map(String::from).unwrap_or_default(),
        letters.as_str()
    )
}

fn details(score: Option<u8>, threshold: u8) -> Value {
    let said = match score {
        None => "Missing value for comparison",
        Some(100) => "Exact match between barcode and front data",
        Some(score) if score >= threshold => {
            "Considered match with slight discrepancy in either barcode and/or front data"
        }
        Some(_) => "Mismatch, similarity score is lower than similarity threshold",
    };
    json!({"similarityScore": score, "similarityThreshold": threshold, "details": said})
}

//! The requests, as a business would write them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use specimen::Country;

use super::cases::Case;
use super::pictures::Drawn;

/// The body of `POST /`: both sides as data URIs with claims, or an empty document to be collected.
pub(super) fn body(case: &Case, drawn: Option<&Drawn>, reference: &str, callback: &str) -> Value {
    let document = match (&case.card, drawn) {
        (Some(card), Some(drawn)) => {
            let [proof, additional_proof] = [0, 1].map(|side| data_uri(drawn.sides.get(side)));
            let (first_name, last_name) = card.claimed_name();
            json!({
                "proof": proof,
                "additional_proof": additional_proof,
                "supported_types": ["driving_license"],
                "name": { "first_name": first_name, "last_name": last_name },
                "dob": drawn.licence.person.born.to_string(),
                "document_number": drawn.licence.number,
                "expiry_date": "",
            })
        }
        _ => json!({ "supported_types": ["driving_license"], "name": "", "dob": "" }),
    };
    let mut body = json!({
        "reference": reference,
        "callback_url": callback,
        "show_results": if case.waits() { "1" } else { "0" },
        "document": document,
    });
    if let (Some(drawn), Some(members)) = (drawn, body.as_object_mut()) {
        let country = match drawn.licence.jurisdiction.country {
            Country::UnitedStates => "US",
            Country::Canada => "CA",
        };
        members.insert("country".to_owned(), country.into());
    }
    body
}

fn data_uri(side: Option<&Vec<u8>>) -> String {
    let bytes = side.map(Vec::as_slice).unwrap_or_default();
    format!("data:image/jpeg;base64,{}", STANDARD.encode(bytes))
}

//! The requests, as a business would write them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::cases::Case;
use super::pictures::Drawn;

/// Returns the body of `POST /`: every side as a data URI with claims, or an empty document to be
/// captured.
pub(super) fn body(case: &Case, drawn: Option<&Drawn>, reference: &str, callback: &str) -> Value {
    let document = match (&case.card, drawn) {
        (Some(card), Some(drawn)) => {
            let (first_name, last_name) = card.claimed_name();
            let shown = &drawn.document;
            let mut document = json!({
                "supported_types": [shown.word()],
                "name": { "first_name": first_name, "last_name": last_name },
                "dob": shown.person().born.to_string(),
                "document_number": shown.number(),
                "expiry_date": "",
            });
            if let Some(members) = document.as_object_mut() {
                for (key, side) in ["proof", "additional_proof"].into_iter().zip(&drawn.sides) {
                    members.insert(key.to_owned(), data_uri(side).into());
                }
            }
            document
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
        let country = drawn.document.country();
        members.insert("country".to_owned(), country.into());
        if let Some(selfie) = &drawn.selfie {
            members.insert("face".to_owned(), json!({ "proof": data_uri(selfie) }));
        }
    }
    body
}

fn data_uri(side: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", STANDARD.encode(side))
}

/// Returns a time stamp that makes references unique.
pub(super) fn stamp(at: Timestamp) -> String {
    at.strftime("%y%m%d-%H%M%S").to_string()
}

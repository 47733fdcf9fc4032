//! `OCR`: the printed front, completed by the machine-readable zone.

use jiff::civil::Date;
use serde_json::{Map, Value};
use verification::finding::FindingOutcome;
use verification::request::Side;
use verification::rules::age_on;
use verification::verdict::Outcome;

use super::super::times::slashed;
use super::super::zones::Front;
use super::asked::Asked;
use super::{Data, block as whole};

/// `documentRecognized`.
const RECOGNIZED: i32 = 1;
const NOT_RECOGNIZED: i32 = 0;
const NOT_PROCESSED: i32 = 2;

/// Renders the block in the documented one of its two forms.
pub(super) fn block(front: Front<'_>, outcome: &Outcome, asked: &Asked<'_>) -> Map<String, Value> {
    let was_given = asked.has(Side::Proof);
    let (message, recognized) = match (front.is_read(), was_given) {
        (true, _) => (String::new(), RECOGNIZED),
        (false, true) => (unread(outcome), NOT_RECOGNIZED),
        (false, false) => (
            "No front of a document was submitted.".to_owned(),
            NOT_PROCESSED,
        ),
    };
    let is_endless = front.text("never_expires") == Some("yes");
    let date = |name| front.date(name);
    let expiry = |write: fn(Date) -> String| match date("expiry_date") {
        Some(date) => Some(write(date)),
        None => is_endless.then(|| "NEVER".to_owned()),
    };
    let mut data = Data::default();
    data.text("fullName", front.full_name());
    data.text("firstName", front.text("first_name"));
    data.text("lastName", front.text("last_name"));
    data.text("address", front.text("full_address"));
    data.text("documentNumber", front.text("document_number"));
    data.text("dateOfBirth", date("dob").map(dashed));
    data.text("dateOfIssue", date("issue_date").map(dashed));
    data.text("dateOfExpiry", expiry(dashed));
    data.text("dateOfBirthFormatted", date("dob").map(slashed));
    data.text("dateOfIssueFormatted", date("issue_date").map(slashed));
    data.text("dateOfExpiryFormatted", expiry(slashed));
    data.text("sex", front.text("gender"));
    data.text("height", front.text("height"));
    data.text("weightKilograms", front.text("weight"));
    data.text("eyeColor", front.text("eye_color"));
    data.text("dlClass", front.text("vehicle_class"));
    data.text("dlRestrictions", front.text("restrictions"));
    data.text("dlEndorsement", front.text("endorsements"));
    data.text("isRealID", front.text("real_id"));
    data.text("countryCode", front.text("country_code"));
    data.text("nationality", front.text("nationality"));
    data.text("placeOfBirth", front.text("place_of_birth"));
    data.text("issuerName", front.text("authority"));
    let age = date("dob").and_then(|born| age_on(born, asked.day));
    data.text("age", age.map(|age| age.to_string()));
    data.value("documentRecognized", recognized);
    data.text("errorMessage", Some(message.as_str()));
    // These are deprecated, and null in the vendor's own answers.
    data.value("faceImageBase64", Value::Null);
    data.value("fullDocumentImageBase64", Value::Null);
    let mut block = whole(&message, front.is_read(), data.0);
    block.insert("imageQualityFindings".to_owned(), Value::Array(Vec::new()));
    block
}

/// Renders that nothing was read on the front, with the reason if the examiner gives one.
pub(super) fn unread(outcome: &Outcome) -> String {
    let nothing = "Nothing was read of the document's front";
    let why = outcome
        .findings
        .iter()
        .find_map(|finding| match &finding.outcome {
            FindingOutcome::NotMade(why) if finding.check == "printed.read" => Some(why),
            _ => None,
        });
    why.map_or_else(|| format!("{nothing}."), |why| format!("{nothing}: {why}."))
}

fn dashed(date: Date) -> String {
    date.to_string()
}

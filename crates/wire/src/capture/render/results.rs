//! Results, with one block for each signal that was requested.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use verification::capture::Signal;
use verification::finding::{Finding, FindingOutcome};
use verification::reading::ZoneKind;
use verification::request::Side;
use verification::stage::Stage;
use verification::status::Profile;
use verification::verdict::Outcome;
use verification::{Personal, Service, TransactionId};

use super::super::message::Message;
use super::super::zones::Zones;
use super::asked::{Asked, Image};
use super::{facial, idcheck, ipqs, ocr, ocr_match};

/// Renders the answer of `/get-results`.
pub fn get_results(asked: &Asked<'_>, images: &[Image], profile: Profile) -> Message {
    results("get-results", asked, images, profile)
}

/// Renders the postback to `results_url`.
pub fn results_postback(asked: &Asked<'_>, images: &[Image], profile: Profile) -> Message {
    results("postback", asked, images, profile)
}

fn results(endpoint: &str, asked: &Asked<'_>, images: &[Image], profile: Profile) -> Message {
    let mut message = Message::new(endpoint, profile);
    message.set("transaction_id", asked.transaction.to_string());
    message.set("result", blocks(asked));
    if let Some(said) = standing(asked) {
        message.set("message", said);
    }
    if asked.outcome.is_some() && !images.is_empty() {
        message.set("images", pictures(images));
    }
    let own = asked.verification.request.capture.as_ref();
    if let Some(own) = own.and_then(|terms| terms.user_defined.as_ref()) {
        let own: Value = serde_json::from_str(own.reveal()).unwrap_or_default();
        message.set("user_defined", own);
    }
    message
}

/// Returns the reason for the lack of results, as long as there are none.
fn standing(asked: &Asked<'_>) -> Option<&'static str> {
    if asked.outcome.is_some() {
        return None;
    }
    Some(match &asked.verification.stage {
        Stage::Created | Stage::Opened | Stage::Capturing => {
            "The transaction is not finished: there are no results yet."
        }
        Stage::Cancelled => "The transaction was cancelled: there are no results.",
        Stage::TimedOut => "The transaction's time ran out: there are no results.",
        _ => "The transaction is being processed: there are no results yet.",
    })
}

/// Renders `result`, which is empty until the evidence was examined.
pub(super) fn blocks(asked: &Asked<'_>) -> Map<String, Value> {
    let mut blocks = Map::new();
    let Some(outcome) = asked.outcome else {
        return blocks;
    };
    let zones = Zones::of(outcome);
    let mut add =
        |key: &str, block: Map<String, Value>| blocks.insert(key.to_owned(), block.into());
    if asked.wants(Signal::Idcheck) {
        let mut block = idcheck::block(asked, outcome);
        block.insert("imageQualityFindings".to_owned(), quality(asked, outcome));
        add("idcheck", block);
    }
    if asked.wants(Signal::OcrScan) {
        add("OCR", ocr::block(zones.front(), outcome, asked));
    }
    if asked.wants(Signal::OcrMatch) {
        let written = if asked.is_na_dl() {
            zones.zone(ZoneKind::Barcode)
        } else {
            zones.zone(ZoneKind::Mrz)
        };
        add(
            "ocr_match",
            ocr_match::block(written, zones.zone(ZoneKind::Printed), outcome),
        );
    }
    if asked.wants(Signal::Selfie) {
        add("facial", facial::block(asked, outcome));
    }
    if asked.wants(Signal::DocumentLivenessIdrnd) {
        add("documentLivenessIdRnD", facial::liveness(asked));
    }
    if asked.wants(Signal::DeviceValidation) {
        add("ipqs", ipqs::block(asked.verification));
    }
    blocks
}

/// Renders `imageQualityFindings`. A picture is only called blurred if no barcode was read in it.
fn quality(asked: &Asked<'_>, outcome: &Outcome) -> Value {
    let is_read = Zones::of(outcome).zone(ZoneKind::Barcode).is_some();
    if is_read || !asked.is_na_dl() || !is_blurred(outcome) {
        return json!([]);
    }
    json!([{"code": 401, "message": "The picture of the document's back is blurred."}])
}

fn is_blurred(outcome: &Outcome) -> bool {
    let of_back = |finding: &&Finding| {
        finding.check == "picture.sharpness"
            && finding
                .evidence
                .iter()
                .any(|slot| slot.service == Service::Document && slot.side != Side::Proof)
    };
    outcome
        .findings
        .iter()
        .filter(of_back)
        .any(|finding| finding.outcome == FindingOutcome::Failed)
}

/// Renders `images`: the submitted files in Base64, by the names under which they were submitted.
fn pictures(images: &[Image]) -> Map<String, Value> {
    let mut pictures = Map::new();
    for image in images {
        let key = match (image.slot.service, image.slot.side) {
            (Service::Document, Side::Proof) => "front",
            (Service::Document, Side::AdditionalProof) => "back",
            (Service::Document, Side::Barcode) => "barcode",
            (Service::Face, _) => "selfie",
            _ => continue,
        };
        pictures.insert(key.to_owned(), STANDARD.encode(&image.content).into());
    }
    pictures
}

/// Renders the answer of `/barcode-only`: the data of `idcheck` directly, without blocks around it.
pub fn barcode_only(
    transaction: TransactionId,
    outcome: &Outcome,
    user_defined: Option<&Personal>,
    day: Date,
    profile: Profile,
) -> Message {
    let mut message = Message::new("barcode-only", profile);
    let data = idcheck::data(transaction, outcome, true, day);
    message.set("results", data);
    message.set("transaction_id", transaction.to_string());
    if let Some(own) = user_defined {
        let own: Value = serde_json::from_str(own.reveal()).unwrap_or_default();
        message.set("user_defined", own);
    }
    message
}

//! `facial` and `documentLivenessIdRnD`: faces, and whether the document itself was in front of the
//! camera.

use serde_json::{Map, Value, json};
use verification::Service;
use verification::request::{EvidenceSlot, Side};
use verification::verdict::{Outcome, ServiceResult};

use super::asked::Asked;
use super::{Data, block as whole};

/// The threshold of the vendor's three liveness checks.
const LIVENESS_THRESHOLD: f64 = 0.5;

/// Renders `facial`. Probabilities and scores are only reported by an examiner that computes them.
pub(super) fn block(asked: &Asked<'_>, outcome: &Outcome) -> Map<String, Value> {
    let face = outcome
        .services
        .iter()
        .find(|service| service.service == Service::Face);
    let matched = face.and_then(|face| match &face.result {
        ServiceResult::Whole(result) => *result,
        ServiceResult::Fields(_) => None,
    });
    let was_given = asked.has_slot(EvidenceSlot::new(Service::Face, Side::Proof));
    let message = match (matched, was_given) {
        (Some(_), _) => "",
        (None, true) => "The selfie was not compared with the document.",
        (None, false) => "No selfie was submitted.",
    };
    let mut data = Data::default();
    data.value("matched", matched);
    data.value("matchProbability", Value::Null);
    data.value("matchScore", Value::Null);
    data.value("isLive", Value::Null);
    data.value("livenessProbability", Value::Null);
    data.value("livenessScore", Value::Null);
    data.text("errorMessage", Some(message));
    data.value("photoFace", Value::Null);
    whole(message, matched.is_some(), data.0)
}

/// Renders `documentLivenessIdRnD`. `front` is null without a front. Its checks are null, because
/// this server does not make them.
pub(super) fn liveness(asked: &Asked<'_>) -> Map<String, Value> {
    let was_given = asked.has(Side::Proof);
    let message = if was_given {
        "The document's liveness was not checked."
    } else {
        "No front of a document was submitted."
    };
    let check = json!({"probability": null, "threshold": LIVENESS_THRESHOLD, "live": null});
    let front = was_given.then(|| {
        json!({
            "live": null,
            "screenReplay": check,
            "printedCopy": check,
            "portraitSubstitution": check,
        })
    });
    let mut data = Data::default();
    data.value("front", front);
    let mut block = whole(message, false, data.0);
    block.insert("imageQualityFindings".to_owned(), json!([]));
    block
}

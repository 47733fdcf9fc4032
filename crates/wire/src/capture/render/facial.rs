//! `facial` and `documentLivenessIdRnD`: faces, and whether the document itself was in front of the
//! camera.

use serde_json::{Map, Value, json};
use verification::Service;
use verification::capture::SELFIE;
use verification::decline::DeclineCode;
use verification::policy::{CONFIDENCE, MATCHED};
use verification::request::Side;
use verification::verdict::{DataValue, Outcome, ServiceResult};

use super::asked::Asked;
use super::{Data, block as whole};

/// The threshold of the vendor's three liveness checks.
const LIVENESS_THRESHOLD: f64 = 0.5;

/// Renders `facial`. Both the score and the probability are the points of the comparison, in
/// hundreds and in ones. Nothing here certifies that anybody is alive, so what is said about that
/// is always null.
pub(super) fn block(asked: &Asked<'_>, outcome: &Outcome) -> Map<String, Value> {
    let of = |service| outcome.services.iter().find(|of| of.service == service);
    let document = of(Service::Document);
    let matched = document.and_then(|document| match &document.result {
        ServiceResult::Fields(fields) => {
            let matched = fields.iter().find(|(key, _)| key == MATCHED);
            matched.and_then(|(_, result)| *result)
        }
        ServiceResult::Whole(_) => None,
    });
    let points = document.and_then(|document| {
        let points = document.data.iter().find(|(key, _)| key == CONFIDENCE);
        match points {
            Some((_, DataValue::Number(points))) => Some(*points),
            _ => None,
        }
    });
    let was_given = asked.has_slot(SELFIE);
    let reason = of(Service::Face)
        .and_then(|face| face.codes.first())
        .filter(|code| **code != DeclineCode::CHECK_NOT_MADE)
        .and_then(DeclineCode::definition);
    let message = match (matched, was_given, reason) {
        (Some(_), _, _) => String::new(),
        (None, false, _) => "No selfie was submitted.".to_owned(),
        (None, true, Some(reason)) => format!("{}.", reason.description),
        (None, true, None) => "The selfie was not compared with the document.".to_owned(),
    };
    let mut data = Data::default();
    data.value("matched", matched);
    data.value(
        "matchProbability",
        points.map(|points| points as f64 / 100.0),
    );
    data.value("matchScore", points);
    data.value("isLive", Value::Null);
    data.value("livenessProbability", Value::Null);
    data.value("livenessScore", Value::Null);
    data.text("errorMessage", Some(message.as_str()));
    data.value("photoFace", Value::Null);
    whole(&message, matched.is_some(), data.0)
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

//! Proof downloads: the link and the token come from `/status` and die after 15 minutes.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use verification::request::{EvidenceSlot, Side};
use verification::{Service, VerificationId};
use wire::verify::parse;

use crate::Gate;
use crate::answer::Answer;
use crate::body::Whole;
use crate::problem;

/// `POST` with `{"access_token": …}`.
pub(crate) async fn by_body(State(gate): State<Gate>, Path(path): Path<(String, String, String)>, body: Whole) -> Answer {
    let token = parse::proof_token(&body.bytes, body.content_type.as_deref()).unwrap_or_default();
    hand_out(&gate, &path, &token).await
}

/// `GET` with `?access_token=…`, the older form.
pub(crate) async fn by_query(
    State(gate): State<Gate>,
    Path(path): Path<(String, String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Answer {
    let token = query.into_iter().find(|(key, _)| key == "access_token").map(|(_, token)| token);
    hand_out(&gate, &path, &token.unwrap_or_default()).await
}

async fn hand_out(gate: &Gate, (id, service, side): &(String, String, String), token: &str) -> Answer {
    let side = match side.as_str() {
        "proof" => Some(Side::Proof),
        "additional_proof" => Some(Side::AdditionalProof),
        _ => None,
    };
    let (Ok(id), Ok(service), Some(side)) = (id.parse::<VerificationId>(), service.parse::<Service>(), side) else {
        return gone();
    };
    match gate.desk.proof(id, EvidenceSlot::new(service, side), token).await {
        Ok((media, content)) => Answer::file(media.mime(), content),
        Err(proofing::Error::NotFound) => gone(),
        Err(error) => problem::answer(error, None),
    }
}

/// One answer for every reason, so that nothing can be learnt by trying.
fn gone() -> Answer {
    problem::plain(StatusCode::NOT_FOUND, "There is no such proof, or the token for it is not valid any more.")
}

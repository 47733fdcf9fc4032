//! Proof downloads: the link and the token come from `/status` and die after 15 minutes.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, State};
use verification::request::{EvidenceSlot, Side};
use verification::{Service, VerificationId};
use wire::verify::parse;

use crate::Gate;
use crate::answer::Answer;
use crate::body::Whole;
use crate::problem;

/// Verification, service and side; an error for a path that is no text.
type Place = Result<Path<(String, String, String)>, PathRejection>;

/// `POST` with `{"access_token": …}`.
pub(crate) async fn by_body(State(gate): State<Gate>, place: Place, body: Whole) -> Answer {
    let token = parse::proof_token(&body.bytes, body.content_type.as_deref()).unwrap_or_default();
    hand_out(&gate, place, token.reveal()).await
}

/// `GET` with `?access_token=…`, the older form.
pub(crate) async fn by_query(
    State(gate): State<Gate>,
    place: Place,
    Query(query): Query<Vec<(String, String)>>,
) -> Answer {
    let token = query
        .into_iter()
        .find(|(key, _)| key == "access_token")
        .map(|(_, token)| token);
    hand_out(&gate, place, &token.unwrap_or_default()).await
}

async fn hand_out(gate: &Gate, place: Place, token: &str) -> Answer {
    let Ok(Path((id, service, side))) = place else {
        return problem::gone();
    };
    let side = match side.as_str() {
        "proof" => Some(Side::Proof),
        "additional_proof" => Some(Side::AdditionalProof),
        _ => None,
    };
    let (Ok(id), Ok(service), Some(side)) = (
        id.parse::<VerificationId>(),
        service.parse::<Service>(),
        side,
    ) else {
        return problem::gone();
    };
    match gate
        .desk
        .proof(id, EvidenceSlot::new(service, side), token)
        .await
    {
        Ok((media, content)) => Answer::file(media.mime(), content),
        Err(proofing::Error::NotFound) => problem::gone(),
        Err(error) => problem::answer(error, None),
    }
}

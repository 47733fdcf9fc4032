//! Proof downloads. The link and the token come from `/status` and expire after 15 minutes.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Query, Request, State};
use axum::response::{IntoResponse, Response};
use proofing::ports::StoreError;
use verification::request::{EvidenceSlot, Side};
use verification::{Service, VerificationId};
use wire::verify::parse;
use wire::verify::render::Failure;

use crate::AppState;
use crate::answer::Answer;
use crate::body::{Allowance, BufferedBody};
use crate::entrance::{Entered, Wrong};
use crate::log::is_about;
use crate::problem;
use crate::shares::Holder;

/// Verification, service and side; an error for a path that is no text.
type Named = Result<Path<(String, String, String)>, PathRejection>;

/// `POST` with `{"access_token": …}`. Anybody may call, so the body is read last, and only a little
/// of it.
pub(crate) async fn by_body(
    State(state): State<AppState>,
    named: Named,
    entered: Entered,
    request: Request,
) -> Response {
    let Some(place) = place(named) else {
        return wrong();
    };
    let allowed = Allowance::token(&state);
    let body = match BufferedBody::read(request, &state, allowed, entered.stranger()).await {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let token = parse::proof_token(&body.bytes, body.content_type.as_deref()).unwrap_or_default();
    hand_out(&state, place, token.reveal()).await
}

/// `GET` with `?access_token=…`, the older form.
pub(crate) async fn by_query(
    State(state): State<AppState>,
    named: Named,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let Some(place) = place(named) else {
        return wrong();
    };
    let token = query
        .into_iter()
        .find(|(key, _)| key == "access_token")
        .map(|(_, token)| token);
    hand_out(&state, place, &token.unwrap_or_default()).await
}

/// Returns what the path names, if it can be a proof at all.
fn place(named: Named) -> Option<(VerificationId, EvidenceSlot)> {
    let Path((id, service, side)) = named.ok()?;
    let side = match side.as_str() {
        "proof" => Side::Proof,
        "additional_proof" => Side::AdditionalProof,
        "barcode" => Side::Barcode,
        _ => return None,
    };
    let service = service.parse::<Service>().ok()?;
    Some((id.parse().ok()?, EvidenceSlot::new(service, side)))
}

async fn hand_out(
    state: &AppState,
    (id, slot): (VerificationId, EvidenceSlot),
    token: &str,
) -> Response {
    let size = match state.app.proof_size(id, slot, token).await {
        Ok(size) => size,
        Err(proofing::Error::NotFound) => return wrong(),
        Err(error) => return problem::answer(error, None).into_response(),
    };
    is_about(id);
    // Before it is read: whoever waits for memory holds none.
    let Ok(memory) = state.answers.take(Holder::Proofs(id), size).await else {
        return problem::failure(Failure::Unavailable).into_response();
    };
    match state.app.proof(id, slot, token).await {
        Ok((media, content)) => {
            let name = format!("{}-{}.{}", slot.service, slot.side.key(), media.extension());
            let head = Answer::file(media.mime(), name, Vec::new()).into_response();
            head.map(|_| memory.hold(content))
        }
        Err(proofing::Error::NotFound) => wrong(),
        // The key is destroyed before the proof's name is: whoever asks in between is told the
        // same.
        Err(proofing::Error::Store(StoreError::Unsealable(_)))
            if state.app.proofs_are_gone(id, token).await =>
        {
            problem::gone().into_response()
        }
        Err(error) => problem::answer(error, None).into_response(),
    }
}

/// A link or a token that opens nothing.
fn wrong() -> Response {
    let mut response = problem::gone().into_response();
    response.extensions_mut().insert(Wrong);
    response
}

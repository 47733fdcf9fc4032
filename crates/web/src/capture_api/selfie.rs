//! `POST /api/v1/start-selfie` and `/end-selfie`: both ends of a selfie that is taken elsewhere.
//!
//! The vendor returns a page of another vendor here. This server asks the service that its operator
//! names for one; otherwise the selfie is taken on its own pages, or submitted by `submit-selfie`.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use verification::Verification;
use verification::capture::SELFIE;
use wire::capture::{Fault, FaultKind, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::fault;
use crate::AppState;

/// Answers where the selfie can be submitted. If there is no page for it, 1630 is raised.
pub(crate) async fn start(State(state): State<AppState>, request: Request) -> Response<Body> {
    match AuthenticatedCall::little(&state, request, "start-selfie").await {
        Ok(heard) => heard.answer(begin(&state, &heard).await),
        Err(refused) => refused,
    }
}

async fn begin(state: &AppState, heard: &AuthenticatedCall) -> Result<Message, Fault> {
    let verification = wanting(heard.about(state).await?)?;
    let (verification, elsewhere) = state
        .app
        .start_selfie(heard.principal(), &verification)
        .await
        .map_err(fault)?;
    let url = elsewhere.map(|url| url.to_string());
    let url = url.or_else(|| state.app.capture_url(&verification));
    Ok(render::selfie_started(
        verification.transaction,
        url.as_deref(),
        heard.profile(),
    ))
}

/// Answers if the selfie was submitted.
pub(crate) async fn end(State(state): State<AppState>, request: Request) -> Response<Body> {
    match AuthenticatedCall::little(&state, request, "end-selfie").await {
        Ok(heard) => heard.answer(finish(&state, &heard).await),
        Err(refused) => refused,
    }
}

async fn finish(state: &AppState, heard: &AuthenticatedCall) -> Result<Message, Fault> {
    let verification = wanting(heard.about(state).await?)?;
    if !verification.capture.submitted.contains(&SELFIE) {
        let said = "No selfie was submitted yet.";
        return Err(Fault::new(FaultKind::OutOfStep, said));
    }
    let transaction = verification.transaction;
    Ok(render::taken("end-selfie", transaction, heard.profile()))
}

fn wanting(verification: Verification) -> Result<Verification, Fault> {
    if verification.request.services.face.is_none() {
        return Err(Fault::new(
            FaultKind::Invalid,
            "The transaction was started without the signal selfie.",
        ));
    }
    Ok(verification)
}

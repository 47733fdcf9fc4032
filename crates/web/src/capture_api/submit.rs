//! `POST /api/v1/submit-…`: evidence, one piece at a time.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use proofing::acts::capture::Upload;
use proofing::ports::Found;
use verification::Service;
use verification::capture::SELFIE;
use verification::request::{EvidenceSlot, Side};
use wire::capture::parse::{Call, Submission};
use wire::capture::{Fault, FaultKind, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::{fault, forgotten};
use crate::AppState;
use crate::log::is_about;

/// The front of the document.
pub(crate) async fn front(State(state): State<AppState>, request: Request) -> Response<Body> {
    let slot = EvidenceSlot::new(Service::Document, Side::Proof);
    submit(&state, request, "submit-front", "front", slot).await
}

/// The back of the document.
pub(crate) async fn back(State(state): State<AppState>, request: Request) -> Response<Body> {
    let slot = EvidenceSlot::new(Service::Document, Side::AdditionalProof);
    submit(&state, request, "submit-back", "back", slot).await
}

/// The text of the barcode, or a picture of it.
pub(crate) async fn barcode(State(state): State<AppState>, request: Request) -> Response<Body> {
    let slot = EvidenceSlot::new(Service::Document, Side::Barcode);
    submit(&state, request, "submit-barcode", "barcode", slot).await
}

/// The face.
pub(crate) async fn selfie(State(state): State<AppState>, request: Request) -> Response<Body> {
    submit(&state, request, "submit-selfie", "selfie", SELFIE).await
}

/// Answers when the evidence is stored.
async fn submit(
    state: &AppState,
    request: Request,
    endpoint: &'static str,
    key: &'static str,
    slot: EvidenceSlot,
) -> Response<Body> {
    match AuthenticatedCall::large(state, request, endpoint).await {
        Ok(heard) => heard.answer(take(state, &heard, endpoint, key, slot).await),
        Err(refused) => refused,
    }
}

async fn take(
    state: &AppState,
    heard: &AuthenticatedCall,
    endpoint: &'static str,
    key: &'static str,
    slot: EvidenceSlot,
) -> Result<Message, Fault> {
    let Submission {
        transaction,
        content,
    } = read(state, heard, key).await?;
    let found = state
        .app
        .by_transaction(heard.principal(), &heard.account, transaction)
        .await;
    let stored = match found.map_err(fault)? {
        Found::Live(stored) => stored,
        Found::Forgotten(_) => return Err(forgotten()),
    };
    is_about(stored.value.id);
    if slot.service == Service::Face && stored.value.request.services.face.is_none() {
        return Err(Fault::new(
            FaultKind::Invalid,
            "The transaction was started without the signal selfie.",
        ));
    }
    let content = content.into();
    state
        .app
        .hand_in(heard.principal(), stored, Upload { slot, content })
        .await
        .map_err(fault)?;
    Ok(render::taken(endpoint, transaction, heard.profile()))
}

/// Megabytes of Base64 are decoded on another thread, so that other requests on this one continue.
pub(super) async fn read(
    state: &AppState,
    heard: &AuthenticatedCall,
    key: &'static str,
) -> Result<Submission, Fault> {
    let json = heard.json()?;
    let broke_down = || Fault::new(FaultKind::Internal, "The server failed. Try again later.");
    // The semaphore is never closed.
    let turn = Arc::clone(&state.parsing).acquire_owned().await;
    let reading = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        Submission::read(&Call::read(&json)?, key)
    });
    reading.await.map_err(|_| broke_down())?
}

//! `POST /api/v1/barcode-only`: reads a barcode at once and stores nothing.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use verification::rules::today;
use wire::capture::parse::BarcodeOnly;
use wire::capture::{Fault, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::fault;
use crate::AppState;

/// Answers with the data of `idcheck`, without blocks around it.
pub(crate) async fn barcode_only(
    State(state): State<AppState>,
    request: Request,
) -> Response<Body> {
    match AuthenticatedCall::large(&state, request, "barcode-only").await {
        Ok(heard) => heard.answer(read(&state, &heard).await),
        Err(refused) => refused,
    }
}

async fn read(state: &AppState, heard: &AuthenticatedCall) -> Result<Message, Fault> {
    let asked = BarcodeOnly::read(&heard.call()?)?;
    let read = state
        .app
        .read_barcode(heard.principal(), heard.account.id, asked.content.into());
    let (transaction, outcome) = read.await.map_err(fault)?;
    Ok(render::barcode_only(
        transaction,
        &outcome,
        asked.user_defined.as_ref(),
        today(state.app.now()),
        heard.profile(),
    ))
}

//! `POST /api/v1/start`: starts a transaction.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{Response, header};
use verification::request::Reference;
use verification::{Origin, Personal};
use wire::capture::parse::Start;
use wire::capture::{Fault, FaultKind, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::fault;
use crate::AppState;
use crate::log::is_about;
use crate::peer::Peer;

/// Answers with the transaction's ID, its expiry, and its link if it has one.
pub(crate) async fn start(State(state): State<AppState>, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let peer = Peer::from_request_parts(&mut parts, &state).await;
    let user_agent = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(Personal::new);
    let ip = peer.ok().and_then(Peer::ip);
    let origin = state.app.origin(ip, user_agent);
    let request = Request::from_parts(parts, body);
    match AuthenticatedCall::little(&state, request, "start").await {
        Ok(heard) => heard.answer(open(&state, &heard, origin).await),
        Err(refused) => refused,
    }
}

async fn open(
    state: &AppState,
    heard: &AuthenticatedCall,
    origin: Origin,
) -> Result<Message, Fault> {
    let subscribed = heard.account.settings.signals.as_ref();
    let start = Start::read(&heard.call()?, subscribed, heard.encoding())?;
    // The transaction's ID takes its place.
    let reference = Reference::parse("transaction")
        .map_err(|why| Fault::new(FaultKind::Internal, why.to_string()))?;
    let request = start.into_request(reference);
    let opened = state
        .app
        .start(heard.principal(), &heard.account, request, origin)
        .await
        .map_err(fault)?;
    is_about(opened.id);
    let url = state.app.capture_url(&opened);
    Ok(render::started(&opened, url.as_deref(), heard.profile()))
}

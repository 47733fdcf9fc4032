//! `POST /`: opens a verification.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use jiff::civil::Date;
use proofing::Principal;
use verification::rules::today;
use verification::{Origin, Personal};
use wire::verify::render::Failure;
use wire::verify::{parse, render};

use crate::AppState;
use crate::answer::Answer;
use crate::body::BufferedBody;
use crate::caller::{Client, Sent};
use crate::limits::SMALL;
use crate::log::is_about;
use crate::peer::Peer;
use crate::problem::{self, Echo};

/// Answers with `request.pending`, `request.received`, the verdict, or the error of the request.
pub(crate) async fn open(
    State(state): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Sent { client, body }: Sent,
) -> Answer {
    let user_agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(Personal::new);
    let origin = state.app.origin(peer.ip(), user_agent);
    client.sign(answer(&state, &client, body, origin).await)
}

async fn answer(state: &AppState, client: &Client, body: BufferedBody, origin: Origin) -> Answer {
    let day = today(state.app.now());
    // It is kept until the answer, because the proofs take as much memory as the body did.
    let _share = body.share;
    let parsed = match parsed(state, body.bytes, body.content_type, day).await {
        Ok(Ok(parsed)) => parsed,
        Ok(Err(invalid)) => return problem::refusal(&invalid),
        Err(failure) => return problem::failure(failure),
    };
    let echo = Echo::of_request(&parsed.request);
    match state
        .app
        .open(
            Principal::from(&*client.account),
            &client.account,
            parsed.request,
            parsed.proofs,
            origin,
        )
        .await
    {
        Ok(verification) => {
            is_about(verification.id);
            let url = state.app.verification_url(&verification);
            let event = verification.stage.name().current_event();
            let body = render::event(&verification, event, url.as_deref(), None);
            Answer::json(StatusCode::OK, body)
        }
        Err(error) => problem::answer(error, Some(echo)),
    }
}

/// Parses a body: a small one on this thread, a large one on another, as many at a time as there
/// are processors.
async fn parsed(
    state: &AppState,
    bytes: Bytes,
    content_type: Option<String>,
    day: Date,
) -> Result<Result<parse::Parsed, Box<parse::Invalid>>, Failure> {
    if bytes.len() <= SMALL {
        return Ok(parse::parse(&bytes, content_type.as_deref(), day));
    }
    // The semaphore is never closed.
    let turn = Arc::clone(&state.parsing).acquire_owned().await;
    // Decoding megabytes of Base64 would delay other requests on this thread. The permit moves
    // along, because what a caller who hung up has started is still work.
    let parsing = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        parse::parse(&bytes, content_type.as_deref(), day)
    });
    parsing.await.map_err(|_| Failure::Internal)
}

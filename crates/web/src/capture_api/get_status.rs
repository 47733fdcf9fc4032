//! `POST /api/v1/get-status`: the log of a transaction, at once or when there is news.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::Response;
use jiff::Timestamp;
use proofing::ports::Closed;
use proofing::{Principal, Subject};
use tokio::time::{Instant, timeout_at};
use verification::journal::Entry;
use wire::capture::{Fault, FaultKind, Message, parse, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::fault;
use crate::AppState;

/// The maximum wait. Proxies cut longer ones.
const LONGEST: Duration = Duration::from_secs(55);

/// How often a wait looks for itself, because another process may have changed something.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

/// Answers with the whole log, newest first.
///
/// With `?wait=SECONDS`, the answer comes when an event is newer than `after=SEQUENCE` (or than all
/// existing ones, without that), or when the time is over.
pub(crate) async fn get_status(
    State(state): State<AppState>,
    Query(query): Query<HashMap<String, String>>,
    request: Request,
) -> Response<Body> {
    match AuthenticatedCall::waiting(&state, request, "get-status").await {
        Ok(heard) => heard.answer(tell(&state, &heard, &query).await),
        Err(refused) => refused,
    }
}

async fn tell(
    state: &AppState,
    heard: &AuthenticatedCall,
    query: &HashMap<String, String>,
) -> Result<Message, Fault> {
    let verification = heard.about(state).await?;
    let about = (heard.principal(), Subject::from(&verification));
    let after = after(query.get("after"))?;
    let entries = match wait(query.get("wait"))? {
        Some(wait) => news(state, about, after, wait).await?,
        None => journal(state, about.0, about.1).await?,
    };
    Ok(render::get_status(
        verification.transaction,
        &entries,
        heard.profile(),
    ))
}

/// Returns the log when it contains something newer, or when the time is over.
async fn news(
    state: &AppState,
    (by, subject): (Principal, Subject),
    after: Option<Timestamp>,
    wait: Duration,
) -> Result<Vec<Entry>, Fault> {
    let end = Instant::now() + wait;
    // Listening starts before the look, so that nothing in between is missed.
    let mut watch = state.app.watch(by, subject).map_err(fault)?;
    let mut entries = journal(state, by, subject).await?;
    let after = after.or_else(|| newest(&entries));
    while newest(&entries) <= after && Instant::now() < end {
        let told = timeout_at(end.min(Instant::now() + LOOK_AGAIN), watch.heard()).await;
        let last = entries.iter().map(|entry| entry.number).max();
        let new = state
            .app
            .journal_after(by, subject, last.unwrap_or_default())
            .await;
        entries.extend(new.map_err(fault)?);
        if told == Ok(Err(Closed)) {
            break;
        }
    }
    Ok(entries)
}

fn newest(entries: &[Entry]) -> Option<Timestamp> {
    entries.iter().map(|entry| entry.sequence).max()
}

async fn journal(state: &AppState, by: Principal, subject: Subject) -> Result<Vec<Entry>, Fault> {
    state.app.journal_after(by, subject, 0).await.map_err(fault)
}

fn wait(text: Option<&String>) -> Result<Option<Duration>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let seconds: u64 = text.trim().parse().map_err(|_| {
        Fault::new(
            FaultKind::Invalid,
            "wait must be a whole number of seconds.",
        )
    })?;
    Ok(Some(Duration::from_secs(seconds).min(LONGEST)))
}

pub(super) fn after(text: Option<&String>) -> Result<Option<Timestamp>, Fault> {
    let said = "after must be the sequence of an event.";
    text.map(|text| parse::sequence(text).ok_or_else(|| Fault::new(FaultKind::Invalid, said)))
        .transpose()
}

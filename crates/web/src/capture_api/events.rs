//! `GET /api/v1/events/{transaction_id}`: the log as a stream of server-sent events.
//!
//! Events come oldest first, each once, with the `sequence` as ID, so a client that reconnects with
//! `Last-Event-ID` misses nothing. The stream ends after the last event of a transaction that is
//! over.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream;
use jiff::Timestamp;
use proofing::ports::{Closed, Found, Listener};
use proofing::{Principal, Subject};
use serde_json::json;
use tokio::time::{Instant, timeout_at};
use verification::TransactionId;
use verification::journal::Entry;
use verification::stage::StageName;
use verification::status::Profile;
use wire::capture::signature::Digest;
use wire::capture::{Encoding, Fault, FaultKind, parse, render};

use super::answer::Manner;
use super::credentials::{Known, Unknown, identify};
use super::get_status::after;
use super::refusal::{busy, fault, forgotten, refuse};
use super::stranger::stranger;
use crate::AppState;
use crate::entrance::{Busy, Entered};
use crate::log::{For, is_about};
use crate::shares::Holder;

/// How often a comment tells proxies and clients that the stream is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How often a stream looks for itself, because another process may have changed something.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

/// How long the stream continues after the end, because pages report their last events then.
const LINGER: Duration = Duration::from_secs(10);

/// The state from which the log of one transaction is reported.
struct Stream {
    state: AppState,
    by: Principal,
    subject: Subject,
    transaction: TransactionId,
    profile: Profile,
    has_pages: bool,
    watch: Listener,
    /// Entries up to this number were fetched.
    fetched: u32,
    /// Entries up to this number are known to the client.
    after: Option<Timestamp>,
    waiting: VecDeque<Entry>,
    over_since: Option<Instant>,
    has_ended: bool,
}

/// Answers with the stream. The caller is identified by Basic authentication or by a bearer token,
/// because there is no body to sign.
pub(crate) async fn events(
    State(state): State<AppState>,
    Path(transaction): Path<String>,
    entered: Entered,
    request: Request,
) -> Response<Body> {
    let of = match identify(&state.app, request.headers(), request.uri().path()).await {
        Ok(Known::Shown(account)) => account,
        Ok(Known::Claimed(..)) => {
            let why = Unknown::Wrong { is_signed: false };
            return stranger("events", why, None);
        }
        Err(why) => return stranger("events", why, Some(Encoding::Json)),
    };
    let profile = of.settings.messages;
    let account = of.id;
    let manner = Manner {
        encoding: Encoding::Json,
        signer: Some((account, of.api_key().clone(), Digest::default())),
    };
    let slot = entered.prove(&state.slots.waits, Holder::Account(account));
    if let Err(Busy) = slot.await {
        return busy();
    }
    let last = request
        .headers()
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let by = Principal::from(&*of);
    let opened = async {
        let transaction = parse::transaction(&transaction).ok_or_else(|| {
            Fault::new(
                FaultKind::UnknownTransaction,
                "There is no such transaction.",
            )
        })?;
        let after = after(last.as_ref())?;
        let found = state.app.by_transaction(by, &of, transaction).await;
        let verification = match found.map_err(fault)? {
            Found::Live(stored) => stored.value,
            Found::Forgotten(_) => return Err(forgotten()),
        };
        let subject = Subject::from(&verification);
        is_about(verification.id);
        Ok(Stream {
            watch: state.app.watch(by, subject).map_err(fault)?,
            by,
            subject,
            transaction,
            profile,
            has_pages: verification.request.has_pages(),
            fetched: 0,
            after,
            waiting: VecDeque::new(),
            over_since: None,
            has_ended: false,
            state: state.clone(),
        })
    };
    let opened: Stream = match opened.await {
        Ok(opened) => opened,
        Err(why) => return refuse("events", &why, profile, &manner),
    };
    let events = stream::unfold(opened, async |mut stream| {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(event), stream))
    });
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that buffers the stream would deliver events long after they happened.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response.extensions_mut().insert(For(account));
    response
}

impl Stream {
    /// Returns the next event when there is one, or `None` at the end.
    async fn next(&mut self) -> Option<Event> {
        if self.has_ended {
            return None;
        }
        loop {
            if let Some(entry) = self.waiting.pop_front() {
                return Some(self.told(&entry));
            }
            // The stage is looked up first, so that what is logged with the last step is already in
            // the journal.
            let stage = self.stage().await?;
            if self.fetch().await? {
                continue;
            }
            if stage.is_completed() {
                let since = *self.over_since.get_or_insert_with(Instant::now);
                if !self.has_pages || since.elapsed() >= LINGER {
                    return Some(self.ended(stage));
                }
            }
            let again = Instant::now() + LOOK_AGAIN;
            let again = self
                .over_since
                .map_or(again, |since| again.min(since + LINGER));
            // At a stop the stream ends, and the client reconnects and continues after its last
            // event.
            if timeout_at(again, self.watch.heard()).await == Ok(Err(Closed)) {
                return None;
            }
        }
    }

    /// Returns the stage of the verification, or `None` if it cannot be determined.
    async fn stage(&self) -> Option<StageName> {
        self.state.app.stage(self.by, self.subject).await.ok()
    }

    /// Fetches new entries, and returns true if there is something to report.
    async fn fetch(&mut self) -> Option<bool> {
        let new = self
            .state
            .app
            .journal_after(self.by, self.subject, self.fetched)
            .await
            .ok()?;
        for entry in new {
            self.fetched = self.fetched.max(entry.number);
            if self.after.is_none_or(|after| entry.sequence > after) {
                self.waiting.push_back(entry);
            }
        }
        Some(!self.waiting.is_empty())
    }

    fn told(&mut self, entry: &Entry) -> Event {
        self.over_since = None;
        let event = render::event(entry, self.profile);
        Event::default()
            .event("status")
            .id(event.sequence())
            .data(serde_json::to_string(&event).unwrap_or_default())
    }

    fn ended(&mut self, stage: StageName) -> Event {
        self.has_ended = true;
        let body = json!({
            "transaction_id": self.transaction.to_string(),
            "state": stage.as_str(),
        });
        Event::default().event("end").data(body.to_string())
    }
}

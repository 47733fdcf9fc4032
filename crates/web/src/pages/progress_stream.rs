//! `/user/follow`: tells a second screen, or a page that waits, when the person moves to another
//! step.

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use proofing::ports::{Closed, Listener};
use proofing::{Principal, Subject};
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use super::applicant::Applicant;
use super::page_url::{is_end, step_name};
use super::refusal::Refusal;
use crate::AppState;
use crate::entrance::{Busy, Entered};
use crate::streams::Stream;

/// The maximum time without a look, within which an expiry is noticed.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// The maximum lifetime of a stream, after which the browser opens another. A server that is told
/// to stop lets current requests finish, and would otherwise wait for ever.
const LIFE: Duration = Duration::from_secs(20);

/// One stream.
struct Follower {
    state: AppState,
    applicant: Applicant,
    stream: Stream,
    watch: Listener,
    told: Option<String>,
    is_over: bool,
    until: Instant,
}

/// Answers with a stream of `page` events, the first of them at once. An `EventSource` sends no
/// headers, so the token is in the URL, as on every page.
pub(crate) async fn follow(
    State(state): State<AppState>,
    Query(asked): Query<HashMap<String, String>>,
    sent: HeaderMap,
    entered: Entered,
) -> Response {
    let token = asked.get("token").map(String::as_str).unwrap_or_default();
    let language = asked.get("language").map(String::as_str);
    let busy = || {
        let said = "Too many pages are followed at this moment.";
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "busy", said).into_response()
    };
    // This happens before the verification is read, so a page in a loop costs next to nothing.
    let Some(stream) = state.slots.of_link.open(token) else {
        return busy();
    };
    let applicant = match Applicant::of(&state, token, language, &sent).await {
        Ok(applicant) => applicant,
        Err(error) => return Refusal::of(&error).into_response(),
    };
    // It is held by the stream, as long as somebody reads it.
    if let Err(Busy) = entered.prove_now(&state.slots.streams, applicant.holder()) {
        return busy();
    }
    let visit = &applicant.visit;
    let watch = match state
        .app
        .watch(visit.principal(), Subject::from(&visit.verification))
    {
        Ok(watch) => watch,
        Err(error) => return Refusal::of(&error).into_response(),
    };
    let follower = Follower {
        watch,
        state,
        applicant,
        stream,
        told: None,
        is_over: false,
        until: Instant::now() + LIFE,
    };
    let events = stream::unfold(follower, |follower| async move {
        let (event, follower) = next(follower).await?;
        Some((Ok::<_, Infallible>(event), follower))
    });
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(8)))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that buffers the stream would deliver a step long after it happened.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Returns the next step that was not reported yet. The stream ends after the last page, and after
/// its lifetime.
async fn next(mut follower: Follower) -> Option<(Event, Follower)> {
    if follower.is_over {
        return None;
    }
    loop {
        let id = follower.applicant.visit.verification.id;
        let visit = follower
            .state
            .app
            .visit_of(Principal::Applicant(id), id)
            .await
            .ok()?;
        follower.applicant.visit = Box::new(visit);
        let path = follower.applicant.next(&follower.state);
        let page_state = follower.applicant.scene(&follower.state).state();
        let now = format!("{path} {page_state}");
        if follower.told.as_deref() != Some(&now) {
            let page = follower.applicant.visit.page;
            let name = follower.applicant.scene(&follower.state).path();
            let name = name.trim_start_matches('/');
            follower.is_over =
                is_end(page) && !follower.applicant.visit.verification.offers_retry();
            let body = json!({
                "page": if name.is_empty() { "landing" } else { name },
                "path": path,
                "state": page_state,
                "title": step_name(page, follower.applicant.way.locale.words()),
                "ended": is_end(page),
            });
            follower.told = Some(now);
            let event = Event::default()
                .event("page")
                .retry(Duration::from_millis(500))
                .data(body.to_string());
            return Some((event, follower));
        }
        let now = Instant::now();
        if now >= follower.until {
            return None;
        }
        let again = follower.until.min(now + LOOK_AGAIN);
        // The stream ends at a stop, and if a newer one takes its place; the page then reconnects.
        tokio::select! {
            () = follower.stream.closed() => return None,
            moved = timeout_at(again, follower.watch.heard()) => {
                if moved == Ok(Err(Closed)) {
                    return None;
                }
            }
        }
    }
}

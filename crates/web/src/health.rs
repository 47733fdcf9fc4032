//! Health: alive, and ready to do what it is for.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use jiff::SignedDuration;

use crate::Gate;
use crate::answer::Answer;

/// A queue whose oldest entry is due for longer than this does not advance.
const STUCK_AFTER: SignedDuration = SignedDuration::from_mins(5);

pub(crate) fn routes() -> Router<Gate> {
    Router::new()
        .route("/health", get(alive))
        .route("/ready", get(ready))
}

/// The process answers.
async fn alive() -> Answer {
    Answer::json(StatusCode::OK, br#"{"status":"alive"}"#.to_vec())
}

/// The store writes and reads, what is due gets done, and a picture can be decoded.
async fn ready(State(gate): State<Gate>) -> Answer {
    let store = &gate.desk.ports().store;
    let now = gate.desk.now();
    let why = match (store.check().await, store.next_due().await) {
        (Err(_), _) | (_, Err(_)) => Some("store"),
        (Ok(()), Ok(due)) if due.is_some_and(|due| now.duration_since(due) > STUCK_AFTER) => {
            Some("queue")
        }
        (Ok(()), Ok(_)) => match gate.desk.ports().examiner.check().await {
            Ok(()) => None,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the examiner does not answer");
                Some("examiner")
            }
        },
    };
    match why {
        None => Answer::json(StatusCode::OK, br#"{"status":"ready"}"#.to_vec()),
        Some(why) => {
            let body = format!(r#"{{"status":"not_ready","because":"{why}"}}"#);
            Answer::json(StatusCode::SERVICE_UNAVAILABLE, body.into_bytes())
        }
    }
}

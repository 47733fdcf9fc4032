//! Health: whether the process is alive, and ready for its work.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use proofing::Principal;
use proofing::acts::health::Ailing;

use crate::AppState;
use crate::answer::Answer;

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/health", get(alive))
        .route("/ready", get(ready))
}

/// Answers as long as the process does.
async fn alive() -> Answer {
    Answer::json(StatusCode::OK, br#"{"status":"alive"}"#.to_vec())
}

/// Answers whether the store writes and reads, due work gets done, and a picture can be decoded,
/// and which services this server can examine.
async fn ready(State(state): State<AppState>) -> Answer {
    let by = Principal::Server;
    let ailing = state.app.ailing(by).await;
    match ailing.and_then(|part| Ok((part, state.app.examined_services(by)?))) {
        Ok((None, services)) => {
            let services: Vec<&str> = services.iter().map(|service| service.as_str()).collect();
            let body = serde_json::json!({"status": "ready", "services": services});
            Answer::json(StatusCode::OK, body.to_string().into_bytes())
        }
        Ok((Some(part), _)) => not_ready(part.word()),
        Err(_) => not_ready(Ailing::Store.word()),
    }
}

fn not_ready(because: &str) -> Answer {
    let body = format!(r#"{{"status":"not_ready","because":"{because}"}}"#);
    Answer::json(StatusCode::SERVICE_UNAVAILABLE, body.into_bytes())
}

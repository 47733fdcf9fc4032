//! `POST /get/access/token`: issues a token for one request within ten minutes.

use axum::extract::State;
use axum::http::StatusCode;
use proofing::Principal;
use wire::verify::render;

use crate::AppState;
use crate::answer::Answer;
use crate::caller::KeyHolder;
use crate::problem;

/// Answers with a token. The body is ignored.
pub(crate) async fn token(KeyHolder(client): KeyHolder, State(state): State<AppState>) -> Answer {
    client.sign(
        match state
            .app
            .issue_token(Principal::from(&*client.account), &client.account)
            .await
        {
            Ok(token) => Answer::json(StatusCode::OK, render::access_token(&token)),
            Err(error) => problem::answer(error, None),
        },
    )
}

//! `POST /get/access/token`: a token for one request within ten minutes.

use axum::extract::State;
use axum::http::StatusCode;
use proofing::Principal;
use wire::verify::render;

use crate::Gate;
use crate::answer::Answer;
use crate::caller::KeyHolder;
use crate::problem;

/// Answers with a token. Whatever the body holds is not looked at.
pub(crate) async fn token(KeyHolder(client): KeyHolder, State(gate): State<Gate>) -> Answer {
    client.sign(
        match gate
            .desk
            .issue_token(Principal::from(&*client.account), &client.account)
            .await
        {
            Ok(token) => Answer::json(StatusCode::OK, render::access_token(&token)),
            Err(error) => problem::answer(error, None),
        },
    )
}

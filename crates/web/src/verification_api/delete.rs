//! `POST /delete`: deletes a verification.

use axum::extract::State;
use axum::http::StatusCode;
use proofing::Principal;
use wire::verify::{parse, render};

use crate::AppState;
use crate::answer::Answer;
use crate::body::BufferedBody;
use crate::caller::{Client, Sent, SentLittle};
use crate::log::is_about;
use crate::problem::{self, Echo};

/// Answers with `request.deleted` once the key is destroyed.
pub(crate) async fn delete(State(state): State<AppState>, SentLittle(sent): SentLittle) -> Answer {
    let Sent { client, body } = sent;
    client.sign(forget(&state, &client, &body).await)
}

async fn forget(state: &AppState, client: &Client, body: &BufferedBody) -> Answer {
    let asked = match parse::deletion(&body.bytes, body.content_type.as_deref()) {
        Ok(asked) => asked,
        Err(invalid) => return problem::refusal(&invalid),
    };
    match state
        .app
        .forget(
            Principal::from(&*client.account),
            &client.account,
            &asked.reference,
        )
        .await
    {
        Ok(tombstone) => {
            is_about(tombstone.id);
            Answer::json(StatusCode::OK, render::tombstone(&tombstone))
        }
        Err(error) => problem::answer(error, Some(Echo::of_reference(&asked.reference))),
    }
}

//! `POST /delete`: forget a verification.

use axum::extract::State;
use axum::http::StatusCode;
use proofing::Principal;
use wire::verify::{parse, render};

use crate::Gate;
use crate::answer::Answer;
use crate::body::Whole;
use crate::caller::{Client, Sent, SentLittle};
use crate::log::is_about;
use crate::problem::{self, Echo};

/// Answers with `request.deleted` once the key is destroyed.
pub(crate) async fn delete(State(gate): State<Gate>, SentLittle(sent): SentLittle) -> Answer {
    let Sent { client, body } = sent;
    client.sign(forget(&gate, &client, &body).await)
}

async fn forget(gate: &Gate, client: &Client, body: &Whole) -> Answer {
    let asked = match parse::deletion(&body.bytes, body.content_type.as_deref()) {
        Ok(asked) => asked,
        Err(invalid) => return problem::refusal(&invalid),
    };
    match gate
        .desk
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

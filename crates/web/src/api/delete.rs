//! `POST /delete`: forget a verification.

use axum::extract::State;
use axum::http::StatusCode;
use wire::verify::{parse, render};

use crate::Gate;
use crate::answer::Answer;
use crate::body::Whole;
use crate::caller::Client;
use crate::problem::{self, Echo};

/// Answers with `request.deleted` once the key is destroyed.
pub(crate) async fn delete(Client(account): Client, State(gate): State<Gate>, body: Whole) -> Answer {
    let asked = match parse::delete(&body.bytes, body.content_type.as_deref()) {
        Ok(asked) => asked,
        Err(invalid) => return problem::invalid(&account, &invalid),
    };
    match gate.desk.forget(&account, &asked.reference).await {
        Ok(tombstone) => Answer::json(StatusCode::OK, render::deleted(&tombstone)).signed_for(&account),
        Err(error) => {
            let echo = Echo { reference: Some(asked.reference.to_string()), ..Echo::default() };
            problem::answer(error, Some(echo)).signed_for(&account)
        }
    }
}

//! `GET /decline/reasons`: the catalogue of decline codes.

use axum::http::StatusCode;
use wire::verify::render;

use crate::answer::Answer;
use crate::caller::Client;

/// Answers with every code and its meaning.
pub(crate) async fn reasons(client: Client) -> Answer {
    client.sign(Answer::json(StatusCode::OK, render::decline_reasons()))
}

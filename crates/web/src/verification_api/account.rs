//! `GET /account/info/`: the account's name and environment.

use axum::http::StatusCode;
use wire::verify::render;

use crate::answer::Answer;
use crate::caller::Client;

/// Answers with the account. This server charges nothing, so there is no balance.
pub(crate) async fn info(client: Client) -> Answer {
    client.sign(Answer::json(
        StatusCode::OK,
        render::account_info(&client.account),
    ))
}

//! `GET /account/info/`: the account's name and kind.

use axum::http::StatusCode;
use wire::verify::render;

use crate::answer::Answer;
use crate::caller::Client;

/// Answers with what the account is. A server of one's own has no balance.
pub(crate) async fn info(client: Client) -> Answer {
    client.sign(Answer::json(
        StatusCode::OK,
        render::account_info(&client.account),
    ))
}

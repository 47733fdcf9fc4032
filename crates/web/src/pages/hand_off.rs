//! `/user/send-link`: sends the link to another device of the person, by a channel of this server.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use proofing::acts::capture::HandOff;
use serde::Deserialize;
use serde_json::json;
use verification::capture::Channel;
use wire::capture::parse::recipient;

use super::refusal::Refusal;
use super::user::NotificationKind;
use crate::AppState;
use crate::answer::Answer;
use crate::peer::Peer;

/// Where the link is to go.
#[derive(Deserialize)]
pub(crate) struct Wish {
    channel: String,
    to: String,
}

pub(crate) async fn send(
    State(state): State<AppState>,
    peer: Peer,
    NotificationKind { applicant, body }: NotificationKind<Wish>,
) -> Response {
    let Some(channel) = Channel::from_word(&body.channel) else {
        return Refusal::not_allowed("There is no such channel.").into_response();
    };
    let Some(to) = recipient(channel, body.to.trim()) else {
        let message = "This is neither a telephone number in E.164 nor an e-mail address.";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Refusal::new(status, "bad_recipient", message).into_response();
    };
    let wish = HandOff {
        channel,
        to,
        language: applicant.way.locale.parameter(),
        network: peer.neighbourhood().address(),
    };
    let visit = &applicant.visit;
    match state.app.hand_off(visit.principal(), visit, wish).await {
        Ok(()) => Answer::json(StatusCode::OK, json!({}).to_string().into_bytes()).into_response(),
        Err(error) => Box::pin(applicant.refused(&state, Refusal::of(&error)))
            .await
            .into_response(),
    }
}

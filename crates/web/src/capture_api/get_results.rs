//! `POST /api/v1/get-results`: the results of a transaction.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use wire::capture::render::{Asked, Image};
use wire::capture::{Fault, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::{fault, unavailable};
use crate::AppState;
use crate::answer_memory::{AnswerMemoryFull, AnswerShare};

/// A picture is encoded in Base64, in JSON, in Base64 again: at most twice its size.
const ENCODED_TWICE: u64 = 2;

/// Answers with a block for each signal, or with the reason why there are none yet.
pub(crate) async fn get_results(State(state): State<AppState>, request: Request) -> Response<Body> {
    match AuthenticatedCall::little(&state, request, "get-results").await {
        Ok(heard) => heard.answer_held(find(&state, &heard).await),
        Err(refused) => refused,
    }
}

async fn find(
    state: &AppState,
    heard: &AuthenticatedCall,
) -> Result<(Message, AnswerShare), Fault> {
    let verification = heard.about(state).await?;
    let asked = Asked::of(&verification, state.app.now());
    let size = state.app.size_to_return(heard.principal(), &verification);
    let size = size.await.map_err(fault)?.saturating_mul(ENCODED_TWICE);
    let memory = state.answers.take(heard.holder(), size);
    let memory = memory.await.map_err(|AnswerMemoryFull| unavailable())?;
    let images = if asked.outcome.is_some() {
        state
            .app
            .images_to_return(heard.principal(), &verification)
            .await
            .map_err(fault)?
    } else {
        Vec::new()
    };
    let images: Vec<Image> = images
        .into_iter()
        .map(|(slot, content)| Image { slot, content })
        .collect();
    let message = render::get_results(&asked, &images, heard.profile());
    Ok((message, memory))
}

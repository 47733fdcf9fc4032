//! `POST /api/v1/end`: closes a transaction whose evidence the business submitted itself.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use proofing::Error;
use verification::capture::OutOfStep;
use verification::stage::Stage;
use wire::capture::{Fault, FaultKind, Message, render};

use super::authenticated_call::AuthenticatedCall;
use super::refusal::fault;
use crate::AppState;

/// Answers once the examination was started. Closing a closed transaction is not an error, because
/// clients repeat calls.
pub(crate) async fn end(State(state): State<AppState>, request: Request) -> Response<Body> {
    match AuthenticatedCall::little(&state, request, "end").await {
        Ok(heard) => heard.answer(close(&state, &heard).await),
        Err(refused) => refused,
    }
}

async fn close(state: &AppState, heard: &AuthenticatedCall) -> Result<Message, Fault> {
    let verification = heard.about(state).await?;
    let is_closed = verification.is_direct()
        && matches!(
            verification.stage,
            Stage::Processing | Stage::InReview(_) | Stage::Accepted(_) | Stage::Declined(_)
        );
    if !is_closed {
        state
            .app
            .end(heard.principal(), verification.id)
            .await
            .map_err(|error| match error {
                Error::OutOfStep(OutOfStep::Elsewhere(_)) => {
                    Fault::new(FaultKind::OutOfStep, "Nothing was submitted yet.")
                }
                other => fault(other),
            })?;
    }
    Ok(render::taken(
        "end",
        verification.transaction,
        heard.profile(),
    ))
}

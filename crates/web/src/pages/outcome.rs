//! The answer to what a page's script did: the address of the page where the person is then, or a
//! refusal.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use proofing::acts::capture::Visit;
use serde_json::json;

use super::applicant::Applicant;
use super::refusal::Refusal;
use crate::AppState;
use crate::answer::Answer;

impl Applicant {
    /// Answers with where the person is after an act that led to this visit.
    pub(super) async fn led(
        self,
        state: &AppState,
        done: Result<Visit, Refusal>,
    ) -> Response<Body> {
        let next = done.map(|visit| self.clone().at(visit).next(state));
        self.sent_to(state, next).await
    }

    /// Answers with the address of the next page. A refusal says where the person is now if that
    /// helps.
    pub(super) async fn sent_to(
        self,
        state: &AppState,
        next: Result<String, Refusal>,
    ) -> Response<Body> {
        match next {
            Ok(next) => {
                let body = json!({ "next": next });
                Answer::json(StatusCode::OK, body.to_string().into_bytes()).into_response()
            }
            Err(refusal) => Box::pin(self.refused(state, refusal)).await.into_response(),
        }
    }
}

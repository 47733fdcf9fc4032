//! Request bodies under limits: so many bytes, and all of them within a time.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::Gate;
use crate::answer::Answer;
use crate::problem;

/// A body that arrived whole.
#[derive(Debug)]
pub(crate) struct Whole {
    /// What the caller says it is.
    pub(crate) content_type: Option<String>,
    /// The bytes.
    pub(crate) bytes: Bytes,
}

impl FromRequest<Gate> for Whole {
    type Rejection = Answer;

    async fn from_request(request: Request, gate: &Gate) -> Result<Self, Answer> {
        let text = |value: &http::HeaderValue| value.to_str().ok().map(str::to_owned);
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(text);
        let declared = request.headers().get(header::CONTENT_LENGTH).and_then(text).and_then(|text| text.parse::<u64>().ok());
        let limit = gate.settings.max_body;
        if declared.is_some_and(|declared| declared > limit as u64) {
            return Err(too_large(limit));
        }
        let reading = collect(request.into_body(), limit);
        match tokio::time::timeout(gate.settings.body_deadline, reading).await {
            Ok(Ok(bytes)) => Ok(Self { content_type, bytes }),
            Ok(Err(Broken::TooLarge)) => Err(too_large(limit)),
            Ok(Err(Broken::CutOff)) => Err(problem::plain(StatusCode::BAD_REQUEST, "The request body broke off.")),
            Err(_) => Err(problem::plain(StatusCode::REQUEST_TIMEOUT, "The request body took too long to arrive.")),
        }
    }
}

/// What can go wrong while a body arrives.
enum Broken {
    TooLarge,
    CutOff,
}

async fn collect(body: Body, limit: usize) -> Result<Bytes, Broken> {
    match Limited::new(body, limit).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Broken::TooLarge),
        Err(_) => Err(Broken::CutOff),
    }
}

fn too_large(limit: usize) -> Answer {
    let said = format!("The request body may not be greater than {} MiB.", limit / (1024 * 1024));
    problem::plain(StatusCode::PAYLOAD_TOO_LARGE, &said)
}

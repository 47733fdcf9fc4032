//! Request bodies under limits: so many bytes each, so many of all at a time, within a time.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use wire::verify::render::Failure;

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
    /// Its part of the memory that all bodies share. Whoever keeps what was made of the body keeps this.
    pub(crate) room: OwnedSemaphorePermit,
}

impl FromRequest<Gate> for Whole {
    type Rejection = Answer;

    async fn from_request(request: Request, gate: &Gate) -> Result<Self, Answer> {
        let text = |value: &http::HeaderValue| value.to_str().ok().map(str::to_owned);
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(text);
        let declared = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(text)
            .and_then(|text| text.parse::<u64>().ok());
        let limit = gate.settings.max_body;
        if declared.is_some_and(|declared| declared > limit as u64) {
            return Err(too_large(limit));
        }
        let deadline = Instant::now() + gate.settings.body_deadline;
        let room = timeout_at(deadline, gate.bodies.take(declared.unwrap_or(limit as u64)));
        let Ok(Some(room)) = room.await else {
            return Err(problem::failure(Failure::Unavailable));
        };
        let reading = collect(request.into_body(), limit);
        match timeout_at(deadline, reading).await {
            Ok(Ok(bytes)) => Ok(Self {
                content_type,
                bytes,
                room,
            }),
            Ok(Err(Broken::TooLarge)) => Err(too_large(limit)),
            Ok(Err(Broken::CutOff)) => Err(problem::body(
                StatusCode::BAD_REQUEST,
                "The request body broke off.",
            )),
            Err(_) => Err(problem::body(
                StatusCode::REQUEST_TIMEOUT,
                "The request body took too long to arrive.",
            )),
        }
    }
}

/// The memory that all request bodies share.
#[derive(Debug, Clone)]
pub(crate) struct Bodies {
    /// One permit a kibibyte.
    room: Arc<Semaphore>,
    total: u32,
}

impl Bodies {
    /// Room for this many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        let total = u32::try_from(bytes / 1024).unwrap_or(u32::MAX).max(1);
        let room = Arc::new(Semaphore::new(total as usize));
        Self { room, total }
    }

    /// Waits for room for a body of this many bytes. The largest waits until it is alone.
    async fn take(&self, bytes: u64) -> Option<OwnedSemaphorePermit> {
        let kibibytes = u32::try_from(bytes.div_ceil(1024))
            .unwrap_or(u32::MAX)
            .clamp(1, self.total);
        // The semaphore is never closed.
        Arc::clone(&self.room)
            .acquire_many_owned(kibibytes)
            .await
            .ok()
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
    problem::failure(Failure::TooLarge(limit as u64))
}

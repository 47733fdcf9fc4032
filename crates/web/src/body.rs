//! Request bodies under limits: so many bytes each, so many of all at a time, within a time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};
use wire::verify::render::Failure;

use crate::Gate;
use crate::answer::Answer;
use crate::problem;

/// Bodies up to this many bytes are held without asking for room: the slots bound their number.
pub(crate) const SMALL: usize = 64 * 1024;

/// The body with which a stranger asks for a proof: one token.
const TOKEN: usize = 4 * 1024;

/// A token is one packet; whoever needs longer for it only holds a slot.
const TOKEN_DEADLINE: Duration = Duration::from_secs(5);

/// A frame that takes longer shows what was.
const FRAME_DEADLINE: Duration = Duration::from_secs(5);

/// How much of a body is taken in, and until when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    bytes: usize,
    time: Duration,
}

impl Allowance {
    /// A request with its proofs.
    pub(crate) fn large(gate: &Gate) -> Self {
        Self {
            bytes: gate.settings.max_body,
            time: gate.settings.body_deadline,
        }
    }

    /// A reference and a few words.
    pub(crate) fn small(gate: &Gate) -> Self {
        Self::large(gate).at_most(SMALL, gate.settings.body_deadline)
    }

    /// A token, of a stranger.
    pub(crate) fn token(gate: &Gate) -> Self {
        Self::large(gate).at_most(TOKEN, TOKEN_DEADLINE)
    }

    /// A picture, from a telephone on a slow network: twice the usual time.
    pub(crate) fn upload(gate: &Gate, bytes: usize) -> Self {
        let time = gate.settings.body_deadline.saturating_mul(2);
        Self {
            bytes: gate.settings.max_body.min(bytes),
            time,
        }
    }

    /// One small picture of a live camera: late, it is of no use.
    pub(crate) fn frame(gate: &Gate, bytes: usize) -> Self {
        Self::large(gate).at_most(bytes, FRAME_DEADLINE)
    }

    fn at_most(self, bytes: usize, time: Duration) -> Self {
        Self {
            bytes: self.bytes.min(bytes),
            time: self.time.min(time),
        }
    }
}

/// A body that arrived whole.
pub(crate) struct Whole {
    /// What the caller says it is.
    pub(crate) content_type: Option<String>,
    /// The bytes.
    pub(crate) bytes: Bytes,
    /// Its part of the memory that all bodies share. Whoever keeps what was made of the body keeps this.
    /// A small body has none.
    pub(crate) room: Option<OwnedSemaphorePermit>,
}

/// A body is personal: its length is shown, never its bytes.
impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Whole({} bytes)", self.bytes.len())
    }
}

impl Whole {
    /// Takes in the body of a request, or says why not.
    pub(crate) async fn read(
        request: Request,
        gate: &Gate,
        allowed: Allowance,
    ) -> Result<Self, Answer> {
        Self::take(request, gate, allowed)
            .await
            .map_err(|broken| match broken {
                Broken::TooLarge(limit) => problem::failure(Failure::TooLarge(limit as u64)),
                Broken::CutOff => {
                    problem::body(StatusCode::BAD_REQUEST, "The request body broke off.")
                }
                Broken::TooSlow => problem::failure(Failure::TooSlow),
                Broken::NoRoom => problem::failure(Failure::Unavailable),
            })
    }

    /// The same, for whoever answers in words of their own.
    pub(crate) async fn take(
        request: Request,
        gate: &Gate,
        allowed: Allowance,
    ) -> Result<Self, Broken> {
        let content_type = text(request.headers(), header::CONTENT_TYPE).map(str::to_owned);
        let declared = text(request.headers(), header::CONTENT_LENGTH)
            .and_then(|text| text.parse::<u64>().ok());
        let limit = allowed.bytes;
        if declared.is_some_and(|declared| declared > limit as u64) {
            return Err(Broken::TooLarge(limit));
        }
        let deadline = Instant::now() + allowed.time;
        let expected = declared.unwrap_or(limit as u64);
        let room = if expected <= SMALL as u64 {
            None
        } else {
            match timeout_at(deadline, gate.bodies.take(expected)).await {
                Ok(Some(room)) => Some(room),
                _ => return Err(Broken::NoRoom),
            }
        };
        match timeout_at(deadline, collect(request.into_body(), limit)).await {
            Ok(whole) => whole.map(|bytes| Self {
                content_type,
                bytes,
                room,
            }),
            Err(_) => Err(Broken::TooSlow),
        }
    }
}

/// The text of a header, if it is one.
fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).map(HeaderValue::to_str)?.ok()
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It has more than this many bytes.
    TooLarge(usize),
    /// It ended before its end.
    CutOff,
    /// It had not arrived in time.
    TooSlow,
    /// Too many bodies are arriving.
    NoRoom,
}

async fn collect(body: Body, limit: usize) -> Result<Bytes, Broken> {
    match Limited::new(body, limit).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Broken::TooLarge(limit)),
        Err(_) => Err(Broken::CutOff),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_content() {
        let whole = Whole {
            content_type: Some("John Carter Doe".to_owned()),
            bytes: Bytes::from_static(b"John Carter Doe"),
            room: None,
        };
        assert_eq!(format!("{whole:?}"), "Whole(15 bytes)");
    }
}

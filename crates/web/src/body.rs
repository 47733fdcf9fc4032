//! Request bodies under limits: of the size of each, of the memory of all, of time, and of the
//! minimum rate.

use std::fmt;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout_at};
use wire::verify::render::Failure;

use crate::AppState;
use crate::answer::Answer;
use crate::body_memory::{BodyMemory, BodyShare};
use crate::limits::{Limits, SMALL};
use crate::problem;
use crate::shares::Holder;

/// The maximum size of a body with which a stranger asks for a proof: one token.
const TOKEN: usize = 4 * 1024;

/// A token fits into one packet, so whoever needs longer for it only holds a slot.
const TOKEN_DEADLINE: Duration = Duration::from_secs(5);

/// A frame that takes longer shows the past. On a slow link, a barcode needs most of this: the page
/// itself gives up a second earlier (`assets/link.js`).
const FRAME_DEADLINE: Duration = Duration::from_secs(15);

/// How much of a body is read, and until when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    bytes: usize,
    time: Duration,
}

impl Allowance {
    /// Allows a request with its proofs.
    pub(crate) fn large(state: &AppState) -> Self {
        Self {
            bytes: state.settings.max_body,
            time: state.settings.body_deadline,
        }
    }

    /// Allows a reference and a few words.
    pub(crate) fn small(state: &AppState) -> Self {
        Self::large(state).at_most(SMALL, state.settings.body_deadline)
    }

    /// Allows a stranger's token.
    pub(crate) fn token(state: &AppState) -> Self {
        Self::large(state).at_most(TOKEN, TOKEN_DEADLINE)
    }

    /// Allows a picture from a phone on a slow network, with twice the usual time.
    pub(crate) fn upload(state: &AppState, bytes: usize) -> Self {
        let time = state.settings.body_deadline.saturating_mul(2);
        Self {
            bytes: state.settings.max_body.min(bytes),
            time,
        }
    }

    /// Allows one small picture of a live camera, which is useless if it is late.
    pub(crate) fn frame(state: &AppState, bytes: usize) -> Self {
        Self::large(state).at_most(bytes, FRAME_DEADLINE)
    }

    fn at_most(self, bytes: usize, time: Duration) -> Self {
        Self {
            bytes: self.bytes.min(bytes),
            time: self.time.min(time),
        }
    }
}

/// A body that arrived completely.
pub(crate) struct BufferedBody {
    /// The content type that the caller declared.
    pub(crate) content_type: Option<String>,
    /// The bytes.
    pub(crate) bytes: Bytes,
    /// Its share of the memory for all bodies. Whoever keeps what was made of the body also keeps
    /// this. A small body has none.
    pub(crate) share: BodyShare,
}

/// A body is personal, so only its length is shown.
impl fmt::Debug for BufferedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BufferedBody({} bytes)", self.bytes.len())
    }
}

impl BufferedBody {
    /// Reads the body of a request, or returns the answer that says why not.
    pub(crate) async fn read(
        request: Request,
        state: &AppState,
        allowed: Allowance,
        holder: Holder,
    ) -> Result<Self, Answer> {
        Self::take(request, state, allowed, holder)
            .await
            .map_err(|broken| match broken {
                BodyError::TooLarge(limit) => problem::failure(Failure::TooLarge(limit as u64)),
                BodyError::CutOff => {
                    problem::body(StatusCode::BAD_REQUEST, "The request body broke off.")
                }
                BodyError::TooSlow => problem::failure(Failure::TooSlow),
                BodyError::BodyMemoryFull => problem::failure(Failure::Unavailable),
                BodyError::Encoded => problem::body(StatusCode::UNSUPPORTED_MEDIA_TYPE, ENCODED),
            })
    }

    /// Does the same for callers that answer in words of their own.
    pub(crate) async fn take(
        request: Request,
        state: &AppState,
        allowed: Allowance,
        holder: Holder,
    ) -> Result<Self, BodyError> {
        let headers = request.headers();
        let content_type = text(headers, header::CONTENT_TYPE).map(str::to_owned);
        if is_encoded(headers) {
            return Err(BodyError::Encoded);
        }
        let declared = text(headers, header::CONTENT_LENGTH)
            .and_then(|text| text.parse::<u64>().ok())
            .map(|declared| usize::try_from(declared).unwrap_or(usize::MAX));
        if declared.is_some_and(|declared| declared > allowed.bytes) {
            return Err(BodyError::TooLarge(allowed.bytes));
        }
        let arriving = Arriving {
            most: declared.unwrap_or(allowed.bytes),
            allowed,
            pace: Pace::of(&state.settings.limits),
            memory: &state.bodies,
            holder,
        };
        let (bytes, share) = arriving.collect(request.into_body()).await?;
        Ok(Self {
            content_type,
            bytes,
            share,
        })
    }
}

/// Returns the text of a header, if it is one.
fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).map(HeaderValue::to_str)?.ok()
}

/// Returns true if a body is encoded. Nothing is decompressed here, because a little could become a
/// lot.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    let plain = |coding: &str| coding.is_empty() || coding.eq_ignore_ascii_case("identity");
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|value| {
            let codings = value.to_str().unwrap_or("?");
            !codings.split(',').map(str::trim).all(plain)
        })
}

/// The sentence for a sender of a compressed body.
pub(crate) const ENCODED: &str = "The request body is encoded (Content-Encoding: gzip, deflate …), which is not taken here: send it as it is.";

/// What can go wrong while a body arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// It ended prematurely.
    CutOff,
    /// It did not arrive in time, or arrived too slowly.
    TooSlow,
    /// Too many bodies are arriving.
    BodyMemoryFull,
    /// It is compressed.
    Encoded,
}

/// How slowly a body may arrive.
#[derive(Debug, Clone, Copy)]
struct Pace {
    grace: Duration,
    bytes_a_second: u32,
}

impl Pace {
    fn of(limits: &Limits) -> Self {
        Self {
            grace: limits.body_grace,
            bytes_a_second: limits.body_rate.max(1),
        }
    }

    /// Returns how long after its start a body of which this much is there must continue.
    fn patience(self, arrived: usize) -> Duration {
        let arrived = arrived as f64 / f64::from(self.bytes_a_second);
        self.grace + Duration::try_from_secs_f64(arrived).unwrap_or(Duration::MAX / 2)
    }
}

/// A body while it arrives.
struct Arriving<'a> {
    /// The maximum number of bytes that it can have.
    most: usize,
    allowed: Allowance,
    pace: Pace,
    memory: &'a BodyMemory,
    holder: Holder,
}

impl Arriving<'_> {
    async fn collect(self, body: Body) -> Result<(Bytes, BodyShare), BodyError> {
        let mut body = std::pin::pin!(body);
        let mut begun = Instant::now();
        let deadline = begun + self.allowed.time;
        let mut whole: Vec<u8> = Vec::new();
        let mut share = BodyShare::default();
        loop {
            // A body that waits for memory is not to blame for being slow, so its clock stands
            // still.
            let late = begun + self.pace.patience(whole.len());
            let frame = match timeout_at(deadline.min(late), body.frame()).await {
                Err(_) => return Err(BodyError::TooSlow),
                Ok(None) => return Ok((Bytes::from(whole), share)),
                Ok(Some(Err(_))) => return Err(BodyError::CutOff),
                Ok(Some(Ok(frame))) => frame,
            };
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let needed = whole.len() + data.len();
            if needed > self.allowed.bytes {
                return Err(BodyError::TooLarge(self.allowed.bytes));
            }
            if needed > whole.capacity() {
                // The buffer doubles, so that a body is not moved for every packet, but never
                // exceeds the body's maximum.
                let capacity = (2 * whole.len()).max(SMALL).min(self.most).max(needed);
                let waits = Instant::now();
                let more = self
                    .memory
                    .grow(&mut share, self.holder, capacity, self.most);
                if timeout_at(deadline, more).await != Ok(Ok(())) {
                    return Err(BodyError::BodyMemoryFull);
                }
                begun += waits.elapsed();
                whole.reserve_exact(capacity - whole.len());
            }
            // The bytes are copied, because a packet of one byte would keep everything that was
            // read with it.
            whole.extend_from_slice(&data);
        }
    }
}

#[cfg(test)]
mod tests;

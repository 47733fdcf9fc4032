//! Admission, which every request passes on its way in, and every answer on its way out.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::Instant;
use wire::verify::render::Failure;

use crate::body::is_encoded;
use crate::caller::basic;
use crate::entrance::{Call, Entered};
use crate::marks::{OwnPagesOnly, Unremarkable, Wrong};
use crate::peer::Peer;
use crate::unauthenticated::PendingRequest;
use crate::wrong_keys::Patience;
use crate::{AppState, capture_api, office, pages, problem};

/// After how many seconds a caller who was refused for lack of room may come again.
const COME_AGAIN: &str = "2";

/// The headers that let pages of other origins call.
const CORS: [HeaderName; 5] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
];

/// Admits a request, and keeps what it holds until its answer was read.
pub(crate) async fn entered(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let since = Instant::now();
    let peer = Peer::of(
        request.extensions(),
        request.headers(),
        &state.settings.proxies,
    );
    let at = peer.neighbourhood();
    let pending = Arc::new(PendingRequest::default());
    let place = state.unauthenticated.enter(at, Arc::clone(&pending));
    let patience = state.settings.limits.patience;
    let entered = Entered::new(pending, place, at, patience);
    let call = entered.call();
    let claims = Claims::of(request.headers());
    let is_encoded = is_encoded(request.headers());
    let path = request.uri().path();
    let is_own = pages::is_own(path) || office::is_own(path);
    let is_capture = capture_api::is_at(request.uri().path(), &state.settings.base_path);
    request.extensions_mut().insert(entered);
    let busy = || {
        if is_capture {
            capture_api::busy()
        } else {
            problem::failure(Failure::Unavailable).into_response()
        }
    };
    let mut response = tokio::select! {
        biased;
        response = next.run(request) => response,
        () = call.pending.gone.cancelled() => busy(),
    };
    if response.extensions().get::<Wrong>().is_some() {
        let id = claims.id();
        let id = id.as_ref().map(String::as_bytes);
        if state.wrong_keys.answer(at, id, since).await == Patience::Over {
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().remove(header::WWW_AUTHENTICATE);
            response.extensions_mut().insert(Unremarkable);
        }
    }
    if is_own || response.extensions().get::<OwnPagesOnly>().is_some() {
        for name in CORS {
            response.headers_mut().remove(name);
        }
    }
    if is_encoded && response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        // What would have been taken (RFC 9110 §15.5.16).
        let plain = HeaderValue::from_static("identity");
        response
            .headers_mut()
            .insert(header::ACCEPT_ENCODING, plain);
    }
    if matches!(response.status().as_u16(), 429 | 503) {
        response
            .headers_mut()
            .entry(header::RETRY_AFTER)
            .or_insert(HeaderValue::from_static(COME_AGAIN));
    }
    response.map(|body| {
        *call.pending.answer() = Some(body);
        Body::new(Answering(call))
    })
}

/// What the headers of a request claim about its sender. They are only read if the key was wrong.
struct Claims {
    customer: Option<HeaderValue>,
    authorization: Option<HeaderValue>,
}

impl Claims {
    fn of(headers: &HeaderMap) -> Self {
        Self {
            customer: headers.get(wire::capture::signature::CUSTOMER_ID).cloned(),
            authorization: headers.get(header::AUTHORIZATION).cloned(),
        }
    }

    /// Returns the ID of the account that the sender claims to be. Tokens have no owner that could
    /// be named.
    fn id(&self) -> Option<String> {
        if let Some(customer) = &self.customer {
            return customer.to_str().ok().map(str::to_owned);
        }
        let offered = self.authorization.as_ref()?.to_str().ok()?;
        let (scheme, value) = offered.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        basic(value.trim()).map(|(id, _)| id)
    }
}

/// An answer on its way out, with what its request holds.
struct Answering(Arc<Call>);

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.0.pending.answer().as_mut() {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(Some(Err(axum::Error::new(SentAway)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        let answer = self.0.pending.answer();
        answer.as_ref().is_some_and(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let answer = self.0.pending.answer();
        answer.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}

/// Somebody else needed the place.
#[derive(Debug)]
struct SentAway;

impl fmt::Display for SentAway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody took the answer, and others wait")
    }
}

impl std::error::Error for SentAway {}

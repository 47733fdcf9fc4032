//! The entrance: what every request passes, and what it holds while it is answered.
//!
//! A request comes into the [lobby](crate::lobby). Once its sender has proved something it leaves
//! it for a [slot](Slots) of its own kind, counted by what was proved. Lobby and slot are held
//! until the answer was taken, not only made: an answer that nobody reads takes memory too.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, timeout};
use wire::verify::render::Failure;

use crate::body::is_encoded;
use crate::caller::basic;
use crate::doubts::Patience;
use crate::limits::Limits;
use crate::lobby::{Guest, Place};
use crate::peer::{Neighbourhood, Peer};
use crate::shares::{Holder, Permit, Portions, Shares};
use crate::{Gate, capture, capture_api, problem};

/// When a caller who was refused for want of room may come again, in seconds.
const COME_AGAIN: &str = "2";

/// What lets pages of other origins call.
const CORS: [HeaderName; 5] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
];

/// How many requests of each kind are answered at a time. One kind never takes another one's.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    /// The verification protocol.
    pub(crate) accounts: Shares,
    /// The capture protocol.
    pub(crate) calls: Shares,
    /// Its calls that wait for news: they are many and do nothing.
    pub(crate) waits: Shares,
    /// What the pages call.
    pub(crate) pages: Shares,
    /// What people hand in: from a slow network it takes its time.
    pub(crate) uploads: Shares,
    /// Pages that are followed by a second screen.
    pub(crate) streams: Shares,
}

impl Slots {
    pub(crate) fn new(max_requests: usize, limits: &Limits) -> Self {
        let usual = || Shares::new(Portions::of(max_requests, limits.link_requests, limits));
        let kept = |total, link| Shares::new(Portions::of(total, link, limits));
        Self {
            accounts: usual(),
            calls: usual(),
            waits: kept(limits.max_waits, limits.link_streams),
            pages: usual(),
            uploads: usual(),
            streams: kept(limits.max_streams, limits.link_streams),
        }
    }
}

/// One request on its way. Rides on the request, and under its answer.
#[derive(Debug, Clone)]
pub(crate) struct Entered {
    call: Arc<Call>,
    at: Neighbourhood,
    /// A caller who waits longer for a slot is better served by an answer than by a slot.
    patience: Duration,
}

#[derive(Debug)]
struct Call {
    guest: Arc<Guest>,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    lobby: Option<Place>,
    slot: Option<Permit>,
}

/// No slot became free in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Busy;

impl Entered {
    /// Whoever proved nothing, by their address.
    pub(crate) const fn stranger(&self) -> Holder {
        Holder::Stranger(self.at)
    }

    /// The sender has proved who they are: out of the lobby and into a slot.
    pub(crate) async fn prove(&self, slots: &Shares, holder: Holder) -> Result<(), Busy> {
        drop(self.call.held().lobby.take());
        match timeout(self.patience, slots.take(holder, 1)).await {
            Ok(slot) => {
                self.call.held().slot = Some(slot);
                Ok(())
            }
            Err(_) => Err(Busy),
        }
    }

    /// The same without waiting for a slot.
    pub(crate) fn prove_now(&self, slots: &Shares, holder: Holder) -> Result<(), Busy> {
        let slot = slots.try_take(holder, 1).ok_or(Busy)?;
        let mut held = self.call.held();
        held.slot = Some(slot);
        drop(held.lobby.take());
        Ok(())
    }
}

impl Call {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromRequestParts<Gate> for Entered {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Gate) -> Result<Self, Response> {
        Self::of(&parts.extensions).ok_or_else(|| {
            // No route is without the layer that puts it there.
            problem::failure(Failure::Internal).into_response()
        })
    }
}

impl Entered {
    /// What rides on a request.
    pub(crate) fn of(extensions: &Extensions) -> Option<Self> {
        extensions.get::<Self>().cloned()
    }
}

/// Rides on an answer that says that a key, a token or a link is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wrong;

/// Rides on an answer that is one of too many, and not worth a line of the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unremarkable;

/// Rides on what is for pages of this server alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnPagesOnly;

/// Lets a request in, and holds what it holds until its answer was taken.
pub(crate) async fn entered(
    State(gate): State<Gate>,
    mut request: Request,
    next: Next,
) -> Response {
    let since = Instant::now();
    let peer = Peer::of(
        request.extensions(),
        request.headers(),
        &gate.settings.proxies,
    );
    let at = peer.neighbourhood();
    let guest = Arc::new(Guest::default());
    let call = Arc::new(Call {
        held: Mutex::new(Held {
            lobby: Some(gate.lobby.enter(at, Arc::clone(&guest))),
            slot: None,
        }),
        guest,
    });
    let claims = Claims::of(request.headers());
    let is_encoded = is_encoded(request.headers());
    let is_own = capture::is_own(request.uri().path());
    let is_capture = capture_api::is_at(request.uri().path(), &gate.settings.base_path);
    request.extensions_mut().insert(Entered {
        call: Arc::clone(&call),
        at,
        patience: gate.settings.limits.patience,
    });
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
        () = call.guest.gone.cancelled() => busy(),
    };
    if response.extensions().get::<Wrong>().is_some() {
        let id = claims.id();
        let id = id.as_ref().map(String::as_bytes);
        if gate.doubts.answer(at, id, since).await == Patience::Over {
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
        *call.guest.answer() = Some(body);
        Body::new(Answering(call))
    })
}

/// What the headers of a request say of who sends it. Looked into only where it was wrong.
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

    /// The id of the account that the sender claims to be. Tokens are of nobody that could be
    /// named.
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

/// An answer on its way out, and under it what its request holds.
struct Answering(Arc<Call>);

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.0.guest.answer().as_mut() {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(Some(Err(axum::Error::new(SentAway)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        let answer = self.0.guest.answer();
        answer.as_ref().is_some_and(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let answer = self.0.guest.answer();
        answer.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}

/// The place was wanted for somebody else.
#[derive(Debug)]
struct SentAway;

impl fmt::Display for SentAway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody took the answer, and others wait")
    }
}

impl std::error::Error for SentAway {}

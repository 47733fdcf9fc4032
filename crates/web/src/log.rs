//! Logging of requests: one span and one line for each, and a name by which both sides can refer to
//! it.
//!
//! Nothing personal is logged: the route as it is declared, never the path or the query as they
//! were sent. `docs/reference/logging.md` explains the fields.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::field::{Empty, display};
use tracing::{Instrument, Span};
use verification::VerificationId;

pub(crate) use crate::marks::For;
use crate::marks::Unremarkable;

/// The names of requests, which are random, so that nobody learns from their own how many others
/// there were.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Arc<Drawn>);

/// A counter behind a hash with a secret key, which is as good as random and does not call the
/// system for every request.
#[derive(Debug, Default)]
struct Drawn {
    key: RandomState,
    count: AtomicU64,
}

impl Names {
    fn next(&self) -> String {
        let count = self.0.count.fetch_add(1, Ordering::Relaxed);
        format!("req-{:016x}", self.0.key.hash_one(count))
    }
}

tokio::task_local! {
    /// The verification that this task's request is about, once it is known.
    static ABOUT: About;
}

/// The verification that a request is about.
type About = Arc<OnceLock<VerificationId>>;

/// Records which verification this task's request is about.
pub(crate) fn is_about(id: VerificationId) {
    // Outside of a request there is nothing to record.
    let _ = ABOUT.try_with(|about| {
        if about.set(id).is_ok() {
            Span::current().record("verification.id", display(id));
        }
    });
}

/// Logs a request when it is answered, or when its caller is gone.
pub(crate) async fn logged(State(names): State<Names>, request: Request, next: Next) -> Response {
    let name = names.next();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = method(request.method());
    let span = tracing::info_span!(
        "request",
        id = name,
        method,
        route = route.as_ref().map(MatchedPath::as_str),
        verification.id = Empty,
        status = Empty,
        account = Empty,
        duration_ms = Empty,
    );
    let mut line = Line {
        span: span.clone(),
        name,
        method,
        route,
        about: About::default(),
        since: Instant::now(),
        status: None,
        account: None,
        is_remarkable: true,
    };
    let answering = next.run(request).instrument(span);
    let mut response = ABOUT.scope(Arc::clone(&line.about), answering).await;
    line.status = Some(response.status().as_u16());
    line.account = response.extensions().get::<For>().copied();
    line.is_remarkable = response.extensions().get::<Unremarkable>().is_none();
    if let Ok(name) = HeaderValue::from_str(&line.name) {
        let header = HeaderName::from_static("x-request-id");
        response.headers_mut().insert(header, name);
    }
    response
}

/// A method that the caller invented may contain anything.
fn method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or("other")
}

/// What is known about a request. It is logged when this is dropped, which also happens if the
/// caller hangs up.
struct Line {
    span: Span,
    name: String,
    method: &'static str,
    route: Option<MatchedPath>,
    about: About,
    since: Instant,
    status: Option<u16>,
    account: Option<For>,
    is_remarkable: bool,
}

impl Drop for Line {
    fn drop(&mut self) {
        let duration_ms = self.since.elapsed().as_millis() as u64;
        let account = || self.account.map(|of| display(of.0));
        self.span.record("duration_ms", duration_ms);
        self.span.record("status", self.status);
        self.span.record("account", account());
        if !self.is_remarkable {
            return;
        }
        // It is outside of the span, whose fields it contains itself.
        tracing::info!(
            id = self.name,
            method = self.method,
            route = self.route.as_ref().map(MatchedPath::as_str),
            verification.id = self.about.get().map(display),
            status = self.status,
            account = account(),
            duration_ms,
            "{}",
            if self.status.is_some() {
                "answered"
            } else {
                "the caller has gone"
            }
        );
    }
}

//! One span and one line in the log for each request, and the name by which both sides can speak of
//! it.
//!
//! Nothing personal: the route as it is declared, never the path or the query as they were sent.
//! What the fields mean is in `docs/reference/logging.md`.

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

/// Names of requests: drawn, so that nobody learns from theirs how many others there were.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Arc<Drawn>);

/// A count, seen through a hash whose key nobody knows: as good as drawn, without asking the system
/// for every request.
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
    /// What the request of this task is about, once that is known.
    static ABOUT: About;
}

/// The verification that a request is about.
type About = Arc<OnceLock<VerificationId>>;

/// From here on it is known which verification the request of this task is about.
pub(crate) fn is_about(id: VerificationId) {
    // Outside of a request there is nobody to tell.
    let _ = ABOUT.try_with(|about| {
        if about.set(id).is_ok() {
            Span::current().record("verification.id", display(id));
        }
    });
}

/// Logs a request when it is answered, or when its caller has gone.
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

/// A method of the caller's own making may say anything.
fn method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let known = KNOWN.into_iter().find(|known| *known == method.as_str());
    known.unwrap_or("other")
}

/// What is known of a request. It is written when it is dropped: a caller who hangs up drops it
/// too.
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
        // Outside of the span, whose fields it has itself.
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

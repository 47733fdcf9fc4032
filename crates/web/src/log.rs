//! One line in the log for each request, and the name by which both sides can speak of it.
//!
//! Nothing personal: the route as it is declared, never the path or the query as they were sent.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

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

/// Logs a request when it is answered, or when its caller has gone.
pub(crate) async fn logged(State(names): State<Names>, request: Request, next: Next) -> Response {
    let mut line = Line {
        name: names.next(),
        method: request.method().clone(),
        route: request.extensions().get::<MatchedPath>().cloned(),
        since: Instant::now(),
        status: None,
        account: None,
        is_remarkable: true,
    };
    let span = tracing::info_span!("request", id = line.name);
    let mut response = next.run(request).instrument(span).await;
    line.status = Some(response.status().as_u16());
    line.account = response.extensions().get::<For>().copied();
    line.is_remarkable = response.extensions().get::<Unremarkable>().is_none();
    if let Ok(name) = HeaderValue::from_str(&line.name) {
        let header = HeaderName::from_static("x-request-id");
        response.headers_mut().insert(header, name);
    }
    response
}

/// What is known of a request. It is written when it is dropped: a caller who hangs up drops it
/// too.
struct Line {
    name: String,
    method: Method,
    route: Option<MatchedPath>,
    since: Instant,
    status: Option<u16>,
    account: Option<For>,
    is_remarkable: bool,
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.is_remarkable {
            return;
        }
        // A method of the caller's own making may say anything.
        let method = match self.method.as_str() {
            known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known,
            _ => "other",
        };
        tracing::info!(
            id = self.name,
            method,
            route = self.route.as_ref().map(MatchedPath::as_str),
            status = self.status,
            account = self.account.map(|of| tracing::field::display(of.0)),
            duration_ms = self.since.elapsed().as_millis() as u64,
            "{}",
            if self.status.is_some() {
                "answered"
            } else {
                "the caller has gone"
            }
        );
    }
}

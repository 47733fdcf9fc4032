//! Slots: how many requests are answered at a time. Who gets none soon is told to come again.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use wire::verify::render::Failure;

use crate::problem;

/// A caller who waits longer is better served by an answer than by a slot.
const PATIENCE: Duration = Duration::from_secs(3);

/// The slots of one kind of request.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    free: Arc<Semaphore>,
    patience: Duration,
    /// What is said to who gets none.
    busy: fn() -> Response,
}

impl Slots {
    /// So many, and at least one.
    pub(crate) fn new(count: usize) -> Self {
        Self {
            free: Arc::new(Semaphore::new(count.clamp(1, Semaphore::MAX_PERMITS))),
            patience: PATIENCE,
            busy: || problem::failure(Failure::Unavailable).into_response(),
        }
    }

    /// The same, with other words for who gets none.
    pub(crate) fn saying(self, busy: fn() -> Response) -> Self {
        Self { busy, ..self }
    }
}

/// Answers a request in a slot of its own, or says that there is none.
pub(crate) async fn within(State(slots): State<Slots>, request: Request, next: Next) -> Response {
    // The semaphore is never closed.
    match timeout(slots.patience, slots.free.acquire()).await {
        Ok(Ok(_slot)) => next.run(request).await,
        _ => (slots.busy)(),
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::StatusCode;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn who_gets_no_slot_is_told_so() {
        let slots = Slots {
            patience: Duration::from_millis(1),
            ..Slots::new(1)
        };
        let router = Router::new()
            .route("/", get(async || "here"))
            .route_layer(from_fn_with_state(slots.clone(), within));
        let ask = async || {
            let request = Request::new(Body::empty());
            router
                .clone()
                .oneshot(request)
                .await
                .map(|reply| reply.status())
        };
        assert_eq!(ask().await, Ok(StatusCode::OK));
        let taken = slots.free.acquire().await;
        assert_eq!(ask().await, Ok(StatusCode::SERVICE_UNAVAILABLE));
        drop(taken);
        assert_eq!(ask().await, Ok(StatusCode::OK));
    }
}

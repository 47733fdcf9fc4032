//! The capture protocol's endpoints, one per file: each extracts, calls one use case and presents
//! the result.
//!
//! A call is answered in its own encoding, and signed as it was signed.
//! `docs/reference/capture-protocol.md` lists the decisions that the protocol leaves open.

mod answer;
mod authenticated_call;
mod barcode_only;
mod credentials;
mod end;
mod events;
mod fallback;
mod get_results;
mod get_status;
mod refusal;
mod reporting;
mod selfie;
mod start;
mod stranger;
mod submit;

use axum::Router;
use axum::routing::{MethodRouter, any, get, post};
use wire::capture::PREFIX;

pub(crate) use refusal::busy;

use crate::AppState;

/// Returns true if this protocol answers at this path.
pub(crate) fn is_at(path: &str, base: &str) -> bool {
    path.strip_prefix(base)
        .is_some_and(|path| path.starts_with(PREFIX))
}

/// Returns the routes of all endpoints, with and without a slash at the end.
pub(crate) fn routes(base: &str) -> Router<AppState> {
    let calls: [(&str, MethodRouter<AppState>); 14] = [
        ("start", post(start::start)),
        ("end", post(end::end)),
        ("get-results", post(get_results::get_results)),
        ("submit-front", post(submit::front)),
        ("submit-back", post(submit::back)),
        ("submit-barcode", post(submit::barcode)),
        ("submit-selfie", post(submit::selfie)),
        ("start-selfie", post(selfie::start)),
        ("end-selfie", post(selfie::end)),
        ("barcode-only", post(barcode_only::barcode_only)),
        ("get-transaction-data", post(reporting::transactions)),
        ("get-journey-data", post(reporting::journeys)),
        ("get-status", post(get_status::get_status)),
        ("events/{transaction}", get(events::events)),
    ];
    let nowhere = format!("{base}{PREFIX}/{{*elsewhere}}");
    let mut router = Router::new().route(&nowhere, any(fallback::nowhere));
    for (name, handler) in calls {
        let path = format!("{base}{PREFIX}/{name}");
        let handler = handler.fallback(fallback::other_method);
        router = router
            .route(&format!("{path}/"), handler.clone())
            .route(&path, handler);
    }
    router
}

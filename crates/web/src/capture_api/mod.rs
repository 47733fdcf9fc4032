//! The capture protocol's endpoints, one file each: extract, call one use case, present.
//!
//! A call is answered in the encoding that it came in, and signed as it was signed. What the
//! protocol leaves open is decided in `docs/reference/capture-protocol.md`.

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

/// True of a path that this protocol answers at.
pub(crate) fn is_at(path: &str, base: &str) -> bool {
    path.strip_prefix(base)
        .is_some_and(|path| path.starts_with(PREFIX))
}

/// Every endpoint, with and without a slash at its end.
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

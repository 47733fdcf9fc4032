//! The capture protocol's endpoints, one file each: extract, call one use case, present.
//!
//! A call is answered in the encoding that it came in, and signed as it was signed. What the protocol
//! leaves open is decided in `docs/reference/capture-protocol.md`.

mod answer;
mod barcode_only;
mod credentials;
mod end;
mod events;
mod get_results;
mod get_status;
mod heard;
mod refusal;
mod reporting;
mod selfie;
mod start;
mod submit;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, any, get, post};
use wire::capture::PREFIX;

use crate::Gate;
use crate::slots::{Slots, within};

/// How many calls may wait for news at a time, beside those that are answered at once.
const MOST_WAITING: usize = 4_096;

/// Every endpoint, with and without a slash at its end.
///
/// Who waits for news has slots of their own: they are many, they do nothing, and they may not keep others
/// from being answered.
pub(crate) fn routes(base: &str, max_requests: usize) -> Router<Gate> {
    let calls: [(&str, MethodRouter<Gate>); 12] = [
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
    ];
    let waits: [(&str, MethodRouter<Gate>); 2] = [
        ("get-status", post(get_status::get_status)),
        ("events/{transaction}", get(events::events)),
    ];
    under(base, calls, max_requests)
        .merge(under(base, waits, MOST_WAITING))
        .merge(
            Router::new()
                .route(
                    &format!("{base}{PREFIX}/{{*elsewhere}}"),
                    any(refusal::nowhere),
                )
                .route_layer(from_fn_with_state(
                    Slots::new(max_requests).saying(refusal::busy),
                    within,
                )),
        )
}

fn under<const N: usize>(
    base: &str,
    routes: [(&str, MethodRouter<Gate>); N],
    slots: usize,
) -> Router<Gate> {
    let mut router = Router::new();
    for (name, handler) in routes {
        let path = format!("{base}{PREFIX}/{name}");
        let handler = handler.fallback(refusal::other_method);
        router = router
            .route(&format!("{path}/"), handler.clone())
            .route(&path, handler);
    }
    router.route_layer(from_fn_with_state(
        Slots::new(slots).saying(refusal::busy),
        within,
    ))
}

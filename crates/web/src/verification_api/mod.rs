//! The verification protocol's endpoints, one file each.

mod account;
mod delete;
mod open;
mod proof;
mod reasons;
mod status;
mod token;

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use crate::AppState;

/// Returns the routes of all endpoints under the base path, with and without a slash at the end.
///
/// Strangers may ask for proofs. They have no slot, so they stay in the queue.
pub(crate) fn routes(base: &str) -> Router<AppState> {
    let routes: [(&str, MethodRouter<AppState>); 5] = [
        ("/status", post(status::status)),
        ("/delete", post(delete::delete)),
        ("/get/access/token", post(token::token)),
        ("/account/info", get(account::info)),
        ("/decline/reasons", get(reasons::reasons)),
    ];
    let mut router = Router::new().route(&format!("{base}/"), post(open::open));
    if !base.is_empty() {
        router = router.route(base, post(open::open));
    }
    for (path, handler) in routes {
        router = both(router, &format!("{base}{path}"), handler);
    }
    let proof = format!("{base}/proof/{{verification}}/{{service}}/{{side}}");
    both(router, &proof, post(proof::by_body).get(proof::by_query))
}

fn both(router: Router<AppState>, path: &str, handler: MethodRouter<AppState>) -> Router<AppState> {
    router
        .route(path, handler.clone())
        .route(&format!("{path}/"), handler)
}

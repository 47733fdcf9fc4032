//! The verification protocol's endpoints, one file each.

mod account;
mod delete;
mod open;
mod proof;
mod reasons;
mod status;
mod token;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};

use crate::Gate;
use crate::slots::{Slots, within};

/// Every endpoint under the base path, with and without a slash at its end.
///
/// Proofs are asked for by strangers: they have slots of their own, a quarter as many, so that nobody
/// without credentials takes one of an account's.
pub(crate) fn routes(base: &str, max_requests: usize) -> Router<Gate> {
    let routes: [(&str, MethodRouter<Gate>); 5] = [
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
    let handler = post(proof::by_body).get(proof::by_query);
    let strangers = Slots::new(max_requests / 4);
    let proofs =
        both(Router::new(), &proof, handler).route_layer(from_fn_with_state(strangers, within));
    let accounts = Slots::new(max_requests);
    router
        .route_layer(from_fn_with_state(accounts, within))
        .merge(proofs)
}

fn both(router: Router<Gate>, path: &str, handler: MethodRouter<Gate>) -> Router<Gate> {
    router
        .route(path, handler.clone())
        .route(&format!("{path}/"), handler)
}

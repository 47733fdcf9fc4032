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

use crate::Gate;

/// Every endpoint under the base path, with and without a slash at its end.
pub(crate) fn routes(base: &str) -> Router<Gate> {
    let routes: [(&str, MethodRouter<Gate>); 6] = [
        ("/status", post(status::status)),
        ("/delete", post(delete::delete)),
        ("/get/access/token", post(token::token)),
        ("/account/info", get(account::info)),
        ("/decline/reasons", get(reasons::reasons)),
        ("/proof/{verification}/{service}/{side}", post(proof::by_body).get(proof::by_query)),
    ];
    let mut router = Router::new().route(&format!("{base}/"), post(open::open));
    if !base.is_empty() {
        router = router.route(base, post(open::open));
    }
    for (path, handler) in routes {
        router = router
            .route(&format!("{base}{path}"), handler.clone())
            .route(&format!("{base}{path}/"), handler);
    }
    router
}

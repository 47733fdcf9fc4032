//! HTTP: the endpoints of both protocols and health, on one router.
//!
//! Handlers extract, call one use case, present. No rule of the product lives here: what a request
//! means is [`wire`]'s, what follows from it [`proofing`]'s.

mod admission;
mod answer;
mod body;
mod caller;
mod capture_api;
mod doubts;
mod entrance;
mod fallback;
mod health;
mod held;
mod limits;
mod lobby;
mod log;
mod marks;
mod pages;
mod peer;
mod problem;
mod rooms;
mod serve;
mod shares;
mod slots;
mod state;
mod streams;
mod verification_api;

pub use limits::Limits;
pub use peer::{Proxies, ProxyHeader};
pub use serve::{listen, serve};
pub(crate) use state::AppState;
pub use state::Settings;

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware::from_fn_with_state;
use proofing::App;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

/// All endpoints.
pub fn router(app: App, settings: Settings) -> Router {
    let names = log::Names::default();
    let state = AppState::new(app, settings);
    let base = &state.settings.base_path;
    Router::new()
        .merge(verification_api::routes(base))
        .merge(capture_api::routes(base))
        .merge(health::routes())
        .merge(pages::routes())
        .fallback(pages::elsewhere)
        .method_not_allowed_fallback(fallback::method_not_allowed)
        // Within CORS, so that a browser may read this answer too.
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(cors())
        .layer(from_fn_with_state(state.clone(), admission::entered))
        .layer(from_fn_with_state(names, log::logged))
        .with_state(state)
}

/// Browsers call the API directly with a bearer token, from any origin, and read the signatures.
/// What is for pages of this server alone loses these headers at the [door](admission).
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([
            HeaderName::from_static("signature"),
            HeaderName::from_static("sp_signature"),
            header::RETRY_AFTER,
        ])
        .max_age(Duration::from_hours(1))
}

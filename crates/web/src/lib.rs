//! HTTP: the endpoints of both protocols and health, on one router.
//!
//! Handlers extract, call one use case and present the result. They contain no rules of the
//! product: [`wire`] says what a request means, and [`proofing`] what follows from it.

mod admission;
mod answer;
mod answer_memory;
mod body;
mod body_memory;
mod caller;
mod capture_api;
mod entrance;
mod fallback;
mod health;
mod limits;
mod log;
mod marks;
mod office;
mod pages;
mod peer;
mod problem;
mod serve;
mod shares;
mod slots;
mod state;
mod streams;
mod unauthenticated;
mod verification_api;
mod wrong_keys;

pub use limits::Limits;
pub use office::{Needs, OfficeRoute, OfficeSettings, office_routes};
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

/// Creates the router with all endpoints.
pub fn router(app: App, settings: Settings) -> Router {
    let state = AppState::new(app, settings);
    let base = &state.settings.base_path;
    let routes = Router::new()
        .merge(verification_api::routes(base))
        .merge(capture_api::routes(base))
        .merge(health::routes())
        .merge(pages::routes());
    let routes = match state.office {
        Some(_) => routes.merge(office::routes()),
        None => routes,
    };
    layered(routes, state)
}

/// Creates the router of a listener that serves nothing but the pages for staff.
pub fn office_router(app: App, settings: Settings) -> Router {
    let routes = Router::new()
        .merge(office::routes())
        .merge(pages::assets::routes())
        .merge(health::routes());
    layered(routes, AppState::new(app, settings))
}

/// Puts around the routes what every request passes.
fn layered(routes: Router<AppState>, state: AppState) -> Router {
    let names = log::Names::default();
    routes
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
/// Answers that are only for pages of this server lose these headers at the [admission].
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

//! HTTP: the endpoints of both protocols and health, on one router.
//!
//! Handlers extract, call one use case, present. No rule of the product lives here: what a request
//! means is [`wire`]'s, what follows from it [`proofing`]'s.

mod answer;
mod api;
mod body;
mod caller;
mod capture;
mod capture_api;
mod health;
mod log;
mod peer;
mod problem;
mod serve;
mod slots;

pub use peer::{Proxies, ProxyHeader};
pub use serve::serve;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware::from_fn_with_state;
use proofing::Desk;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

/// What the web side is told about the server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A path before every endpoint, without a slash at its end; empty for none.
    pub base_path: String,
    /// The largest request body in bytes.
    pub max_body: usize,
    /// How many bytes all bodies may have at a time; further ones wait.
    pub max_bodies: usize,
    /// A body must have arrived whole within this time.
    pub body_deadline: Duration,
    /// Requests of accounts answered at the same time; more wait a little, then are told to come again.
    pub max_requests: usize,
    /// The proxies in front of the server.
    pub proxies: Proxies,
}

/// What every handler can reach.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) desk: Desk,
    pub(crate) settings: Arc<Settings>,
    pub(crate) bodies: body::Bodies,
    /// As many large bodies are parsed at a time as there are processors.
    pub(crate) parsing: Arc<Semaphore>,
    /// As many frames of live cameras are looked at.
    pub(crate) looking: Arc<Semaphore>,
    /// Pages that are followed by a second screen.
    pub(crate) following: Arc<Semaphore>,
}

/// All endpoints.
pub fn router(desk: Desk, settings: Settings) -> Router {
    let names = log::Names::since(desk.now());
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let gate = Gate {
        desk,
        parsing: Arc::new(Semaphore::new(processors)),
        looking: Arc::new(Semaphore::new(processors)),
        following: Arc::new(Semaphore::new(capture::MOST_FOLLOWERS)),
        bodies: body::Bodies::new(settings.max_bodies),
        settings: Arc::new(settings),
    };
    Router::new()
        .merge(api::routes(
            &gate.settings.base_path,
            gate.settings.max_requests,
        ))
        .merge(capture_api::routes(
            &gate.settings.base_path,
            gate.settings.max_requests,
        ))
        .merge(health::routes())
        .merge(capture::routes(gate.settings.max_requests))
        .fallback(capture::elsewhere)
        .method_not_allowed_fallback(problem::method_not_allowed)
        // Within CORS, so that a browser may read this answer too.
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(cors())
        .layer(from_fn_with_state(names, log::logged))
        .with_state(gate)
}

/// Browsers call the API directly with a bearer token, from any origin, and read the signatures.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([
            HeaderName::from_static("signature"),
            HeaderName::from_static("sp_signature"),
        ])
        .max_age(Duration::from_hours(1))
}

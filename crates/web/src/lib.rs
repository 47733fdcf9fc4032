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
mod doubts;
mod entrance;
mod health;
mod held;
mod limits;
mod lobby;
mod log;
mod peer;
mod problem;
mod rooms;
mod serve;
mod shares;

pub use limits::Limits;
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
use verification::request::MediaType;

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
    /// Requests of one kind answered at the same time; more wait a little, then are told to come
    /// again.
    pub max_requests: usize,
    /// What one caller may have of it.
    pub limits: Limits,
    /// The proxies in front of the server.
    pub proxies: Proxies,
}

/// What every handler can reach.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) desk: Desk,
    pub(crate) settings: Arc<Settings>,
    /// Where requests are that have proved nothing.
    pub(crate) lobby: lobby::Lobby,
    /// Where they are once they have.
    pub(crate) slots: entrance::Slots,
    /// Wrong keys.
    pub(crate) doubts: Arc<doubts::Doubts>,
    /// The memory of large bodies.
    pub(crate) bodies: rooms::Rooms,
    /// The memory of large answers.
    pub(crate) answers: held::Answers,
    /// As many large bodies are parsed at a time as there are processors.
    pub(crate) parsing: Arc<Semaphore>,
    /// As many frames of live cameras are looked at.
    pub(crate) looking: Arc<Semaphore>,
}

/// All endpoints.
pub fn router(desk: Desk, settings: Settings) -> Router {
    let names = log::Names::default();
    let limits = &settings.limits;
    let upload = MediaType::Jpeg.max_bytes();
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let gate = Gate {
        desk,
        parsing: Arc::new(Semaphore::new(processors)),
        looking: Arc::new(Semaphore::new(processors)),
        lobby: lobby::Lobby::new(settings.max_requests),
        slots: entrance::Slots::new(settings.max_requests, limits),
        doubts: Arc::new(doubts::Doubts::new(limits.wrong_keys_per_minute)),
        bodies: rooms::Rooms::new(settings.max_bodies, upload, limits),
        answers: held::Answers::new(limits),
        settings: Arc::new(settings),
    };
    let base = &gate.settings.base_path;
    Router::new()
        .merge(api::routes(base))
        .merge(capture_api::routes(base))
        .merge(health::routes())
        .merge(capture::routes())
        .fallback(capture::elsewhere)
        .method_not_allowed_fallback(problem::method_not_allowed)
        // Within CORS, so that a browser may read this answer too.
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(cors())
        .layer(from_fn_with_state(gate.clone(), entrance::entered))
        .layer(from_fn_with_state(names, log::logged))
        .with_state(gate)
}

/// Browsers call the API directly with a bearer token, from any origin, and read the signatures.
/// What is for pages of this server alone loses these headers at the [entrance](entrance).
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

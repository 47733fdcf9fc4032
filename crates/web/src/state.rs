//! What every handler can reach, and what the web side is told about the server.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use proofing::App;
use tokio::sync::Semaphore;
use verification::request::MediaType;

use crate::doubts::Doubts;
use crate::held::Answers;
use crate::limits::Limits;
use crate::lobby::Lobby;
use crate::peer::{Peer, Proxies};
use crate::rooms::Rooms;
use crate::slots::Slots;

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
pub(crate) struct AppState {
    pub(crate) app: App,
    pub(crate) settings: Arc<Settings>,
    /// Where requests are that have proved nothing.
    pub(crate) lobby: Lobby,
    /// Where they are once they have.
    pub(crate) slots: Slots,
    /// Wrong keys.
    pub(crate) doubts: Arc<Doubts>,
    /// The memory of large bodies.
    pub(crate) bodies: Rooms,
    /// The memory of large answers.
    pub(crate) answers: Answers,
    /// As many large bodies are parsed at a time as there are processors.
    pub(crate) parsing: Arc<Semaphore>,
    /// As many frames of live cameras are looked at.
    pub(crate) looking: Arc<Semaphore>,
}

impl AppState {
    /// With everything free.
    pub(crate) fn new(app: App, settings: Settings) -> Self {
        let limits = &settings.limits;
        let upload = MediaType::Jpeg.max_bytes();
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            app,
            parsing: Arc::new(Semaphore::new(processors)),
            looking: Arc::new(Semaphore::new(processors)),
            lobby: Lobby::new(settings.max_requests),
            slots: Slots::new(settings.max_requests, limits),
            doubts: Arc::new(Doubts::new(limits.wrong_keys_per_minute)),
            bodies: Rooms::new(settings.max_bodies, upload, limits),
            answers: Answers::new(limits),
            settings: Arc::new(settings),
        }
    }
}

impl FromRequestParts<AppState> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self::of(
            &parts.extensions,
            &parts.headers,
            &state.settings.proxies,
        ))
    }
}

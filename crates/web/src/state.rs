//! The state that every handler can reach, and the settings of the web side.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use proofing::App;
use tokio::sync::Semaphore;
use verification::request::MediaType;

use crate::answer_memory::AnswerMemory;
use crate::body_memory::BodyMemory;
use crate::limits::Limits;
use crate::office::{OfficeSettings, Site};
use crate::peer::{Peer, Proxies};
use crate::slots::Slots;
use crate::unauthenticated::Unauthenticated;
use crate::wrong_keys::WrongKeys;

/// The settings of the web side.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The path before every endpoint, without a slash at its end, or empty.
    pub base_path: String,
    /// The maximum size of a request body in bytes.
    pub max_body: usize,
    /// The maximum number of bytes of all bodies together; further ones wait.
    pub max_bodies: usize,
    /// The time within which a body must arrive completely.
    pub body_deadline: Duration,
    /// The number of requests of one kind that are answered at the same time. Further ones wait a
    /// little, and are then told to come again.
    pub max_requests: usize,
    /// What one caller may have of it.
    pub limits: Limits,
    /// The proxies in front of the server.
    pub proxies: Proxies,
    /// The pages for staff, or `None` if there are none on this listener.
    pub office: Option<OfficeSettings>,
}

/// The state that every handler can reach.
#[derive(Debug, Clone)]
pub(crate) struct AppState {
    pub(crate) app: App,
    pub(crate) settings: Arc<Settings>,
    /// Where the pages for staff are reached, if there are any.
    pub(crate) office: Option<Site>,
    /// The requests that have proved nothing.
    pub(crate) unauthenticated: Unauthenticated,
    /// The requests that have proved something.
    pub(crate) slots: Slots,
    /// The wrong keys.
    pub(crate) wrong_keys: Arc<WrongKeys>,
    /// The memory of large bodies.
    pub(crate) bodies: BodyMemory,
    /// The memory of large answers.
    pub(crate) answers: AnswerMemory,
    /// Limits the number of large bodies that are parsed at a time to that of processors.
    pub(crate) parsing: Arc<Semaphore>,
    /// Limits the number of frames of live cameras that are examined at a time.
    pub(crate) looking: Arc<Semaphore>,
}

impl AppState {
    /// Creates the state with everything free.
    pub(crate) fn new(app: App, settings: Settings) -> Self {
        let limits = &settings.limits;
        let upload = MediaType::Jpeg.max_bytes();
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            app,
            parsing: Arc::new(Semaphore::new(processors)),
            looking: Arc::new(Semaphore::new(processors)),
            unauthenticated: Unauthenticated::new(settings.max_requests),
            slots: Slots::new(settings.max_requests, limits),
            wrong_keys: Arc::new(WrongKeys::new(limits.wrong_keys_per_minute)),
            bodies: BodyMemory::new(settings.max_bodies, upload, limits),
            answers: AnswerMemory::new(limits),
            office: settings.office.as_ref().map(Site::new),
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

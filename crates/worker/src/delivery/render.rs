//! Rendering of bodies that are not stored, through which another protocol can be added.

use std::fmt;

use async_trait::async_trait;
use http::HeaderMap;
use proofing::ports::StoreError;
use verification::account::Account;
use verification::notification::Delivery;

/// Renders bodies that show the state at the time of sending, and are therefore not stored.
#[async_trait]
pub trait Renderer: Send + Sync + fmt::Debug {
    /// Renders the body of a delivery and the headers of its protocol, including `Content-Type`.
    /// The headers of Standard Webhooks are added later.
    async fn render(&self, delivery: &Delivery, account: &Account)
    -> Result<Rendered, RenderError>;
}

/// The result of a [`Renderer`].
#[derive(Clone)]
pub struct Rendered {
    /// The bytes to send.
    pub body: Vec<u8>,
    /// The headers of its protocol.
    pub headers: HeaderMap,
}

impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rendered")
            .field("body_bytes", &self.body.len())
            .field("headers", &self.headers.len())
            .finish()
    }
}

/// The reason why there is no body.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Its data could not be read at the moment, so it is tried again.
    #[error("what the body is made of could not be read")]
    Store(#[from] StoreError),
    /// There cannot be one, so the delivery is given up. The sentence contains no personal data.
    #[error("{0}")]
    Impossible(String),
}

/// Renders nothing, for a server that only sends stored bodies.
#[derive(Debug, Clone, Copy)]
pub struct StoredBodiesOnly;

#[async_trait]
impl Renderer for StoredBodiesOnly {
    async fn render(&self, delivery: &Delivery, _: &Account) -> Result<Rendered, RenderError> {
        Err(RenderError::Impossible(format!(
            "Nothing on this server renders {:?}.",
            delivery.told
        )))
    }
}

//! Where bodies that are not stored come from: another protocol plugs in here.

use std::fmt;

use async_trait::async_trait;
use http::HeaderMap;
use proofing::ports::StoreError;
use verification::account::Account;
use verification::notification::Delivery;

/// Renders bodies that are not stored: those that show how things are when they are sent.
#[async_trait]
pub trait Renderer: Send + Sync + fmt::Debug {
    /// The body of a delivery and the headers of its protocol, `Content-Type` among them. The
    /// headers of Standard Webhooks are added to them.
    async fn render(&self, delivery: &Delivery, account: &Account)
    -> Result<Rendered, RenderError>;
}

/// What a [`Renderer`] made.
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

/// Why there is no body.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// What it is made of could not be read at the moment: tried again.
    #[error("what the body is made of could not be read")]
    Store(#[from] StoreError),
    /// There can be none: the delivery is given up. The sentence has no personal data.
    #[error("{0}")]
    Impossible(String),
}

/// Renders nothing: for a server that tells stored bodies only.
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

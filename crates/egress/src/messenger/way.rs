//! A way on which messages are sent.

use std::fmt;

use async_trait::async_trait;
use proofing::messaging::{Message, Receipt, SendError};

/// A way on which messages are sent.
#[async_trait]
pub trait Way: Send + Sync + fmt::Debug {
    /// Hands a message over.
    async fn send(&self, message: &Message) -> Result<Receipt, SendError>;
}

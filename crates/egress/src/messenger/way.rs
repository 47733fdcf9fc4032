//! One way for messages to go.

use std::fmt;

use async_trait::async_trait;
use proofing::messaging::{Message, Receipt, SendError};

/// One way for messages to go.
#[async_trait]
pub trait Way: Send + Sync + fmt::Debug {
    /// Hands a message over.
    async fn send(&self, message: &Message) -> Result<Receipt, SendError>;
}

//! The channels for messages, and the switchboard that selects the one for a message.
//!
//! A channel hands over one message, once, within its time limit, and returns the outcome. The job
//! is responsible for retries and the journal. Nothing here writes an address or a text into a log
//! or an error.

mod gateway;
mod smtp;
mod way;

pub use self::gateway::{Gateway, PLACES, PLAIN};
pub use self::smtp::{BadSmtp, Smtp, SmtpSettings, SmtpTls};
pub use self::way::Way;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use proofing::messaging::{Message, Messenger, Receipt, SendError};
use verification::capture::Channel;

/// The configured ways by channel.
#[derive(Debug, Clone, Default)]
pub struct ChannelRouter {
    ways: BTreeMap<Channel, Arc<dyn Way>>,
}

impl ChannelRouter {
    /// Adds the way for a channel.
    #[must_use]
    pub fn with(mut self, channel: Channel, way: Arc<dyn Way>) -> Self {
        self.ways.insert(channel, way);
        self
    }
}

#[async_trait]
impl Messenger for ChannelRouter {
    fn has(&self, channel: Channel) -> bool {
        self.ways.contains_key(&channel)
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        match self.ways.get(&message.channel) {
            Some(way) => way.send(message).await,
            None => Err(SendError::NoChannel(message.channel)),
        }
    }
}

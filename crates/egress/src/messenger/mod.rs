//! Channels that messages go out by, and the switchboard that knows which one takes which message.
//!
//! A channel hands one message over, once, within its time, and says what came of it. Trying again
//! is the job's business, and so is the journal. Nothing here writes an address or a text into a
//! log or an error.

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

/// The ways that were configured, by channel.
#[derive(Debug, Clone, Default)]
pub struct ChannelRouter {
    ways: BTreeMap<Channel, Arc<dyn Way>>,
}

impl ChannelRouter {
    /// Adds the way of a channel.
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

//! A message channel for testing, which prints links instead of sending them.

use async_trait::async_trait;
use egress::messenger::Way;
use proofing::messaging::{Message, Receipt, SendError};

use crate::out;

/// Prints messages on standard error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console;

#[async_trait]
impl Way for Console {
    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        out::note(shown(message));
        Ok(Receipt::default())
    }
}

fn shown(message: &Message) -> String {
    format!(
        "{} to {}: {}",
        message.channel.word(),
        message.to.reveal(),
        message.text.reveal()
    )
}

#[cfg(test)]
mod tests {
    use verification::capture::Channel;

    use super::*;

    #[test]
    fn a_message_is_one_that_can_be_followed() {
        let message = Message {
            id: "1".to_owned(),
            channel: Channel::Sms,
            to: "+15550100".into(),
            subject: String::new(),
            text: "Go to https://id.example/?token=1".into(),
        };
        assert_eq!(
            shown(&message),
            "sms to +15550100: Go to https://id.example/?token=1"
        );
    }
}

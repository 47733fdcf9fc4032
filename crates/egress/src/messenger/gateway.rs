//! A gateway for text messages that the operator describes: one HTTP request per message.
//!
//! The status of the answer decides. `2xx` accepted the message; a status that means "not now"
//! (408, 425, 429, 5xx), and everything that breaks a connection, is tried again; any other status
//! refuses for good.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use proofing::messaging::{Message, Receipt, SendError};
use proofing::ports::Clock;
use serde_json::Value;

use super::way::Way;
use crate::retry_after;
use crate::sender::{Sender, Sent};
use crate::template::{BadDescription, Description, Template};

/// The placeholders of a gateway's description.
pub const PLACES: &[&str] = &["to", "text", "id"];

/// The placeholders in its headers.
pub const PLAIN: &[&str] = &["id"];

/// The maximum length of a message's ID in characters.
const LONGEST_ID: usize = 100;

/// A gateway.
pub struct Gateway {
    template: Template,
    /// The place of the gateway's ID for the message in its answer: a JSON pointer (RFC 6901), or
    /// empty.
    receipt: String,
    sender: Sender,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gateway({:?})", self.template)
    }
}

impl Gateway {
    /// Creates a gateway with this description, called by this sender.
    pub fn new(
        description: &Description,
        receipt: &str,
        sender: Sender,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, BadDescription> {
        if !receipt.is_empty() && !receipt.starts_with('/') {
            return Err(BadDescription {
                key: "receipt",
                why: "must be a JSON pointer like /messages/0/id".to_owned(),
            });
        }
        Ok(Self {
            template: Template::new(description, PLACES, PLAIN)?,
            receipt: receipt.to_owned(),
            sender,
            clock,
        })
    }

    fn receipt(&self, sent: &Sent) -> Receipt {
        let answer: Option<Value> = (!self.receipt.is_empty())
            .then(|| serde_json::from_str(sent.answer.as_deref()?).ok())
            .flatten();
        let id = match answer.as_ref().and_then(|it| it.pointer(&self.receipt)) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => return Receipt::default(),
        };
        let is_fine = !id.is_empty()
            && id.len() <= LONGEST_ID
            && id.bytes().all(|byte| byte.is_ascii_graphic());
        Receipt {
            id: is_fine.then_some(id),
        }
    }
}

#[async_trait]
impl Way for Gateway {
    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        let values = [
            ("to", message.to.reveal()),
            ("text", message.text.reveal()),
            ("id", message.id.as_str()),
        ];
        let filled = self
            .template
            .fill(&values)
            .map_err(|error| SendError::Never(error.to_string()))?;
        let sent = self
            .sender
            .send_by(filled.method, &filled.url, filled.headers, filled.body)
            .await;
        match &sent.failure {
            None => Ok(self.receipt(&sent)),
            Some(failure) if is_for_good(&sent) => Err(SendError::Never(failure.to_string())),
            Some(failure) => Err(SendError::Later {
                why: failure.to_string(),
                after: sent
                    .retry_after
                    .as_deref()
                    .and_then(|value| retry_after::parse(value, self.clock.now())),
            }),
        }
    }
}

fn is_for_good(sent: &Sent) -> bool {
    match sent.status {
        Some(408 | 425 | 429 | 500..) => false,
        Some(_) => true,
        // The rules do not change while the server runs.
        None => sent
            .failure
            .as_ref()
            .is_some_and(|failure| failure.word.starts_with("address.")),
    }
}

//! An outside service that is asked about devices by one HTTP request that the operator describes.
//!
//! Its answer is kept word for word, and nobody is judged by it. A service that is slow, broken or
//! does not answer with JSON counts as not having answered; a person never waits longer than its
//! deadline.

use std::fmt;

use async_trait::async_trait;
use proofing::visitors::{DeviceIntelligence, Visitor};
use serde_json::Value;
use verification::Personal;

use crate::sender::Sender;
use crate::template::{BadDescription, Description, Template};

/// The placeholders of a service's description.
pub const DEVICE_PLACES: &[&str] = &["ip", "user_agent", "device_id", "language", "timezone"];

/// An outside service.
pub struct OutsideService {
    template: Template,
    sender: Sender,
}

impl fmt::Debug for OutsideService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutsideService({:?})", self.template)
    }
}

impl OutsideService {
    /// Creates a service with this description, called by this sender, whose limits are the
    /// service's.
    pub fn new(description: &Description, sender: Sender) -> Result<Self, BadDescription> {
        Ok(Self {
            template: Template::new(description, DEVICE_PLACES, &[])?,
            sender,
        })
    }
}

#[async_trait]
impl DeviceIntelligence for OutsideService {
    async fn ask(&self, visitor: Visitor<'_>) -> Option<Personal> {
        let Visitor { origin, signal } = visitor;
        let text = |text: Option<&Personal>| text.map_or("", Personal::reveal).to_owned();
        let (ip, user_agent) = (text(origin.ip.as_ref()), text(origin.user_agent.as_ref()));
        let values = [
            ("ip", ip.as_str()),
            ("user_agent", user_agent.as_str()),
            ("device_id", signal.device_id.as_deref().unwrap_or_default()),
            (
                "language",
                signal.languages.first().map_or("", String::as_str),
            ),
            ("timezone", signal.timezone.as_deref().unwrap_or_default()),
        ];
        let filled = self.template.fill(&values).ok()?;
        let sent = self
            .sender
            .send_by(filled.method, &filled.url, filled.headers, filled.body)
            .await;
        if let Some(failure) = &sent.failure {
            tracing::warn!(%failure, "the service that is asked about devices did not answer");
            return None;
        }
        let answer = sent.answer?;
        // What was cut off is no JSON either.
        serde_json::from_str::<Value>(&answer).ok()?;
        Some(Personal::new(answer))
    }
}

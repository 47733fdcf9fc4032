//! An outside service that makes pages on which selfies are taken, asked by one HTTP request that
//! the operator describes.
//!
//! A service that is slow or broken, or whose answer has no address, gives none.

use std::fmt;

use async_trait::async_trait;
use proofing::ports::{SelfiePage, SelfiePages};
use serde_json::Value;
use verification::TransactionId;
use verification::request::HttpUrl;

use crate::sender::Sender;
use crate::template::{BadDescription, Description, Template};

/// What the operator may name between braces in the description of the service.
const PLACES: &[&str] = &["transaction_id"];

/// An outside service for selfies.
pub struct SelfieService {
    template: Template,
    /// The place of the page's address in the answer: a JSON pointer (RFC 6901).
    address: String,
    sender: Sender,
}

impl fmt::Debug for SelfieService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SelfieService({:?})", self.template)
    }
}

impl SelfieService {
    /// Creates a service with this description, called by this sender, whose limits are the
    /// service's.
    pub fn new(
        description: &Description,
        address: &str,
        sender: Sender,
    ) -> Result<Self, BadDescription> {
        if !address.starts_with('/') {
            return Err(BadDescription {
                key: "address",
                why: "must be a JSON pointer like /url".to_owned(),
            });
        }
        Ok(Self {
            template: Template::new(description, PLACES, PLACES)?,
            address: address.to_owned(),
            sender,
        })
    }

    /// Returns the address in an answer, if there is one that a browser can open.
    fn address(&self, answer: &str) -> Option<HttpUrl> {
        let answer: Value = serde_json::from_str(answer).ok()?;
        HttpUrl::parse(answer.pointer(&self.address)?.as_str()?).ok()
    }
}

#[async_trait]
impl SelfiePages for SelfieService {
    async fn page(&self, transaction: TransactionId) -> SelfiePage {
        let transaction = transaction.to_string();
        let Ok(filled) = self.template.fill(&[("transaction_id", &transaction)]) else {
            return SelfiePage::Missing;
        };
        let sent = self
            .sender
            .send_by(filled.method, &filled.url, filled.headers, filled.body)
            .await;
        if let Some(failure) = &sent.failure {
            tracing::warn!(%failure, "the service that takes selfies did not answer");
        }
        let answer = sent.answer.filter(|_| sent.failure.is_none());
        answer
            .and_then(|answer| self.address(&answer))
            .map_or(SelfiePage::Missing, SelfiePage::At)
    }
}

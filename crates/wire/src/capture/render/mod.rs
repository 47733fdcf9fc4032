//! Answers and postbacks.
//!
//! Results only contain what was really read. Everything else is `""` for a text and `null` for any
//! other value, as in the protocol's own recordings.

mod asked;
mod facial;
mod idcheck;
mod ipqs;
mod log;
mod ocr;
mod ocr_match;
mod reporting;
mod results;

pub use asked::{Asked, Image};
pub use log::{Event, event, get_status, status_postback};
pub use reporting::{Page, Row, journeys, transactions};
pub use results::{barcode_only, get_results, results_postback};

use serde_json::{Map, Value, json};
use verification::status::Profile;
use verification::{TransactionId, Verification};

use super::fault::Fault;
use super::message::Message;
use super::times;

/// Renders the answer of `/start`. `url` is the URL of the pages, if there are any.
pub fn started(verification: &Verification, url: Option<&str>, profile: Profile) -> Message {
    let request = &verification.request;
    let mut message = Message::new("start", profile);
    if let Some(url) = url {
        message.tell("capture_url", url);
    }
    let addresses = [
        ("results_url", &request.results_url),
        ("status_url", &request.status_url),
        ("redirect_url", &request.redirect_url),
        ("error_redirect_url", &request.error_redirect_url),
    ];
    let Some(terms) = &request.capture else {
        message.set("transaction_id", verification.transaction.to_string());
        return message;
    };
    message.tell(
        "capture_language",
        terms.language.map_or("en-us", |language| language.word()),
    );
    for (key, address) in addresses {
        if let Some(address) = address {
            message.tell(key, address.as_str());
        }
    }
    message.set("transaction_id", verification.transaction.to_string());
    message.set("ttl", request.ttl.minutes());
    if let Some(link) = &terms.send_link {
        message.set(
            "send_link",
            json!({"type": link.channel.word(), "to": link.to.reveal()}),
        );
    }
    if let Some(end) = verification.expires_at {
        message.set("capture_expiration_utc", times::expiration(end));
    }
    let signals: Value = terms.signals.iter().map(|signal| signal.word()).collect();
    message.set("signals", signals);
    message.set("document_type", terms.document_type.word());
    message
}

/// Renders the answer of a call that only had to be accepted: `/end` and `/submit-…`.
pub fn taken(endpoint: &str, transaction: TransactionId, profile: Profile) -> Message {
    let mut message = Message::new(endpoint, profile);
    message.set("transaction_id", transaction.to_string());
    message
}

/// Renders the answer of `/start-selfie`: where the selfie can be submitted. `url` is the page for
/// it, if there is one.
pub fn selfie_started(transaction: TransactionId, url: Option<&str>, profile: Profile) -> Message {
    let mut message = taken("start-selfie", transaction, profile);
    message.set("selfie_url", url);
    message.set("submit_to", format!("{}/submit-selfie", super::PREFIX));
    message
}

/// Renders a refusal: `public_data.error`, and nothing in the private half.
pub fn error(endpoint: &str, fault: &Fault, profile: Profile) -> Message {
    let mut message = Message::new(endpoint, profile);
    message.tell(
        "error",
        json!({"code": fault.kind.code(), "message": fault.message}),
    );
    message
}

/// Renders a block of results: `success`, `result`, `message`, `data`.
fn block(message: &str, was_read: bool, data: Map<String, Value>) -> Map<String, Value> {
    let mut block = Map::new();
    block.insert("success".to_owned(), true.into());
    block.insert("result".to_owned(), was_read.into());
    block.insert("message".to_owned(), message.into());
    block.insert("data".to_owned(), data.into());
    block
}

/// Data in the order in which it is written. A missing text is an empty one.
#[derive(Default)]
struct Data(Map<String, Value>);

impl Data {
    fn text(&mut self, key: &str, text: Option<impl Into<String>>) {
        let text: String = text.map(Into::into).unwrap_or_default();
        self.value(key, text);
    }

    fn value(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }
}

//! The log of status events: all of it, newest first, in the form of the protocol's sample.

use std::cmp::Reverse;

use serde_json::Value;
use verification::TransactionId;
use verification::journal::Entry;
use verification::status::{Page, Profile, message};

use super::super::message::Message;
use super::super::times;

/// Replaces URL and user agent in events that the server raised.
const NOT_AVAILABLE: &str = "N/A";

/// One event of a log, with the keys in the sample's order.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Event<'a> {
    event: u16,
    sequence: String,
    timestamp: String,
    message: String,
    url: &'a str,
    user_agent: &'a str,
}

impl Event<'_> {
    /// The time at which it was logged, which is also its name within the transaction.
    pub fn sequence(&self) -> &str {
        &self.sequence
    }
}

/// Renders the answer of `/get-status`.
pub fn get_status(transaction: TransactionId, entries: &[Entry], profile: Profile) -> Message {
    log("get-status", transaction, entries, profile)
}

/// Renders the postback to `status_url`.
pub fn status_postback(transaction: TransactionId, entries: &[Entry], profile: Profile) -> Message {
    log("postback", transaction, entries, profile)
}

fn log(endpoint: &str, transaction: TransactionId, entries: &[Entry], profile: Profile) -> Message {
    let mut message = Message::new(endpoint, profile);
    message.set("transaction_id", transaction.to_string());
    message.set("status", status(entries, profile));
    message
}

/// Renders all events, newest first.
pub(super) fn status(entries: &[Entry], profile: Profile) -> Value {
    let mut newest: Vec<&Entry> = entries.iter().collect();
    newest.sort_by_key(|entry| Reverse((entry.sequence, entry.number)));
    newest
        .into_iter()
        .map(|entry| serde_json::to_value(event(entry, profile)).unwrap_or_default())
        .collect()
}

/// Renders one event. What the browser reported about itself is unchanged.
pub fn event(entry: &Entry, profile: Profile) -> Event<'_> {
    let browser = entry.browser.as_ref();
    let page = browser.and_then(|browser| page_of(&browser.url));
    Event {
        event: entry.code.number(),
        sequence: times::logged(entry.sequence),
        timestamp: times::logged(entry.received_at),
        message: message(entry.code, page, profile, entry.detail.as_deref()),
        url: browser.map_or(NOT_AVAILABLE, |browser| browser.url.as_str()),
        user_agent: browser.map_or(NOT_AVAILABLE, |browser| browser.user_agent.as_str()),
    }
}

/// Returns the page on which an event was raised, by its URL, because several pages raise some
/// codes.
fn page_of(location: &str) -> Option<Page> {
    #[derive(serde::Deserialize)]
    struct Location {
        pathname: String,
    }
    let Location { pathname } = serde_json::from_str(location).ok()?;
    Some(match pathname.rsplit('/').next()? {
        "front" => Page::CaptureFront,
        "back" => Page::CaptureBack,
        "barcode" => Page::CaptureBarcode,
        "selfie" => Page::CaptureSelfie,
        "address" => Page::CaptureAddress,
        "consent-note" => Page::CaptureConsent,
        "camera-denied" => Page::CameraAccessDenied,
        "timeout" => Page::Timeout,
        _ => return None,
    })
}

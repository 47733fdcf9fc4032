//! The log of status events: the whole of it, newest first, in the form of the seed's sample.

use std::cmp::Reverse;

use serde_json::Value;
use verification::TransactionId;
use verification::journal::Entry;
use verification::status::{Page, Profile, message};

use super::super::message::Message;
use super::super::times;

/// What stands in place of an address and a user agent in events that the server raised.
const NOT_AVAILABLE: &str = "N/A";

/// One event of a log; the order of the keys is the sample's.
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
    /// When it was logged, as the log writes it: its name within the transaction.
    pub fn sequence(&self) -> &str {
        &self.sequence
    }
}

/// The answer of `/get-status`.
pub fn get_status(transaction: TransactionId, entries: &[Entry], profile: Profile) -> Message {
    log("get-status", transaction, entries, profile)
}

/// The postback to `status_url`.
pub fn status_postback(transaction: TransactionId, entries: &[Entry], profile: Profile) -> Message {
    log("postback", transaction, entries, profile)
}

fn log(endpoint: &str, transaction: TransactionId, entries: &[Entry], profile: Profile) -> Message {
    let mut message = Message::new(endpoint, profile);
    message.set("transaction_id", transaction.to_string());
    message.set("status", status(entries, profile));
    message
}

/// All events, newest first.
pub(super) fn status(entries: &[Entry], profile: Profile) -> Value {
    let mut newest: Vec<&Entry> = entries.iter().collect();
    newest.sort_by_key(|entry| Reverse((entry.sequence, entry.number)));
    newest
        .into_iter()
        .map(|entry| serde_json::to_value(event(entry, profile)).unwrap_or_default())
        .collect()
}

/// One event. What the browser said of itself is given as it came.
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

/// The page that an event was raised on, by its address: some codes are raised on several.
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

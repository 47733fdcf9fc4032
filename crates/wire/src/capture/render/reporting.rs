//! `/get-transaction-data` and `/get-journey-data`: rows about many transactions, newest first.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use verification::account::Account;
use verification::capture::{CaptureDocument, Kind};
use verification::journal::Entry;
use verification::stage::StageName;
use verification::{TransactionId, Verification};

use super::super::message::Message;
use super::super::parse::Cursor;
use super::super::times;
use super::asked::Asked;
use super::log;
use super::results::blocks;

/// The version of the rows' shape.
const MAPPING: i32 = 1;

/// One transaction. Its history remains after the person's data were removed.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The ID of the transaction.
    pub transaction: TransactionId,
    /// The time at which it was started.
    pub created_at: Timestamp,
    /// Its stage.
    pub stage: StageName,
    /// The time at which the person's data are removed, or were.
    pub forgotten_at: Option<Timestamp>,
    /// Its content, until that is removed.
    pub live: Option<&'a Verification>,
}

/// The rows of an answer, and the start of the next page.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The account of the transactions.
    pub account: &'a Account,
    /// The start of the next page, if there is one.
    pub next: Option<&'a Cursor>,
    /// Whether results are reported as well.
    pub include_pii: bool,
    /// The current time.
    pub now: Timestamp,
}

/// Renders the answer of `/get-transaction-data`.
pub fn transactions(page: &Page<'_>, rows: &[Row<'_>]) -> Message {
    let rows = rows.iter().map(|row| transaction(page, row)).collect();
    answer("get-transaction-data", page, rows)
}

/// Renders the answer of `/get-journey-data`: the log of each transaction.
pub fn journeys(page: &Page<'_>, rows: &[(Row<'_>, Vec<Entry>)]) -> Message {
    let profile = page.account.settings.messages;
    let rows = rows
        .iter()
        .map(|(row, entries)| {
            let mut members = common(page, row);
            members.insert("status".to_owned(), log::status(entries, profile));
            members.into()
        })
        .collect();
    answer("get-journey-data", page, rows)
}

fn answer(endpoint: &str, page: &Page<'_>, rows: Vec<Value>) -> Message {
    let mut message = Message::new(endpoint, page.account.settings.messages);
    message.set("success", true);
    message.set("message", "");
    message.set("count", rows.len());
    message.set("transactions", rows);
    message.set("search_after", page.next.and_then(Cursor::numbers));
    message
}

fn transaction(page: &Page<'_>, row: &Row<'_>) -> Value {
    let mut members = Map::new();
    members.insert("mapping_version".to_owned(), MAPPING.into());
    members.append(&mut common(page, row));
    if page.include_pii {
        let result = row
            .live
            .map(|live| blocks(&Asked::of(live, page.now)))
            .unwrap_or_default();
        members.insert("result".to_owned(), result.into());
    }
    members.into()
}

fn common(page: &Page<'_>, row: &Row<'_>) -> Map<String, Value> {
    let at = row.created_at.to_zoned(TimeZone::UTC);
    let terms = row.live.and_then(|live| live.request.capture.as_ref());
    let kind = row.live.map(|live| match live.request.kind() {
        Kind::Portal => "Portal",
        Kind::Capture => "Capture",
        Kind::Direct => "Direct",
    });
    let row = json!({
        "customer_id": page.account.customer_id(),
        "customer_name": page.account.name,
        "transaction_id": row.transaction.to_string(),
        "created_at": times::logged(row.created_at),
        "trans_time": times::logged(row.created_at),
        "year": at.year(),
        "month": at.month(),
        "day": at.day(),
        "hour": at.hour(),
        "id_type": terms.map(|terms| CaptureDocument::word(terms.document_type)),
        "pii_removal_time": row.forgotten_at.map(times::logged),
        "source": kind,
        "state": row.stage.as_str(),
        "front_back": {},
    });
    match row {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

//! The lines that the demo prints: one per request, answer and callback.

use std::time::Duration;

use bonafide::system::now;
use serde_json::Value;

use super::ask::Answer;
use super::cases::Case;
use super::ledger::{Ledger, codes, event};
use super::paper::{Ink, Paper};
use super::pictures::Drawn;
use super::receiver::Arrival;

/// Prints a request that is about to be sent.
pub(super) fn asked(paper: &Paper, case: &Case, drawn: Option<&Drawn>) {
    paper.event(now(), case.name, &format!("→ POST /  {}", case.about));
    if let Some(drawn) = drawn {
        let pictures = || drawn.sides.iter().chain(&drawn.selfie);
        let bytes: usize = pictures().map(Vec::len).sum();
        paper.detail(
            Ink::Dim,
            &match pictures().count() {
                1 => format!("one picture as a data URI, {} kB", bytes / 1000),
                2 => format!("two pictures as data URIs, {} kB", bytes / 1000),
                _ => format!("three pictures as data URIs, {} kB", bytes / 1000),
            },
        );
    }
}

/// Prints the answer to a request.
pub(super) fn answered(paper: &Paper, case: &Case, answer: &Answer) {
    let event = coloured(paper, event(&answer.body).unwrap_or("no event"));
    let took = milliseconds(answer.took);
    paper.event(
        now(),
        case.name,
        &format!("← {} {event}  after {took}", answer.status),
    );
}

/// Prints a callback: its event, whether the signature is correct, and its contents.
pub(super) fn called(paper: &Paper, ledger: &Ledger, arrival: &Arrival) {
    let body = &arrival.body;
    let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = ledger
        .case(body)
        .map_or(text("reference"), |case| case.name);
    let signed = match arrival.signed {
        Ok(()) => paper.ink(Ink::Green, "signature ok"),
        Err(why) => paper.ink(Ink::Red, why),
    };
    let event = event(body).unwrap_or("no event");
    let line = format!("⇐ {}  {signed}", coloured(paper, event));
    paper.event(arrival.at, name, &line);
    let codes = codes(body);
    if !codes.is_empty() {
        paper.detail(
            Ink::Plain,
            &format!("{}: {}", codes.join(", "), text("declined_reason")),
        );
    }
    let agreeing = agreeing(body);
    if !agreeing.is_empty() && codes.is_empty() {
        paper.detail(Ink::Plain, &format!("confirmed: {}", agreeing.join(", ")));
    }
    if !text("verification_url").is_empty() {
        paper.detail(Ink::Plain, text("verification_url"));
        paper.detail(Ink::Dim, "(the hosted pages; open the link in a browser)");
    }
}

/// What is said about the person: the claims, and that the portrait is theirs.
const CLAIMED: [&str; 5] = [
    "name",
    "dob",
    "expiry_date",
    "document_number",
    "face_on_document_matched",
];

/// Returns what the document confirms about the person; its internal checks are left out.
fn agreeing(body: &Value) -> Vec<&str> {
    let results = body.pointer("/verification_result/document");
    let results = results.and_then(Value::as_object).into_iter().flatten();
    results
        .filter(|(_, result)| **result == 1)
        .map(|(key, _)| key.as_str())
        .filter(|key| CLAIMED.contains(key))
        .collect()
}

fn coloured(paper: &Paper, event: &str) -> String {
    let ink = match event {
        "verification.accepted" => Ink::Green,
        "verification.declined" => Ink::Red,
        _ => Ink::Bold,
    };
    paper.ink(ink, event)
}

pub(super) fn milliseconds(took: Duration) -> String {
    format!("{} ms", took.as_millis())
}

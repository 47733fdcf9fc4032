//! The wire as its clients meet it: bytes in, bytes out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests"
)]

mod bodies;
mod capture;
mod errors;
mod failures;
mod hostile;
mod leniency;
mod proofs;
mod samples;
mod spellings;

use jiff::civil::{Date, date};
use wire::verify::parse::{Invalid, Parsed, parse};

/// The day on which all of this happens.
const TODAY: Date = date(2026, 1, 15);

fn json(body: &str) -> Result<Parsed, Box<Invalid>> {
    parse(body.as_bytes(), Some("application/json"), TODAY)
}

fn form(body: &str) -> Result<Parsed, Box<Invalid>> {
    parse(
        body.as_bytes(),
        Some("application/x-www-form-urlencoded"),
        TODAY,
    )
}

/// `service.key: message`, as the error tells it.
fn told(invalid: &Invalid) -> String {
    let dot = if invalid.service.is_empty() { "" } else { "." };
    format!(
        "{}{dot}{}: {}",
        invalid.service, invalid.key, invalid.message
    )
}

/// A request for a face, with these members besides.
fn request(members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{{"reference":"17374217","face":""{comma}{members}}}"#)
}

/// A request for this service with these members.
fn service(name: &str, members: &str) -> String {
    format!(r#"{{"reference":"17374217","{name}":{{{members}}}}}"#)
}

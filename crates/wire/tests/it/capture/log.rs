//! The log, byte for byte as in the protocol's own sample.

use std::path::PathBuf;

use jiff::Timestamp;
use verification::journal::{Browser, Entry};
use verification::status::{Profile, StatusCode};
use wire::capture::{Encoding, render};

use super::transaction;

/// The sample of the document that governs the log, without the white space between its tokens; or
/// nothing, where that document is not at hand.
fn sample() -> Option<String> {
    let own = std::env::var_os("BONAFIDE_SAMPLES").map(PathBuf::from);
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let seeds = own
        .unwrap_or(shared)
        .join("../seeds/status-event-codes.txt");
    let text = std::fs::read_to_string(seeds).ok()?;
    let from = text.find("\n{\n")?;
    let to = text.find("\n}\nStatus event code list")?;
    Some(squeezed(text.get(from..to + 2)?))
}

/// Takes the white space outside of texts away, and nothing else.
fn squeezed(json: &str) -> String {
    let mut out = String::new();
    let (mut is_text, mut is_escaped) = (false, false);
    for c in json.chars() {
        if is_text {
            is_text = is_escaped || c != '"';
            is_escaped = c == '\\' && !is_escaped;
            out.push(c);
        } else if !c.is_ascii_whitespace() {
            is_text = c == '"';
            out.push(c);
        }
    }
    out
}

const AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

/// `JSON.stringify(location)` in Safari, on a page.
fn location(path: &str) -> String {
    let query = "?token=a6e7c62a-0af0-4a03-9662-131557613d87&version=default&language=en-us";
    format!(
        r#"{{"href":"https://capture.intellicheck.com{path}{query}","protocol":"https:","host":"capture.intellicheck.com","hostname":"capture.intellicheck.com","port":"","pathname":"{path}","search":"{query}","hash":"","origin":"https://capture.intellicheck.com","ancestorOrigins":{{}}}}"#
    )
}

/// An entry; a path makes it the browser's.
fn entry(number: u32, code: u16, at: &str, path: Option<&str>) -> Entry {
    let at: Timestamp = format!("2024-06-21T16:{at}Z").parse().unwrap();
    Entry {
        number,
        sequence: at,
        received_at: at,
        code: StatusCode(code),
        detail: None,
        browser: path.map(|path| Browser {
            url: location(path),
            user_agent: AGENT.to_owned(),
        }),
    }
}

#[test]
fn the_sample_is_told_to_the_byte() {
    let Some(sample) = sample() else {
        println!("skipped: no samples");
        return;
    };
    let entries = [
        entry(1, 1100, "51:52.254", Some("/")),
        entry(2, 1180, "51:55.121", None),
        entry(3, 1190, "52:02.164", Some("/")),
        entry(4, 1400, "52:02.182", Some("/barcode")),
        entry(5, 1410, "52:02.193", Some("/barcode")),
        entry(6, 1425, "52:09.722", None),
        entry(7, 1425, "52:10.476", None),
        entry(8, 1825, "52:11.977", None),
        entry(9, 1800, "52:12.309", Some("/complete")),
    ];
    let told = render::status_postback(transaction(), &entries, Profile::V3_5_8);
    assert_eq!(
        String::from_utf8(told.encode(Encoding::Json)).unwrap(),
        sample
    );
}

#[test]
fn the_newest_comes_first_by_sequence_and_then_by_number() {
    let mut entries = vec![
        entry(1, 105, "00:01", None),
        entry(2, 1100, "00:03", Some("/")),
        entry(3, 1190, "00:02", Some("/")),
        entry(4, 1200, "00:02", Some("/front")),
    ];
    let orders = [[2, 4, 3, 1], [2, 4, 3, 1]];
    for order in orders {
        let told = super::shown(&render::get_status(transaction(), &entries, Profile::Table));
        let codes: Vec<u64> = told["private_data"]["status"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["event"].as_u64().unwrap())
            .collect();
        let by_number = |number| match number {
            1 => 105,
            2 => 1100,
            3 => 1190,
            _ => 1200,
        };
        assert_eq!(codes, order.map(by_number));
        entries.reverse();
    }
}

#[test]
fn before_the_first_event_the_log_is_empty() {
    let told = render::get_status(transaction(), &[], Profile::Table);
    let expected = format!(
        r#"{{"public_data":{{"version":"3.9.2","endpoint":"get-status"}},"private_data":{{"transaction_id":"{}","status":[]}}}}"#,
        super::TRANSACTION
    );
    assert_eq!(
        String::from_utf8(told.encode(Encoding::Json)).unwrap(),
        expected
    );
}

#[test]
fn a_shared_code_carries_the_label_of_its_page() {
    let cases = [
        (Some("/front"), "Capture Front - "),
        (Some("/back"), "Capture Back - "),
        (Some("/sub/barcode"), "Capture Barcode - "),
        (Some("/elsewhere"), "Capture Front / Capture Back - "),
        (None, "Capture Front / Capture Back - "),
    ];
    for (path, label) in cases {
        let entry = entry(1, 1207, "00:01", path);
        let event = serde_json::to_value(render::event(&entry, Profile::Table)).unwrap();
        assert!(
            event["message"].as_str().unwrap().starts_with(label),
            "{path:?}"
        );
    }
    let mut odd = entry(1, 1207, "00:01", Some("/"));
    odd.browser.as_mut().unwrap().url = "no JSON".to_owned();
    let event = serde_json::to_value(render::event(&odd, Profile::Table)).unwrap();
    assert_eq!(event["url"], "no JSON");
}

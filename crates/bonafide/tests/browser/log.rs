//! The log of a walk: whether it is well-formed, in a lawful order, and the one that is kept.

use std::fmt::Write as _;

use serde_json::Value;
use verification::status::{RaisedBy, StatusCode, grammar};

/// Raised or not by how fast the machine is: the shutter that comes where no picture was taken in
/// time.
const OF_THE_MACHINE: &[u16] = &[3200];

/// Checks a log (newest first) and compares it, oldest first, with the snapshot of this name.
#[track_caller]
pub(crate) fn check(name: &str, log: &[Value]) {
    let events: Vec<&Value> = log.iter().rev().collect();
    let mut before = String::new();
    let mut codes = Vec::new();
    let mut lines = String::new();
    for event in &events {
        let text = |key: &str| {
            event[key]
                .as_str()
                .unwrap_or_else(|| panic!("no {key} in {event}"))
        };
        let code = StatusCode(event["event"].as_u64().unwrap() as u16);
        let by = match (text("url"), text("user_agent")) {
            ("N/A", "N/A") => "server",
            (url, agent) => {
                let location: Value = serde_json::from_str(url).unwrap();
                assert!(
                    location["href"]
                        .as_str()
                        .unwrap()
                        .starts_with("http://127.0.0.1:"),
                    "{event}"
                );
                assert!(agent.starts_with("Mozilla/5.0"), "{event}");
                "browser"
            }
        };
        let known = code
            .definition()
            .unwrap_or_else(|| panic!("nobody knows {event}"));
        let expected = if known.raised_by == RaisedBy::Browser {
            "browser"
        } else {
            "server"
        };
        assert_eq!(by, expected, "{event}");
        let sequence = text("sequence");
        for time in [sequence, text("timestamp")] {
            assert!(time.len() == 32 && time.ends_with("+00:00"), "{event}");
        }
        assert!(sequence > before.as_str(), "{sequence} follows {before}");
        sequence.clone_into(&mut before);
        codes.push(code);
        if OF_THE_MACHINE.contains(&code.number()) {
            continue;
        }
        writeln!(lines, "{code} {by:<7} {}", text("message")).unwrap();
    }
    grammar::check(&codes).unwrap_or_else(|error| panic!("{error}\n{lines}"));
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, lines));
}

//! Any text through the parser and the examiner of machine readable zones: nothing may panic, and what is read does
//! not depend on anything but the text.
#![no_main]

use document::mrz::{checks, parse, spellings};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.split('\n').collect();
    let Ok(zone) = parse(&lines) else { return };
    let _ = checks::examine(&zone, date(2026, 6, 1));
    let _ = spellings(&zone.names.family);
    assert!(parse(&lines).is_ok_and(|again| again == zone));
});

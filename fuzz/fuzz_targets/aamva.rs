//! Any bytes through the AAMVA reader, the examiner and the writer: nothing may panic, and what a version
//! carries must be carried unchanged.
#![no_main]

use document::aamva::{Fields, checks, encode, parse};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(licence) = parse(bytes) else { return };
    let _ = checks::examine(&licence, date(2026, 6, 1));
    let _ = licence.to_json();
    let Some(fields) = Fields::of(&licence) else {
        return;
    };
    let version = licence.header.version.unwrap_or(10).clamp(1, 10);
    let carried = fields.carried_by(version);
    assert!(
        carried.carried_by(version) == carried,
        "carrying twice changes something"
    );
    let _ = parse(&encode(&fields, version));
});

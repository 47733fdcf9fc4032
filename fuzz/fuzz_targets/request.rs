//! Any body into the parsers of the verification protocol: a request, or one error that can be told.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use wire::verify::{parse, render};

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses how the body is declared; any body may come with any declaration.
    let Some((&first, body)) = bytes.split_first() else { return };
    let content_type = match first % 3 {
        0 => None,
        1 => Some("application/json"),
        _ => Some("application/x-www-form-urlencoded"),
    };
    match parse::parse(body, content_type, date(2026, 1, 15)) {
        Ok(parsed) => assert_eq!(parsed.request.proofs.len(), parsed.proofs.len()),
        Err(invalid) => assert!(!render::invalid(&invalid).is_empty()),
    }
    let _ = parse::status(body, content_type);
    let _ = parse::deletion(body, content_type);
});

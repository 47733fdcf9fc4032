//! Any body into the parsers of the capture protocol, in either encoding: a call, or one refusal that can
//! be told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::capture::parse::{BarcodeOnly, Call, Reporting, Start, Submission};
use wire::capture::signature::Given;
use wire::capture::{Encoding, Fault, decode, render};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = std::str::from_utf8(bytes) {
        let _ = Given::parse(header);
    }
    let (_, json) = decode(bytes);
    let told = |fault: &Fault| assert!(!render::error("", fault, Default::default()).encode(Encoding::Json).is_empty());
    let json = match json {
        Ok(json) => json,
        Err(why) => return told(&why.into()),
    };
    let call = match Call::read(&json) {
        Ok(call) => call,
        Err(fault) => return told(&fault),
    };
    match Start::read(&call, None) {
        Ok(start) => assert!(!start.terms.signals.is_empty()),
        Err(fault) => told(&fault),
    }
    let _ = Submission::read(&call, "front");
    let _ = BarcodeOnly::read(&call);
    if let Ok(asked) = Reporting::read(&call) {
        assert!(asked.size > 0);
    }
});

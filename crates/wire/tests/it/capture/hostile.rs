//! Bodies that nobody means well with: nothing panics, and whatever is refused can be told.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use verification::capture::CaptureTerms;
use verification::request::Reference;
use verification::status::Profile;
use wire::capture::parse::{BarcodeOnly, Call, Reporting, Start, Submission};
use wire::capture::{Encoding, Fault, decode, render};

use super::TRANSACTION;

/// Bodies with most of what can be said.
const VALID: [&str; 3] = [
    r#"{"public_data":{"capture_language":"en-us","redirect_url":"https:\/\/a.example\/x","qr_breakpoint_px":700,
"status_url":"https://a.example/s"},"private_data":{"document_type":"na_dl","signals":["idcheck","ocr_scan"],"ttl":"10",
"send_link":{"type":"sms","to":"+12125550100"},"return_images":true,"user_defined":{"a":[1,2.5,{"b":null}]}}}"#,
    r#"{"private_data":{"transaction_id":"a6e7c62a-0af0-4a03-9662-131557613d87","front":"/9j/4AAQ"}}"#,
    r#"{"private_data":{"include_pii":true,"start_date":"2026-01-01","search_after":[7,20260101,0,100,1]}}"#,
];

fn told(fault: &Fault) {
    let body = render::error("start", fault, Profile::Table).encode(Encoding::Json);
    assert!(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
    assert!(fault.message.ends_with('.'), "{}", fault.message);
    assert!((400..500).contains(&fault.kind.status()));
}

fn sound(terms: &CaptureTerms) {
    assert!(!terms.signals.is_empty());
}

fn feed(body: &[u8]) {
    let (_, json) = decode(body);
    let json = match json {
        Ok(json) => json,
        Err(why) => return told(&why.into()),
    };
    let call = match Call::read(&json) {
        Ok(call) => call,
        Err(fault) => return told(&fault),
    };
    match Start::read(&call, None, Encoding::Json) {
        Ok(start) => {
            sound(&start.terms);
            let request = start.into_request(Reference::parse(TRANSACTION).unwrap());
            assert!(request.asked().next().is_some());
        }
        Err(fault) => told(&fault),
    }
    let faults = [
        call.transaction().err(),
        Submission::read(&call, "front").err(),
        Submission::read(&call, "barcode").err(),
        BarcodeOnly::read(&call).err(),
        Reporting::read(&call).err(),
    ];
    faults.iter().flatten().for_each(told);
}

#[test]
fn the_body_to_be_damaged_is_sound() {
    let [start, front, report] = VALID.map(|body| Call::read(body.as_bytes()).unwrap());
    assert!(Start::read(&start, None, Encoding::Json).is_ok());
    assert!(Submission::read(&front, "front").is_ok());
    assert!(Reporting::read(&report).is_ok());
}

#[test]
fn depth_and_number_have_limits() {
    let deep = format!(r#"{{"private_data":{}"#, "[".repeat(100_000));
    let many = format!(r#"{{"private_data":{{"a":[{}0]}}}}"#, "0,".repeat(100_000));
    for body in [deep, many] {
        let said = Call::read(body.as_bytes()).unwrap_err().message;
        assert!(said.contains("too"), "{said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn bytes(body in prop::collection::vec(any::<u8>(), 0..400)) {
        feed(&body);
        feed(STANDARD.encode(&body).as_bytes());
    }

    #[test]
    fn a_valid_body_with_bytes_changed(
        valid in prop::sample::select(VALID.to_vec()),
        is_encoded in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut in prop::bool::weighted(0.2),
    ) {
        let mut body = valid.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        if is_cut {
            body.truncate(cut.index(body.len()));
        }
        if is_encoded {
            body = STANDARD.encode(&body).into_bytes();
        }
        feed(&body);
    }
}

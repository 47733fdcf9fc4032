//! The envelope, and every call but `/start`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::date;
use serde_json::json;
use verification::TransactionId;
use verification::status::Profile;
use wire::capture::parse::{BarcodeOnly, Call, Reporting, Submission};
use wire::capture::{Encoding, Fault, FaultKind, decode, render};

use super::{TRANSACTION, shown, transaction};

/// Reads a body of either encoding.
fn read<T>(body: &[u8], then: impl FnOnce(&Call<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
    let (_, json) = decode(body);
    let json = json?;
    then(&Call::read(&json)?)
}

fn private<T>(members: &str, then: impl FnOnce(&Call<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
    let body = format!(r#"{{"public_data":{{}},"private_data":{{{members}}}}}"#);
    read(body.as_bytes(), then)
}

/// The transaction that a call names.
fn named(call: &Call<'_>) -> Result<TransactionId, Fault> {
    call.transaction()
}

#[test]
fn both_encodings_say_the_same() {
    let json =
        format!(r#"{{"public_data":{{}},"private_data":{{"transaction_id":"{TRANSACTION}"}}}}"#);
    let encoded = STANDARD.encode(&json);
    for (body, encoding) in [(&json, Encoding::Json), (&encoded, Encoding::Base64)] {
        assert_eq!(decode(body.as_bytes()).0, encoding);
        assert_eq!(read(body.as_bytes(), named), Ok(transaction()));
    }
    let told = render::taken("end", transaction(), Profile::Table);
    let decoded = STANDARD.decode(told.encode(Encoding::Base64)).unwrap();
    assert_eq!(decoded, told.encode(Encoding::Json));
}

#[test]
fn what_is_no_envelope_is_refused() {
    let cases: &[(&[u8], &str)] = &[
        (b"", "The request body is empty."),
        (
            b"\xFF\xFE",
            "The request body must be JSON, or base64 text of JSON.",
        ),
        (b"bm8gSlNPTg==", "The request body does not decode to JSON."),
        (
            b"{\"public_data\":",
            "The request body does not decode to JSON.",
        ),
        (
            b"[]",
            "The request body must be an object with the objects public_data and private_data.",
        ),
        (
            b"{\"private_data\":[{}]}",
            "The request body must be an object with the objects public_data and private_data.",
        ),
    ];
    for (body, expected) in cases {
        let fault = read(body, named).unwrap_err();
        assert_eq!(fault.message, *expected);
        assert_eq!(fault.kind, FaultKind::Malformed);
    }
}

#[test]
fn an_answer_is_no_call() {
    let answers = [
        render::taken("end", transaction(), Profile::Table),
        render::status_postback(transaction(), &[], Profile::Table),
        render::error("", &Fault::new(FaultKind::Invalid, "x"), Profile::Table),
    ];
    for answer in answers {
        for encoding in [Encoding::Json, Encoding::Base64] {
            let fault = read(&answer.encode(encoding), named).unwrap_err();
            assert_eq!(
                fault.message,
                "The request body is an answer of a server, not a request."
            );
        }
    }
}

#[test]
fn a_transaction_is_named_by_its_id() {
    let upper = TRANSACTION.to_uppercase();
    let cases = [
        (
            format!(r#""transaction_id":" {TRANSACTION} ""#),
            Ok(transaction()),
        ),
        (format!(r#""transaction_id":"{upper}""#), Ok(transaction())),
        (String::new(), Err("transaction_id is required.")),
        (
            r#""transaction_id":"""#.to_owned(),
            Err("transaction_id is required."),
        ),
        (
            r#""transaction_id":"1""#.to_owned(),
            Err("transaction_id format is invalid."),
        ),
        (
            r#""transaction_id":[]"#.to_owned(),
            Err("transaction_id must be a string."),
        ),
    ];
    for (members, expected) in cases {
        let read = private(&members, named);
        assert_eq!(
            read.as_ref().map_err(|fault| fault.message.as_str()),
            expected.as_ref().map_err(|said| *said)
        );
    }
}

#[test]
fn pictures_and_barcodes_come_as_base64() {
    let data =
        |key: &str, text: &str| format!(r#""transaction_id":"{TRANSACTION}","{key}":"{text}""#);
    let cases = [
        (
            "front",
            data("front", "/9j/4AA="),
            Ok(&b"\xFF\xD8\xFF\xE0\0"[..]),
        ),
        (
            "front",
            data("image", "/9j/4AA="),
            Ok(b"\xFF\xD8\xFF\xE0\0"),
        ),
        (
            "front",
            data("front", "\\/9j\\/4AA"),
            Ok(b"\xFF\xD8\xFF\xE0\0"),
        ),
        (
            "back",
            data("back", "data:image/jpeg;base64,/9j/4AA="),
            Ok(b"\xFF\xD8\xFF\xE0\0"),
        ),
        (
            "barcode",
            data("barcode", "QAoeDUFOU0kg"),
            Ok(b"@\n\x1e\rANSI "),
        ),
        (
            "barcode",
            data("barcode", "@\\n\\u001e\\rANSI "),
            Ok(b"@\n\x1e\rANSI "),
        ),
        (
            "front",
            data("back", "/9j/4AA="),
            Err("back belongs to another call: this body is not for this path."),
        ),
        (
            "front",
            data("front", "no base64!"),
            Err("front must be base64 text."),
        ),
        (
            "front",
            data("front", "data:image/jpeg,x"),
            Err("front must be base64 text."),
        ),
        ("selfie", data("selfie", ""), Err("selfie is required.")),
        (
            "selfie",
            r#""selfie":"/9j/4AA=""#.to_owned(),
            Err("transaction_id is required."),
        ),
    ];
    for (key, members, expected) in cases {
        let read = private(&members, |call| Submission::read(call, key));
        let read = read.as_ref().map(|read| read.content.as_slice());
        assert_eq!(
            read.map_err(|fault| fault.message.as_str()),
            expected,
            "{members}"
        );
    }
}

#[test]
fn a_barcode_alone_needs_no_transaction() {
    let members = r#""barcode":"QAo=","device_id":"7","transaction_location":{"lat_lng":[1.5,-2]},"location":"x","user_defined":{"a":1}"#;
    let read = private(members, BarcodeOnly::read).unwrap();
    assert_eq!(read.content, b"@\n");
    assert_eq!(read.user_defined.unwrap().reveal(), r#"{"a":1}"#);
}

#[test]
fn reports_are_limited() {
    let read = |members: &str| private(members, Reporting::read);
    let usual = read("").unwrap();
    assert_eq!(
        (usual.size, usual.include_pii, usual.from),
        (100, false, None)
    );
    let asked = read(r#""start_date":"2026-01-01","end_date":"2026-01-31","result_size":"10000","include_pii":true"#).unwrap();
    assert_eq!(asked.from, Some(date(2026, 1, 1)));
    assert_eq!((asked.size, asked.include_pii), (10_000, true));
    let cases = [
        (
            r#""start_date":"01/01/2026""#,
            "start_date does not match the format Y-m-d.",
        ),
        (
            r#""start_date":"2026-02-01","end_date":"2026-01-01""#,
            "end_date may not be before start_date.",
        ),
        (
            r#""result_size":10001"#,
            "result_size must be a whole number from 1 to 10000.",
        ),
        (
            r#""search_after":7"#,
            "search_after must be the list of the answer before.",
        ),
        (
            r#""search_after":[1,2]"#,
            "search_after must be the list of the answer before.",
        ),
        (
            r#""search_after":["1"]"#,
            "search_after must be the list of the answer before.",
        ),
        (
            r#""transaction_id":"x""#,
            "transaction_id format is invalid.",
        ),
    ];
    for (members, expected) in cases {
        assert_eq!(read(members).unwrap_err().message, expected);
    }
}

#[test]
fn refusals_have_one_shape() {
    let fault = Fault::new(FaultKind::Expired, "The transaction's time is over.");
    let told = shown(&render::error("get-status", &fault, Profile::Table));
    let expected = json!({
        "public_data": {
            "version": "3.9.2",
            "endpoint": "get-status",
            "error": {"code": "transaction_expired", "message": "The transaction's time is over."},
        },
        "private_data": {},
    });
    assert_eq!(told, expected);
    for kind in FaultKind::ALL {
        assert!((400..600).contains(&kind.status()), "{kind:?}");
    }
}

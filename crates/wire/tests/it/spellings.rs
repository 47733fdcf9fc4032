//! One request in several spellings: forms, content types, and the small bodies.

use wire::verify::parse::{deletion, parse, proof_token, status};

use crate::{TODAY, form, json};

#[test]
fn forms() {
    let cases = [
        (
            "reference=17374217&face=",
            r#"{"reference":"17374217","face":""}"#,
        ),
        (
            "reference=17374217&face=&ttl=10&email=john%40example.com",
            r#"{"reference":"17374217","face":"","ttl":"10","email":"john@example.com"}"#,
        ),
        (
            "reference=17374217&document[name][first_name]=John&document[name][last_name]=Doe&document[dob]=",
            r#"{"reference":"17374217","document":{"name":{"first_name":"John","last_name":"Doe"},"dob":""}}"#,
        ),
        (
            "reference=17374217&document%5Bsupported_types%5D%5B%5D=id_card&document%5Bsupported_types%5D%5B%5D=passport",
            r#"{"reference":"17374217","document":{"supported_types":["id_card","passport"]}}"#,
        ),
        (
            "reference=17374217&document[supported_types][0]=id_card&document[supported_types][1]=passport",
            r#"{"reference":"17374217","document":{"supported_types":["id_card","passport"]}}"#,
        ),
        (
            "reference=17374217&document=%7B%22dob%22%3A%22%22%2C%22proof%22%3A%22%25PDF%22%7D&document=%7B%22dob%22%3A%221978-03-13%22%7D",
            r#"{"reference":"17374217","document":{"dob":"1978-03-13"}}"#,
        ),
        (
            "reference=17374217&face=&a[b=1&[c]=2&d]=3&[]=4&=5",
            r#"{"reference":"17374217","face":""}"#,
        ),
    ];
    for (body, same) in cases {
        assert_eq!(form(body).unwrap(), json(same).unwrap(), "{body}");
    }
}

#[test]
fn content_types_are_hints() {
    let body = r#"{"reference":"17374217","face":""}"#;
    let expected = json(body).unwrap();
    for content_type in [
        None,
        Some("application/json"),
        Some("application/json; charset=utf-8"),
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("Application/JSON"),
    ] {
        assert_eq!(
            parse(body.as_bytes(), content_type, TODAY).unwrap(),
            expected
        );
    }
    let with_mark = format!("\u{feff} {body}\n");
    assert_eq!(json(&with_mark).unwrap(), expected);
    let form = b"reference=17374217&face=";
    for content_type in [
        None,
        Some("application/x-www-form-urlencoded; charset=UTF-8"),
    ] {
        assert_eq!(parse(form, content_type, TODAY).unwrap(), expected);
    }
    assert!(parse(form, Some("application/json"), TODAY).is_err());
}

#[test]
fn what_is_declared_to_be_something_else_is_not_read() {
    let parts =
        "--x\r\nContent-Disposition: form-data; name=\"reference\"\r\n\r\n17374217\r\n--x--";
    let form = "reference=17374217&face=";
    for (content_type, body, expected) in [
        ("multipart/form-data; boundary=x", parts, 415),
        ("multipart/form-data", form, 415),
        ("text/plain", form, 415),
        ("application/xml", "<reference/>", 415),
        ("application/json", form, 400),
        ("application/problem+json; charset=utf-8", form, 400),
        ("application/x-www-form-urlencoded-not", form, 415),
    ] {
        let invalid = parse(body.as_bytes(), Some(content_type), TODAY).unwrap_err();
        assert_eq!(invalid.status, expected, "{content_type}");
        if expected == 415 {
            let failure = wire::verify::render::Failure::UnsupportedMediaType;
            assert_eq!(
                wire::verify::render::invalid(&invalid),
                wire::verify::render::failure(failure)
            );
        }
    }
    let spelled = Some(" Application/X-WWW-Form-Urlencoded ;charset=utf-8");
    assert!(parse(form.as_bytes(), spelled, TODAY).is_ok());
}

/// PHP's `false` for a text that it does not have.
#[test]
fn false_is_no_text() {
    let without = json(r#"{"reference":"17374217","face":"","document":{}}"#).unwrap();
    let with = json(
        r#"{"reference":"17374217","face":"","document":{"dob":false,"proof":false,"document_number":false},
        "email":false,"country":false,"callback_url":false,"language":false,"verification_mode":false}"#,
    );
    assert_eq!(with.unwrap(), without);
    let told = json(r#"{"reference":false,"face":""}"#)
        .unwrap_err()
        .message;
    assert_eq!(told, "The reference field is required.");
    assert!(json(r#"{"reference":"17374217","face":"","email":true}"#).is_err());
}

#[test]
fn status_delete_and_download() {
    for body in [
        r#"{"reference":"17374217"}"#,
        r#"{"reference":17374217,"get_images":1}"#,
        "reference=17374217",
    ] {
        assert_eq!(
            status(body.as_bytes(), None).unwrap().reference.as_str(),
            "17374217"
        );
    }
    for body in [
        r#"{"reference":"17374217","comment":"asked to be forgotten"}"#,
        "reference=17374217&comment=asked+to+be+forgotten",
    ] {
        let read = deletion(body.as_bytes(), None).unwrap();
        assert_eq!(read.comment.reveal(), "asked to be forgotten");
        assert!(!format!("{read:?}").contains("forgotten"));
    }
    let token =
        |body: &str| proof_token(body.as_bytes(), None).map(|token| token.reveal().to_owned());
    assert_eq!(token(r#"{"access_token":"abc"}"#).as_deref(), Some("abc"));
    assert_eq!(token("access_token=abc").as_deref(), Some("abc"));
    assert_eq!(token("{}"), None);
    assert_eq!(token("?"), None);
}

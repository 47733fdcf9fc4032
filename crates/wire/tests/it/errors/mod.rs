//! What is told of requests that are wrong: service, key, message.

mod request;
mod services;

use wire::verify::parse::{deletion, status};

use crate::{form, json, told};

fn check(body: &str, expected: &str) {
    match json(body) {
        Ok(_) => panic!("taken: {body}"),
        Err(invalid) => assert_eq!(told(&invalid), expected, "{body}"),
    }
}

#[test]
fn of_bodies() {
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(40), "]".repeat(40));
    let deeper = "[".repeat(100_000);
    let long = format!(r#"{{"a":[{}0]}}"#, "0,".repeat(20_000));
    let cases = [
        ("", "reference: The reference field is required."),
        ("  \n ", "reference: The reference field is required."),
        ("{}", "reference: The reference field is required."),
        ("[]", "reference: The reference field is required."),
        ("null", "reference: The reference field is required."),
        ("{", ": The request body must be valid JSON or a form."),
        ("{}{}", ": The request body must be valid JSON or a form."),
        (
            r#"{"reference":"17374217",}"#,
            ": The request body must be valid JSON or a form.",
        ),
        (
            r#"{"reference":"\ud800"}"#,
            ": The request body must be valid JSON or a form.",
        ),
        ("17374217", ": The request body must be an object."),
        (r#""17374217""#, ": The request body must be an object."),
        (r#"["17374217"]"#, ": The request body must be an object."),
        (&deep, ": The request body is nested too deeply."),
        (&deeper, ": The request body is nested too deeply."),
        (&long, ": The request body has too many values."),
    ];
    for (body, expected) in cases {
        check(body, expected);
    }
}

/// Everything is wrong: repairing the first error shows the next.
#[test]
fn come_in_a_stable_order() {
    let wrong = r#"{"background_checks":{"dob":"x"},"phone":{"phone_number":"x"},"consent":{},
        "face":{"proof":"!"},"address":{"full_address":"x"},"document_two":{"gender":"?"},
        "document":{"dob":"x","proof":"!","issue_date":"x"},"kyb":"","manual_review":"?","ttl":"?",
        "email":"x","country":"?","reference":"x"}"#;
    let steps = [
        (
            r#""reference":"x""#,
            r#""reference":"17374217""#,
            "reference",
        ),
        (r#""country":"?""#, r#""country":"GB""#, "country"),
        (r#""email":"x""#, r#""email":null"#, "email"),
        (r#""ttl":"?""#, r#""ttl":60"#, "ttl"),
        (
            r#""manual_review":"?""#,
            r#""manual_review":"0""#,
            "manual_review",
        ),
        (r#""kyb":"""#, r#""kyb":null"#, "kyb.kyb"),
        (
            r#""proof":"!","issue_date""#,
            r#""proof":"","issue_date""#,
            "document.proof",
        ),
        (
            r#""document":{"dob":"x""#,
            r#""document":{"dob":"""#,
            "document.dob",
        ),
        (
            r#""issue_date":"x""#,
            r#""issue_date":"""#,
            "document.issue_date",
        ),
        (r#""gender":"?""#, r#""gender":"M""#, "document_two.gender"),
        (
            r#""full_address":"x""#,
            r#""full_address":"""#,
            "address.full_address",
        ),
        (r#""proof":"!""#, r#""proof":[]"#, "face.proof"),
        (
            r#""consent":{}"#,
            r#""consent":{"text":"I agree"}"#,
            "consent.text",
        ),
        (
            r#""phone_number":"x""#,
            r#""phone_number":"""#,
            "phone.phone_number",
        ),
        (r#""dob":"x""#, r#""dob":"""#, "background_checks.dob"),
    ];
    let mut body = wrong.to_owned();
    for (from, to, expected) in steps {
        let told = told(&json(&body).unwrap_err());
        assert_eq!(told.split(':').next(), Some(expected));
        assert!(body.contains(from), "{from}");
        body = body.replacen(from, to, 1);
    }
    assert!(json(&body).is_ok(), "{body}");
}

#[test]
fn echo_what_was_sent() {
    let invalid = json(r#"{"reference":" 1 ","email":"","country":"UK","face":""}"#).unwrap_err();
    assert_eq!(invalid.reference.as_deref(), Some(" 1 "));
    assert_eq!(
        invalid.email.as_ref().map(verification::Personal::reveal),
        Some("")
    );
    assert_eq!(invalid.country.as_deref(), Some("UK"));
    let invalid = json(r#"{"reference":17374217,"country":["GB"],"email":null}"#).unwrap_err();
    assert_eq!(invalid.reference.as_deref(), Some("17374217"));
    assert_eq!((invalid.email, invalid.country), (None, None));
    let long = json(&format!(r#"{{"reference":"{}"}}"#, "ä".repeat(5000))).unwrap_err();
    assert_eq!(long.reference.map(|text| text.chars().count()), Some(250));
}

#[test]
fn of_forms() {
    let cases = [
        (
            "reference=12345&face=",
            "reference: The reference must be at least 6 characters.",
        ),
        (
            "reference=17374217",
            "services: At least one service is required: document, document_two, address, face, consent, phone or background_checks.",
        ),
        (
            "reference=17374217&document[dob]=x",
            "document.dob: The dob does not match the format Y-m-d.",
        ),
        (
            "reference=17374217&document[name][first_name]=R2D2",
            "document.first_name: The first name format is invalid.",
        ),
        (
            "reference=17374217&document[supported_types][]=x",
            "document.supported_types: The selected supported types is invalid.",
        ),
        (
            "reference=17374217&document=%7B%22dob%22%3A%22x%22%7D",
            "document.dob: The dob does not match the format Y-m-d.",
        ),
        (
            "reference=17374217&document=%7B%22dob%22",
            "document.document: The document must be an array.",
        ),
        (
            "a[b][c][d][e][f][g][h][i]=1",
            ": The request body is nested too deeply.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(told(&form(body).unwrap_err()), expected, "{body}");
    }
    let many = "a[]=1&".repeat(2_000);
    assert_eq!(
        told(&form(&many).unwrap_err()),
        ": The request body has too many values."
    );
}

#[test]
fn of_status_and_delete() {
    let cases = [
        ("{}", "reference: The reference field is required."),
        (
            r#"{"reference":"12345"}"#,
            "reference: The reference must be at least 6 characters.",
        ),
        (
            "not json",
            ": The request body must be valid JSON or a form.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(
            told(&status(body.as_bytes(), None).unwrap_err()),
            expected,
            "{body}"
        );
        assert_eq!(
            told(&deletion(body.as_bytes(), None).unwrap_err()),
            expected,
            "{body}"
        );
    }
    let long = format!(
        r#"{{"reference":"17374217","comment":"{}"}}"#,
        "x".repeat(201)
    );
    let cases = [
        (
            r#"{"reference":"17374217"}"#,
            "comment: The comment field is required.",
        ),
        (
            r#"{"reference":"17374217","comment":""}"#,
            "comment: The comment field is required.",
        ),
        (
            r#"{"reference":"17374217","comment":"gone"}"#,
            "comment: The comment must be at least 5 characters.",
        ),
        (
            &long,
            "comment: The comment may not be greater than 200 characters.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(
            told(&deletion(body.as_bytes(), None).unwrap_err()),
            expected,
            "{body}"
        );
    }
}

//! Errors and the small answers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use verification::account::{Account, AccountSettings, Environment, SecretKey};
use verification::request::FieldError;
use verification::{AccountId, Tombstone, TransactionId, VerificationId};
use wire::verify::parse::{Invalid, message};
use wire::verify::render::{self, Failure};

use crate::json;

fn text(body: Vec<u8>) -> String {
    String::from_utf8(body).unwrap()
}

#[test]
fn an_invalid_request_echoes_what_was_sent() {
    let invalid =
        json(r#"{"reference":"17374217","email":"zoë@example.com","country":"","ttl":"x"}"#);
    insta::assert_snapshot!(text(render::invalid(&invalid.unwrap_err())), @r#"{"reference":"17374217","event":"request.invalid","error":{"service":"","key":"ttl","message":"The ttl must be an integer."},"email":"zo\u00eb@example.com","country":""}"#);
}

#[test]
fn errors_found_after_parsing_have_the_same_form() {
    let taken = Invalid {
        reference: Some("17374217".to_owned()),
        email: None,
        country: Some(String::new()),
        service: "".into(),
        key: "reference".into(),
        message: message("reference", &FieldError::Taken),
        status: 400,
    };
    insta::assert_snapshot!(text(render::invalid(&taken)), @r#"{"reference":"17374217","event":"request.invalid","error":{"service":"","key":"reference","message":"The reference has already been taken."},"email":null,"country":""}"#);
}

#[test]
fn failures_have_the_same_shape() {
    let all = [
        Failure::NotFound,
        Failure::MethodNotAllowed,
        Failure::TooLarge(30 * 1024 * 1024),
        Failure::UnsupportedMediaType,
        Failure::TooSlow,
        Failure::TooManyRequests,
        Failure::Internal,
        Failure::Unavailable,
    ];
    let lines: Vec<String> = all
        .into_iter()
        .map(|failure| format!("{} {}", failure.status(), text(render::failure(failure))))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    404 {"reference":"","event":"request.invalid","error":{"service":"","key":"","message":"There is nothing at this path."},"email":null,"country":null}
    405 {"reference":"","event":"request.invalid","error":{"service":"","key":"","message":"This path does not take this method."},"email":null,"country":null}
    413 {"reference":"","event":"request.invalid","error":{"service":"","key":"","message":"The request body may not be greater than 30720 kilobytes."},"email":null,"country":null}
    415 {"reference":"","event":"request.invalid","error":{"service":"","key":"","message":"The request body must be JSON or a form."},"email":null,"country":null}
    408 {"reference":"","event":"","error":{"service":"","key":"","message":"The request body took too long to arrive."},"email":null,"country":null}
    429 {"reference":"","event":"","error":{"service":"","key":"","message":"Too many requests. Try again later."},"email":null,"country":null}
    500 {"reference":"","event":"","error":{"service":"","key":"","message":"The server failed. Try again later."},"email":null,"country":null}
    503 {"reference":"","event":"","error":{"service":"","key":"","message":"The server cannot take requests now. Try again later."},"email":null,"country":null}
    "#);
}

#[test]
fn a_tombstone_says_that_it_was() {
    let tombstone = Tombstone {
        id: VerificationId::new(uuid::Uuid::from_u128(1)),
        account: AccountId::new(uuid::Uuid::from_u128(2)),
        transaction: TransactionId(uuid::Uuid::from_u128(3)),
        reference: "17374217".to_owned().try_into().unwrap(),
        created_at: Timestamp::UNIX_EPOCH,
        deleted_at: Timestamp::UNIX_EPOCH,
        journal: verification::journal::Tail::default(),
        announced: 2,
    };
    let body = text(render::tombstone(&tombstone));
    insta::assert_snapshot!(body, @r#"{"reference":"17374217","event":"request.deleted"}"#);
}

#[test]
fn accounts_and_tokens() {
    let mut account = Account {
        id: AccountId::new(uuid::Uuid::nil()),
        name: "Acme / Co".to_owned(),
        client_id: "client".to_owned(),
        secret: SecretKey::new("s".repeat(32)).unwrap(),
        retiring: None,
        capture_key: None,
        environment: Environment::Production,
        created_at: Timestamp::UNIX_EPOCH,
        settings: AccountSettings::default(),
    };
    insta::assert_snapshot!(text(render::account_info(&account)), @r#"{"account":{"name":"Acme \/ Co","status":"production","balance":{"amount":"0.00","currency":"USD"}}}"#);
    account.environment = Environment::Trial;
    assert!(text(render::account_info(&account)).contains(r#""status":"trial""#));
    insta::assert_snapshot!(text(render::access_token("abc")), @r#"{"access_token":"abc"}"#);
}

#[test]
fn every_decline_code_is_listed_once() {
    let body: serde_json::Value = serde_json::from_slice(&render::decline_reasons()).unwrap();
    let reasons = body["decline_reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), verification::decline::all().count());
    let codes: BTreeSet<&str> = reasons
        .iter()
        .map(|reason| reason["status_code"].as_str().unwrap())
        .collect();
    assert_eq!(codes.len(), reasons.len());
    for reason in reasons {
        assert!(
            !reason["description"].as_str().unwrap().ends_with('.'),
            "{reason}"
        );
        assert_eq!(
            reason["final"].as_bool(),
            reason["retryable"].as_bool().map(|again| !again)
        );
    }
    let seventh = reasons
        .iter()
        .find(|reason| reason["status_code"] == "SPDR07")
        .unwrap();
    let keys: Vec<&str> = seventh
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "status_code",
            "description",
            "services",
            "category",
            "retryable",
            "final",
            "public_text",
            "side",
            "field",
            "since"
        ]
    );
}

#[test]
fn the_reference_page_names_every_event_status_and_message() {
    let page = include_str!("../../../../docs/reference/verification-protocol.md");
    for event in verification::ResponseEvent::ALL {
        assert!(page.contains(&format!("`{event}`")), "{event}");
    }
    for status in ["404", "408", "405", "413", "415", "429", "500", "503"] {
        assert!(page.contains(status), "{status}");
    }
    let errors = [
        FieldError::Required,
        FieldError::TooShort(5),
        FieldError::TooLong(5),
        FieldError::WrongLength(2),
        FieldError::TooSmall(5),
        FieldError::TooGreat(5),
        FieldError::NotInList,
        FieldError::DateFormat,
        FieldError::NotBefore(crate::TODAY),
        FieldError::Email,
        FieldError::Format,
        FieldError::NotAnArray,
        FieldError::NotABoolean,
    ];
    for error in errors {
        let words = message("x_y", &error);
        let pattern = words
            .replace("x y", "{key}")
            .replace(" 5", " {n}")
            .replace("2026-01-15", "{today}");
        assert!(page.contains(&pattern), "{pattern}");
    }
}

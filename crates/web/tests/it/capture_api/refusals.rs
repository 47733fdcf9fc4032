//! Calls that are refused: strangers, other people's transactions, what comes too late or too
//! large.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::stream;
use jiff::SignedDuration;
use serde_json::{Value, json};
use verification::account::Account;
use wire::capture::signature::{Digest, sign};

use super::{
    Way, about, account, ask, ask_by, barcode, heard, path, picture, prepared, reading, started,
    status_of,
};
use crate::app::{Plan, TestApp};
use crate::call::Reply;

const CALLS: [&str; 13] = [
    "start",
    "end",
    "get-status",
    "get-results",
    "submit-front",
    "submit-back",
    "submit-barcode",
    "submit-selfie",
    "start-selfie",
    "end-selfie",
    "barcode-only",
    "get-transaction-data",
    "get-journey-data",
];

/// Those that are about one transaction.
const ABOUT_ONE: [&str; 9] = [
    "end",
    "get-status",
    "get-results",
    "submit-front",
    "submit-back",
    "submit-barcode",
    "submit-selfie",
    "start-selfie",
    "end-selfie",
];

/// What a call about a transaction needs.
fn needed(endpoint: &str, transaction: &str) -> Value {
    match endpoint.strip_prefix("submit-") {
        Some(key) => picture(transaction, key),
        None => about(transaction),
    }
}

async fn with_headers(
    app: &TestApp,
    endpoint: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Reply {
    let mut call = app.call(Method::POST, &path(endpoint));
    for (name, value) in headers {
        call = call.header(name, value);
    }
    // No answer to a stranger is signed.
    call.body(body.to_owned()).send().await
}

fn code(body: &[u8]) -> Value {
    let body: Value = serde_json::from_slice(body).unwrap();
    body["public_data"]["error"]["code"].clone()
}

#[tokio::test]
async fn strangers_learn_nothing_and_get_no_signature() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let body = STANDARD.encode(r#"{"public_data":{},"private_data":{}}"#);
    let right = sign(Digest::Sha256, acme.api_key(), body.as_bytes());
    let of_other = sign(Digest::Sha256, acme.api_key(), b"other");
    let id = acme.customer_id();
    for endpoint in CALLS {
        let reply = with_headers(&app, endpoint, &[], &body).await;
        assert_eq!(reply.status, 401, "{endpoint}");
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
        let cases = [
            vec![("customer-id", id)],
            vec![("customer-id", id), ("signature", "sha256=00")],
            vec![("customer-id", id), ("signature", of_other.as_str())],
            vec![("customer-id", "nobody"), ("signature", right.as_str())],
        ];
        for headers in cases {
            let reply = with_headers(&app, endpoint, &headers, &body).await;
            assert_eq!(reply.status, 401, "{endpoint} {headers:?}");
            let told = STANDARD.decode(&reply.body).unwrap();
            assert_eq!(code(&told), "unauthorized");
        }
        let basic = format!("Basic {}", STANDARD.encode(format!("{id}:wrong")));
        for offered in [basic.as_str(), "Bearer x", "Digest x"] {
            let reply = with_headers(&app, endpoint, &[("authorization", offered)], &body).await;
            assert_eq!(reply.status, 401);
            assert_eq!(code(&reply.body), "unauthorized");
        }
    }
    assert_eq!(
        app.call(Method::GET, "/api/v1/start").send().await.status,
        405
    );
    assert_eq!(
        app.call(Method::POST, "/api/v1/nothing")
            .send()
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_wrong_signature_is_told_in_the_encoding_of_the_body() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let wrong = sign(Digest::Sha512, acme.api_key(), b"other");
    let headers = [
        ("customer-id", acme.customer_id()),
        ("signature", wrong.as_str()),
    ];
    let reply = with_headers(&app, "start", &headers, "{}").await;
    assert_eq!(
        (reply.status.as_u16(), code(&reply.body)),
        (401, json!("unauthorized"))
    );
}

#[tokio::test]
async fn a_token_is_good_for_one_call() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let token = app.token(&acme).await;
    let ask = || {
        app.call(Method::POST, &path("get-transaction-data"))
            .bearer(&token)
            .body("{}")
    };
    assert_eq!(status_of(ask()).await, 200);
    assert_eq!(status_of(ask()).await, 401);
}

#[tokio::test]
async fn an_answer_cannot_be_sent_back_as_a_call() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let body = json!({"public_data": {}, "private_data": {"signals": ["idcheck"]}});
    let reply = prepared(&app, &acme, Way::Usual, "start", &body)
        .await
        .send()
        .await;
    let answer = String::from_utf8(reply.body.to_vec()).unwrap();
    let signature = reply.header("signature").to_owned();
    for endpoint in CALLS {
        let call = app
            .call(Method::POST, &path(endpoint))
            .header("customer-id", acme.customer_id())
            .header("signature", &signature)
            .body(answer.clone())
            .signed_or_not();
        let told = heard(&acme, Way::Usual, call).await.refused(400);
        assert_eq!(
            told,
            "malformed_request: The request body is an answer of a server, not a request."
        );
    }
    app.leaves(1, 0);
}

#[tokio::test]
async fn what_is_no_envelope_is_refused_in_its_own_encoding() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let cases = [
        ("", Way::Usual, "The request body is empty."),
        (
            "?",
            Way::Usual,
            "The request body must be JSON, or base64 text of JSON.",
        ),
        ("e30", Way::Usual, ""),
        (
            "{",
            Way::Signed,
            "The request body does not decode to JSON.",
        ),
        (
            "[]",
            Way::Signed,
            "The request body must be an object with the objects public_data and private_data.",
        ),
    ];
    for (body, way, expected) in cases {
        let call = app
            .call(Method::POST, &path("get-transaction-data"))
            .header("customer-id", acme.customer_id())
            .header(
                "signature",
                &sign(Digest::Sha256, acme.api_key(), body.as_bytes()),
            )
            .body(body.to_owned())
            .signed_or_not();
        let told = heard(&acme, way, call).await;
        if expected.is_empty() {
            told.ok();
        } else {
            assert_eq!(told.refused(400), format!("malformed_request: {expected}"));
        }
    }
}

#[tokio::test]
async fn fields_are_told_by_name() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let cases = [
        (
            "start",
            json!({"signals": ["smile"]}),
            "signals may only have idcheck, ocr_scan, ocr_match, selfie, document_liveness_idrnd, device_validation, email_validation.",
        ),
        (
            "start",
            json!({"ttl": 31}),
            "ttl must be a whole number from 1 to 30.",
        ),
        ("get-status", json!({}), "transaction_id is required."),
        (
            "submit-front",
            json!({"transaction_id": "x"}),
            "transaction_id format is invalid.",
        ),
        ("barcode-only", json!({}), "barcode is required."),
        (
            "get-journey-data",
            json!({"result_size": 0}),
            "result_size must be a whole number from 1 to 10000.",
        ),
    ];
    for (endpoint, private, expected) in cases {
        let told = ask(&app, &acme, endpoint, private).await.refused(422);
        assert_eq!(told, format!("invalid_request: {expected}"));
    }
    let body = json!({"public_data": {"status_url": "http://127.0.0.1/"}, "private_data": {}});
    let call = prepared(&app, &acme, Way::Basic, "start", &body).await;
    let told = heard(&acme, Way::Basic, call).await.refused(422);
    assert!(told.starts_with("invalid_request: "), "{told}");
}

#[tokio::test]
async fn somebody_elses_transaction_is_not_found() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let other = app.account("other").await;
    let id = started(&app, &acme, json!({"signals": ["selfie"]})).await;
    for endpoint in ABOUT_ONE {
        let told = ask(&app, &other, endpoint, needed(endpoint, &id))
            .await
            .refused(404);
        assert_eq!(
            told, "transaction_not_found: There is no such transaction.",
            "{endpoint}"
        );
    }
    let one = json!({"transaction_id": id});
    assert!(
        ask(&app, &other, "get-transaction-data", one)
            .await
            .refused(404)
            .starts_with("transaction")
    );
    let told = ask(&app, &other, "get-journey-data", json!({})).await.ok();
    assert_eq!(told["private_data"]["count"], 0);
    let stream = app
        .call(Method::GET, &path(&format!("events/{id}")))
        .basic(&other);
    assert_eq!(status_of(stream).await, 404);
    app.leaves(1, 0);
}

#[tokio::test]
async fn after_the_end_nothing_is_taken_and_everything_is_told() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["selfie"], "ttl": 10})).await;
    app.advance(SignedDuration::from_mins(10));
    let late = [
        "end",
        "submit-front",
        "submit-back",
        "submit-barcode",
        "submit-selfie",
        "start-selfie",
    ];
    for endpoint in late {
        let told = ask(&app, &acme, endpoint, needed(endpoint, &id))
            .await
            .refused(410);
        assert_eq!(
            told, "transaction_expired: The transaction's time is over: start a new one.",
            "{endpoint}"
        );
    }
    for _ in 0..2 {
        ask(&app, &acme, "get-status", about(&id)).await.ok();
        let told = ask(&app, &acme, "get-results", about(&id)).await.ok();
        assert_eq!(told["private_data"]["result"], json!({}));
        app.run_jobs().await;
    }
}

#[tokio::test]
async fn calls_come_in_order() {
    let app = reading().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    let told = ask(&app, &acme, "end", about(&id)).await.refused(409);
    assert_eq!(told, "out_of_step: Nothing was submitted yet.");
    let told = ask(&app, &acme, "submit-selfie", picture(&id, "selfie"))
        .await
        .refused(422);
    assert_eq!(
        told,
        "invalid_request: The transaction was started without the signal selfie."
    );
    let told = ask(
        &app,
        &acme,
        "submit-front",
        json!({"transaction_id": id, "front": "SEVMTE8="}),
    )
    .await
    .refused(422);
    assert_eq!(
        told,
        "invalid_request: The file is no JPEG, PNG, WebP, HEIC or PDF."
    );
    let told = ask(&app, &acme, "submit-front", picture(&id, "front"))
        .await
        .refused(422);
    assert!(
        told.starts_with("invalid_request: The proof cannot be used."),
        "{told}"
    );
    ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
    ask(&app, &acme, "end", about(&id)).await.ok();
    let told = ask(&app, &acme, "submit-barcode", barcode(&id)).await;
    assert!(told.refused(409).starts_with("out_of_step: "));
    // A call that is sent again is no error.
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.run_jobs().await;
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.leaves(1, 0);
}

#[tokio::test]
async fn what_was_forgotten_is_gone() {
    let app = reading().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.run_jobs().await;
    app.post(
        "/delete",
        &acme,
        json!({"reference": id, "comment": "asked for"}),
    )
    .await
    .ok();
    for endpoint in ABOUT_ONE {
        let told = ask(&app, &acme, endpoint, needed(endpoint, &id))
            .await
            .refused(410);
        assert_eq!(
            told, "transaction_expired: The transaction was forgotten.",
            "{endpoint}"
        );
    }
    app.run_jobs().await;
    app.leaves(1, 0);
}

async fn small() -> TestApp {
    TestApp::with(Plan {
        max_body: 64 * 1024,
        body_deadline: Duration::from_millis(5),
        ..Plan::default()
    })
    .await
}

fn signed(app: &TestApp, account: &Account, endpoint: &str) -> crate::call::Call {
    app.call(Method::POST, &path(endpoint))
        .header("customer-id", account.customer_id())
        .header("signature", &format!("sha256={}", "0".repeat(64)))
}

#[tokio::test]
async fn bodies_have_limits_of_size_and_of_time() {
    let app = small().await;
    let acme = account(&app).await;
    for endpoint in CALLS {
        let large = signed(&app, &acme, endpoint).body(vec![b'e'; 64 * 1024 + 1]);
        let reply = large.send().await;
        assert_eq!(
            (reply.status.as_u16(), code(&reply.body)),
            (413, json!("request_too_large"))
        );
        let silent = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
        let reply = signed(&app, &acme, endpoint).body(silent).send().await;
        assert_eq!(
            (reply.status.as_u16(), code(&reply.body)),
            (408, json!("request_timeout"))
        );
        let broken = stream::iter([Ok(Bytes::from_static(b"{")), Err("cut off")]);
        let reply = signed(&app, &acme, endpoint)
            .body(Body::from_stream(broken))
            .send()
            .await;
        assert_eq!(
            (reply.status.as_u16(), code(&reply.body)),
            (400, json!("malformed_request"))
        );
    }
    let told = ask_by(&app, &acme, Way::Signed, "get-transaction-data", json!({})).await;
    told.ok();
}

#[tokio::test]
async fn wrong_paths_and_methods_are_told_in_this_protocol() {
    let app = reading().await;
    for endpoint in ["restart", "start/again", "events"] {
        let reply = app.call(Method::POST, &path(endpoint)).send().await;
        let told = (reply.status.as_u16(), code(&reply.body));
        assert_eq!(told, (404, json!("not_found")), "{endpoint}");
    }
    for endpoint in CALLS {
        let reply = app.call(Method::PUT, &path(endpoint)).send().await;
        let told = (reply.status.as_u16(), code(&reply.body));
        assert_eq!(told, (405, json!("method_not_allowed")), "{endpoint}");
        assert_eq!(reply.header("allow"), "POST");
    }
}

//! Calls that somebody recorded and sends again, to their own path or to another.

use axum::http::Method;
use serde_json::{Value, json};
use testkit::builders::at;
use verification::account::{Account, AccountSettings};
use wire::capture::signature::{Bond, Digest, sign, sign_bound};

use super::{about, account, ask, path, picture, started};
use crate::app::TestApp;

/// The paths of all calls, with a body of their own kind.
fn own(transaction: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("start", json!({"signals": ["idcheck"]})),
        ("get-status", about(transaction)),
        ("get-results", about(transaction)),
        ("end", about(transaction)),
        ("start-selfie", about(transaction)),
        ("end-selfie", about(transaction)),
        ("submit-front", picture(transaction, "front")),
        ("submit-back", picture(transaction, "back")),
        ("submit-barcode", picture(transaction, "barcode")),
        ("submit-selfie", picture(transaction, "selfie")),
        ("barcode-only", json!({"barcode": crate::fakes::png()})),
        ("get-transaction-data", json!({"result_size": 5})),
        ("get-journey-data", json!({"start_date": "2026-01-01"})),
    ]
}

/// What a call's body is about: only bodies alike can stand for one another.
fn kind(endpoint: &str) -> &str {
    match endpoint {
        "get-status" | "get-results" | "end" | "start-selfie" | "end-selfie" => "about",
        "get-transaction-data" | "get-journey-data" => "reporting",
        other => other,
    }
}

async fn signed(app: &TestApp, account: &Account, endpoint: &str, private: &Value) -> u16 {
    let body = json!({"private_data": private}).to_string();
    let code = sign(Digest::Sha256, account.api_key(), body.as_bytes());
    let call = app
        .call(Method::POST, &path(endpoint))
        .signed_or_not()
        .header("customer-id", account.customer_id())
        .header("signature", &code)
        .body(body);
    call.send().await.status.as_u16()
}

#[tokio::test]
async fn a_body_of_another_call_is_refused_before_anything_is_done() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    for (recorded, private) in own(&id) {
        for (endpoint, _) in own(&id) {
            // A report may be asked for by one transaction.
            let is_alike = kind(recorded) == kind(endpoint)
                || (kind(recorded) == "about" && kind(endpoint) == "reporting");
            if is_alike {
                continue;
            }
            let told = ask(&app, &acme, endpoint, private.clone()).await;
            // What is foreign is malformed; what lacks its own is invalid.
            let is_refused = matches!(told.status, 400 | 422);
            assert!(is_refused, "{recorded} at {endpoint}: {}", told.body);
        }
    }
    // Nothing was started, ended or handed in.
    let told = ask(&app, &acme, "get-journey-data", json!({})).await.ok();
    assert_eq!(told["private_data"]["count"], 1);
    let told = ask(&app, &acme, "get-status", about(&id)).await.ok();
    assert_eq!(super::codes(&told), [505, 110]);
    app.leaves(1, 0);
}

#[tokio::test]
async fn a_bound_call_is_good_at_its_own_path_and_time() {
    let app = TestApp::start().await;
    let strict = AccountSettings {
        binds_signatures: true,
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", strict).await;
    let easy = app.account("easy").await;
    let now = at(0).as_second();
    let bound = async |account: &Account, signed_for: &str, sent_to: &str, seconds: i64| {
        let body = json!({"private_data": {"result_size": 1}}).to_string();
        let seconds = seconds.to_string();
        let bond = Bond::to(&seconds, &path(signed_for));
        let code = sign_bound(Digest::Sha256, account.api_key(), &bond, body.as_bytes());
        let call = app
            .call(Method::POST, &path(sent_to))
            .signed_or_not()
            .header("customer-id", account.customer_id())
            .header("signature", &code)
            .header("signature-time", &seconds)
            .body(body);
        call.send().await.status.as_u16()
    };
    let (own, other) = ("get-transaction-data", "get-journey-data");
    for account in [&acme, &easy] {
        assert_eq!(bound(account, own, own, now).await, 200);
        assert_eq!(
            bound(account, own, &format!("{own}/"), now - 299).await,
            200
        );
        assert_eq!(bound(account, own, other, now).await, 401);
        assert_eq!(bound(account, own, own, now - 301).await, 401);
        assert_eq!(bound(account, own, own, now + 301).await, 401);
    }
    // Who must bind calls is not heard without; who need not is.
    let plain = json!({"result_size": 1});
    assert_eq!(signed(&app, &acme, own, &plain).await, 401);
    assert_eq!(signed(&app, &easy, own, &plain).await, 200);
}

/// By the same key as everything else, whoever signs the body or shows the key.
#[tokio::test]
async fn what_is_not_there_is_signed_for_whoever_proves_themselves() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    for way in [super::Way::Usual, super::Way::Long, super::Way::Basic] {
        let call = super::prepared(&app, &acme, way, "nope", &json!({})).await;
        let told = super::heard(&acme, way, call).await.refused(404);
        assert_eq!(told, "not_found: Nothing is at this path.");
        let body = way.encode(&json!({}));
        let call = app.call(Method::PUT, &path("start")).signed_or_not();
        let call = match way {
            super::Way::Basic => call.basic(&acme).signed_or_not(),
            _ => call.header("customer-id", acme.customer_id()).header(
                "signature",
                &sign(way.digest(), acme.api_key(), body.as_bytes()),
            ),
        };
        let told = super::heard(&acme, way, call.body(body)).await;
        assert_eq!(told.status, 405);
    }
    let call = app
        .call(Method::POST, &path("nope"))
        .header("customer-id", acme.customer_id())
        .header("signature", &format!("sha256={}", "0".repeat(64)));
    assert_eq!(call.send().await.status.as_u16(), 404);
}

//! Links to proofs: given by `/status`, good for fifteen minutes, for whoever has the token.

use axum::http::{Method, StatusCode};
use jiff::SignedDuration;
use serde_json::{Value, json};
use verification::account::Account;

use crate::app::{Plan, TestApp};
use crate::call::Reply;
use crate::fakes::off_site;

/// The link of the document's front without the server's address, and the token.
async fn link(app: &TestApp, account: &Account) -> (String, String) {
    let status = app
        .post("/status", account, json!({"reference": "reference-1"}))
        .await
        .ok();
    let link = status["proofs"]["document"]["proof"].as_str().unwrap();
    let token = status["proofs"]["access_token"].as_str().unwrap();
    let path = link.strip_prefix("https://id.example.com").unwrap();
    (path.to_owned(), token.to_owned())
}

async fn by_post(app: &TestApp, path: &str, token: &Value) -> Reply {
    let call = app.call(Method::POST, path);
    call.json(&json!({"access_token": token})).send().await
}

async fn by_get(app: &TestApp, path: &str, token: &str) -> Reply {
    let path = format!("{path}?access_token={token}");
    app.call(Method::GET, &path).send().await
}

/// The one answer to everything that is not to be had.
fn assert_gone(reply: &Reply) {
    assert_eq!(
        reply.refused(404),
        ".access_token: There is no such proof, or its token is not valid any more."
    );
}

async fn opened() -> (TestApp, Account) {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    (app, acme)
}

#[tokio::test]
async fn a_link_works_by_post_and_by_get() {
    let (app, acme) = opened().await;
    let (path, token) = link(&app, &acme).await;
    let form = app
        .call(Method::POST, &path)
        .form(&format!("access_token={token}"));
    let replies = [
        by_post(&app, &path, &json!(token)).await,
        by_get(&app, &path, &token).await,
        by_get(&app, &format!("{path}/"), &token).await,
        form.send().await,
    ];
    for reply in replies {
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.header("content-type"), "image/png");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(
            reply.header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(
            &reply.body[..],
            b"\x89PNG\r\n\x1a\n the rest is not looked at"
        );
    }
}

#[tokio::test]
async fn links_have_the_base_path() {
    let app = TestApp::with(Plan {
        base_path: "/api",
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    let (path, token) = link(&app, &acme).await;
    let path = path.strip_prefix("/api").unwrap();
    assert_eq!(by_get(&app, path, &token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_link_dies_after_fifteen_minutes() {
    let (app, acme) = opened().await;
    let (path, token) = link(&app, &acme).await;
    app.advance(SignedDuration::from_secs(899));
    assert_eq!(by_get(&app, &path, &token).await.status, StatusCode::OK);
    app.advance(SignedDuration::from_secs(1));
    assert_gone(&by_get(&app, &path, &token).await);
    assert_gone(&by_post(&app, &path, &json!(token)).await);
    // The next status has a new one.
    let (path, token) = link(&app, &acme).await;
    assert_eq!(by_get(&app, &path, &token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let (app, acme) = opened().await;
    app.post("/", &acme, off_site("reference-2")).await.ok();
    let (path, token) = link(&app, &acme).await;
    let id = app.id_of(&acme, "reference-1").await.to_string();
    let other = app.id_of(&acme, "reference-2").await.to_string();
    let flipped = format!(
        "{}{}",
        if token.starts_with('0') { '1' } else { '0' },
        &token[1..]
    );
    for wrong in [
        json!(""),
        json!(null),
        json!(7),
        json!([]),
        json!(flipped),
        json!(&token[1..]),
        json!("é".repeat(32)),
        json!("0".repeat(64)),
    ] {
        assert_gone(&by_post(&app, &path, &wrong).await);
    }
    for body in ["", "{", "null", "access_token", "\u{0}"] {
        let call = app.call(Method::POST, &path).body(body);
        assert_gone(&call.send().await);
    }
    for (from, to) in [
        (id.as_str(), other.as_str()),
        (&id, "018f0000-0000-7000-8000-000000000000"),
        (&id, "nonsense"),
        (&id, "%FF"),
        (&id, "..%2f..%2fkeys.db"),
        ("document/proof", "document/additional_proof"),
        ("document/proof", "face/proof"),
        ("document/proof", "document/nonsense"),
        ("document/proof", "%80/%80"),
    ] {
        let elsewhere = path.replace(from, to);
        assert_ne!(elsewhere, path);
        assert_gone(&by_get(&app, &elsewhere, &token).await);
    }
    for query in [
        "",
        "?",
        "?token=1",
        "?access_token",
        "?access_token=%FF",
        "?access_token=%",
    ] {
        let call = app.call(Method::GET, &format!("{path}{query}"));
        assert_gone(&call.send().await);
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_proof_that_was_forgotten() {
    let (app, acme) = opened().await;
    let (path, token) = link(&app, &acme).await;
    let delete = json!({"reference": "reference-1", "comment": "asked for by John"});
    app.post("/delete", &acme, delete).await.ok();
    assert_gone(&by_get(&app, &path, &token).await);
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await;
    assert_eq!(
        status.ok(),
        json!({"reference": "reference-1", "event": "request.deleted"})
    );
    app.run_jobs().await;
    assert_gone(&by_post(&app, &path, &json!(token)).await);
}

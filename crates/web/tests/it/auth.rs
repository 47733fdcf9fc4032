//! Who may call: Basic with keys, Bearer with tokens for one request, and nobody else.

use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use proofing::Principal;
use serde_json::json;
use verification::account::{Account, AccountSettings, SecretKey, SignatureScheme};

use crate::app::TestApp;

fn basic(key: &str) -> String {
    format!("Basic {}", STANDARD.encode(key))
}

#[tokio::test]
async fn strangers_are_told_the_same_at_every_endpoint() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let told = r#"{"reference":"","event":"request.unauthorized","error":{"service":"","key":"","message":"Authorization keys are missing\/invalid."},"email":null,"country":null}"#;
    let key = format!("{}:{}", acme.client_id, acme.secret.reveal());
    let strangers = [
        String::new(),
        "Basic".to_owned(),
        "Basic !!!".to_owned(),
        basic("nobody:nothing"),
        basic("no colon"),
        basic(":"),
        format!("Digest {}", STANDARD.encode(&key)),
        STANDARD.encode(&key),
        format!("Bearer {}", acme.secret.reveal()),
        "Bearer".to_owned(),
        "Bearer 0000000000000000000000000000000000000000000000000000000000000000".to_owned(),
    ];
    let endpoints = [
        (Method::POST, "/"),
        (Method::POST, "/status"),
        (Method::POST, "/delete"),
        (Method::POST, "/get/access/token"),
        (Method::GET, "/account/info"),
        (Method::GET, "/decline/reasons"),
    ];
    for (method, path) in endpoints {
        for authorization in &strangers {
            let reply = app
                .call(method.clone(), path)
                .header("authorization", authorization)
                .json(&json!({"reference": "reference-1"}))
                .send()
                .await;
            assert_eq!(
                reply.status,
                StatusCode::UNAUTHORIZED,
                "{path} {authorization}"
            );
            assert_eq!(reply.body, told, "{path} {authorization}");
            let schemes: Vec<_> = reply.headers.get_all("www-authenticate").iter().collect();
            let expected = [r#"Basic realm="Bonafide", charset="UTF-8""#, "Bearer"];
            assert_eq!(schemes, expected);
        }
        // An answer that is signed would say that the client id is somebody's.
        for secret in ["", "wrong", &acme.secret.reveal()[1..]] {
            let reply = app
                .call(method.clone(), path)
                .header(
                    "authorization",
                    &basic(&format!("{}:{secret}", acme.client_id)),
                )
                .send()
                .await;
            assert_eq!(
                (reply.status.as_u16(), &reply.body[..]),
                (401, told.as_bytes())
            );
        }
    }
}

/// An account with a key of one's own choosing.
async fn with_secret(app: &TestApp, secret: &str) -> Account {
    let account = Account {
        secret: SecretKey::new(secret).unwrap(),
        ..testkit::builders::account(1)
    };
    app.ports
        .store
        .create_account(account.clone())
        .await
        .unwrap();
    account
}

#[tokio::test]
async fn keys_may_hold_colons_and_anything_else() {
    let app = TestApp::start().await;
    let odd = with_secret(&app, "$2y$10$a:b:/.:é::0123456789abcdefghij:").await;
    let reply = app
        .call(Method::GET, "/account/info")
        .basic(&odd)
        .send()
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    for scheme in ["basic", "BASIC", "Basic  "] {
        let key = STANDARD.encode(format!("{}:{}", odd.client_id, odd.secret.reveal()));
        let reply = app
            .call(Method::GET, "/account/info")
            .header("authorization", &format!("{scheme} {key} "))
            .signed_for(&odd)
            .send()
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{scheme}");
    }
}

#[tokio::test]
async fn a_token_is_good_for_one_request() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let info = |token: &str| app.call(Method::GET, "/account/info").bearer(token);
    let token = app.token(&acme).await;
    assert_eq!(token.len(), 64);
    let first = info(&token).signed_for(&acme).send().await;
    assert_eq!(first.status, StatusCode::OK);
    let second = info(&token).send().await;
    assert_eq!(
        second.refused(401),
        ".: Authorization keys are missing/invalid."
    );
    // A request that fails has used its token up too.
    let token = app.token(&acme).await;
    let call = app
        .call(Method::POST, "/status")
        .bearer(&token)
        .signed_for(&acme);
    assert_eq!(
        call.json(&json!({})).send().await.refused(400),
        ".reference: The reference field is required."
    );
    assert_eq!(info(&token).send().await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn of_a_token_used_by_many_at_once_one_wins() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let token = app.token(&acme).await;
    let calls = (0..16).map(|_| {
        let call = app.call(Method::GET, "/account/info").bearer(&token);
        async move { call.signed_or_not().send().await.status }
    });
    let replies = futures::future::join_all(calls).await;
    let good = replies.iter().filter(|status| **status == StatusCode::OK);
    assert_eq!(good.count(), 1);
}

#[tokio::test]
async fn a_token_makes_no_tokens() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let token = app.token(&acme).await;
    let call = app.call(Method::POST, "/get/access/token").bearer(&token);
    assert_eq!(call.send().await.status, StatusCode::UNAUTHORIZED);
    // And trying has not used it up.
    let call = app.call(Method::GET, "/account/info").bearer(&token);
    assert_eq!(call.signed_for(&acme).send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_lives_for_ten_minutes() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for (seconds, expected) in [(599, StatusCode::OK), (600, StatusCode::UNAUTHORIZED)] {
        let token = app.token(&acme).await;
        app.advance(SignedDuration::from_secs(seconds));
        let call = app.call(Method::GET, "/account/info").bearer(&token);
        let reply = call.signed_or_not().send().await;
        assert_eq!(reply.status, expected, "{seconds}");
    }
}

#[tokio::test]
async fn tokens_are_given_out_whatever_the_body_is() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for body in ["", "{}", "[]", "null", "not json", "a=b"] {
        for content_type in ["", "application/json", "text/plain"] {
            let call = app.call(Method::POST, "/get/access/token").basic(&acme);
            let reply = call
                .header("content-type", content_type)
                .body(body)
                .send()
                .await;
            let token = reply.ok();
            assert_eq!(token.as_object().unwrap().len(), 1);
            let token = token["access_token"].as_str().unwrap();
            assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }
}

/// Both schemes are checked by `Call::send` on every reply; here is that the account chooses.
#[tokio::test]
async fn the_account_chooses_the_scheme_of_its_signatures() {
    let app = TestApp::start().await;
    let old = AccountSettings {
        signature: SignatureScheme::Old,
        ..AccountSettings::default()
    };
    let (old, new) = (app.account_with("old", old).await, app.account("new").await);
    for account in [&old, &new] {
        let body = json!({"reference": "nothing-here"});
        app.post("/status", account, body).await.refused(400);
        let info = app.call(Method::GET, "/account/info").basic(account);
        info.send().await.ok();
    }
}

#[tokio::test]
async fn a_rotated_key_works_on_for_its_overlap() {
    let app = TestApp::start().await;
    let before = app.account("acme").await;
    let hour = std::time::Duration::from_hours(1);
    let after = app
        .acts
        .rotate_key(Principal::Operator, "acme", hour)
        .await
        .unwrap();
    assert_ne!(before.secret, after.secret);
    let info = async |account: &Account| {
        let call = app.call(Method::GET, "/account/info").basic(account);
        call.send().await.status
    };
    // Each is signed to with the key that it called with: it may not know the other.
    assert_eq!(info(&before).await, StatusCode::OK);
    assert_eq!(info(&after).await, StatusCode::OK);
    app.advance(SignedDuration::from_hours(1));
    let late = app.call(Method::GET, "/account/info").basic(&before);
    assert_eq!(
        late.unsigned().send().await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(info(&after).await, StatusCode::OK);
}

//! What belongs to one account is nothing to another: every route with a foreign reference, id or
//! token answers as if there were no such thing.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::app::TestApp;
use crate::fakes::off_site;

#[tokio::test]
async fn a_foreign_reference_is_no_reference() {
    let app = TestApp::start().await;
    let (acme, mallory) = (app.account("acme").await, app.account("mallory").await);
    app.post("/", &acme, off_site("reference-1")).await.ok();
    for path in ["/status", "/delete"] {
        let ask = async |reference: &str| {
            let body = json!({"reference": reference, "comment": "let me see"});
            app.post(path, &mallory, body).await
        };
        let (foreign, missing) = (ask("reference-1").await, ask("reference-9").await);
        assert_eq!(foreign.status, missing.status);
        let text = |reply: &crate::call::Reply| String::from_utf8(reply.body.to_vec()).unwrap();
        assert_eq!(
            text(&foreign),
            text(&missing).replace("reference-9", "reference-1")
        );
        // A token of hers opens no more.
        let token = app.token(&mallory).await;
        let call = app
            .call(Method::POST, path)
            .bearer(&token)
            .signed_for(&mallory);
        let body = json!({"reference": "reference-1", "comment": "let me see"});
        assert_eq!(text(&call.json(&body).send().await), text(&foreign));
    }
    // Hers of the same name is another, and deleting it deletes only hers.
    app.post("/", &mallory, off_site("reference-1")).await.ok();
    assert_ne!(
        app.id_of(&acme, "reference-1").await,
        app.id_of(&mallory, "reference-1").await
    );
    let delete = json!({"reference": "reference-1", "comment": "mine only"});
    app.post("/delete", &mallory, delete).await.ok();
    app.run_jobs().await;
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await
        .ok();
    assert_eq!(status["event"], "verification.accepted");
    let link = status["proofs"]["document"]["proof"].as_str().unwrap();
    let path = link.strip_prefix("https://id.example.com").unwrap();
    let token = status["proofs"]["access_token"].as_str().unwrap();
    let own = app.call(Method::GET, &format!("{path}?access_token={token}"));
    assert_eq!(own.send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_foreign_proof_is_no_proof() {
    let app = TestApp::start().await;
    let (acme, mallory) = (app.account("acme").await, app.account("mallory").await);
    let mut tokens = Vec::new();
    let mut paths = Vec::new();
    for account in [&acme, &mallory] {
        app.post("/", account, off_site("reference-1")).await.ok();
        let status = app
            .post("/status", account, json!({"reference": "reference-1"}))
            .await
            .ok();
        let link = status["proofs"]["document"]["proof"].as_str().unwrap();
        paths.push(
            link.strip_prefix("https://id.example.com")
                .unwrap()
                .to_owned(),
        );
        tokens.push(
            status["proofs"]["access_token"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    for (path, token) in [(&paths[0], &tokens[1]), (&paths[1], &tokens[0])] {
        let get = app.call(Method::GET, &format!("{path}?access_token={token}"));
        let post = app
            .call(Method::POST, path)
            .json(&json!({"access_token": token}));
        for call in [get, post] {
            let reply = call.send().await;
            assert_eq!(
                reply.refused(404),
                ".access_token: There is no such proof, or its token is not valid any more."
            );
        }
    }
    // Nor do her credentials help where a token is asked for.
    let call = app.call(Method::POST, &paths[0]).basic(&mallory).unsigned();
    assert_eq!(
        call.json(&json!({})).send().await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_account_is_told_of_itself_only() {
    let app = TestApp::start().await;
    let (acme, mallory) = (app.account("acme").await, app.account("mallory").await);
    for (account, name) in [(&acme, "acme"), (&mallory, "mallory")] {
        let call = app.call(Method::GET, "/account/info").basic(account);
        assert_eq!(call.send().await.ok()["account"]["name"], name);
        let token = app.token(account).await;
        let call = app
            .call(Method::GET, "/account/info/")
            .bearer(&token)
            .signed_for(account);
        assert_eq!(call.send().await.ok()["account"]["name"], name);
    }
}

//! Whoever has no credentials: a body is read of a stranger only where a proof may be, and no
//! stranger takes what accounts and health need.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use bytes::Bytes;
use futures::stream;
use serde_json::json;

use crate::app::TestApp;

const PROOF: &str = "/proof/ver_018f0000000070008000000000000000/document/proof";

/// A body that was promised and does not come.
fn silent() -> Body {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>())
}

#[tokio::test]
async fn where_no_proof_can_be_no_body_is_waited_for() {
    let app = TestApp::start().await;
    for path in [
        "/proof/x/document/proof",
        "/proof/ver_018f0000000070008000000000000000/visa/proof",
        "/proof/ver_018f0000000070008000000000000000/document/x",
    ] {
        let call = app.call(Method::POST, path).header("content-length", "10");
        let answer = tokio::time::timeout(Duration::from_secs(2), call.body(silent()).send());
        assert_eq!(
            answer.await.unwrap().status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn strangers_take_no_slot_of_an_account() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    let held: Vec<_> = (0..200)
        .map(|_| {
            let call = app.call(Method::POST, PROOF).header("content-length", "10");
            tokio::spawn(call.body(silent()).send())
        })
        .collect();
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    let asked = async {
        let info = app.call(Method::GET, "/account/info").basic(&acme);
        info.send().await.ok();
        app.call(Method::GET, "/health").send().await.ok();
        app.call(Method::GET, "/ready").send().await.ok();
    };
    tokio::time::timeout(Duration::from_secs(2), asked)
        .await
        .unwrap();
    held.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn small_bodies_have_small_limits() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    for (path, limit) in [("/status", 64), ("/delete", 64), (PROOF, 4)] {
        for (length, is_taken) in [(limit * 1024, true), (limit * 1024 + 1, false)] {
            let mut body = json!({"reference": "reference-1"}).to_string();
            body.push_str(&" ".repeat(length - body.len()));
            let mut call = app.call(Method::POST, path).basic(&acme);
            if path == PROOF {
                call = call.unsigned();
            }
            let reply = call.body(body).send().await;
            let was_taken = reply.status != StatusCode::PAYLOAD_TOO_LARGE;
            assert_eq!(was_taken, is_taken, "{path} {length}");
        }
    }
}

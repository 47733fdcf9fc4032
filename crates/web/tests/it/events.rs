//! Every event that can come about, as it is answered, called back and read by `/status`.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::Method;
use jiff::SignedDuration;
use proofing::Principal;
use serde_json::{Value, json};
use verification::ResponseEvent;
use verification::names::NameReading;
use verification::reading::DocumentReading;
use verification::verdict::Verdict;

use crate::app::{Plan, TestApp};
use crate::fakes::{Scripted, but, john, off_site, on_site};
use crate::receiver::Receiver;

/// A request with its callback.
fn told_to(receiver: &Receiver, request: Value) -> Value {
    but(request, json!({"callback_url": receiver.url}))
}

/// An account, a server, a receiver.
async fn scene(examiner: Scripted) -> (TestApp, verification::account::Account, Receiver) {
    let app = TestApp::with(Plan {
        examiner: Arc::new(examiner),
        allow_private: true,
        ..Plan::default()
    })
    .await;
    let acme = app.account("acme").await;
    let receiver = Receiver::start(&acme).await;
    (app, acme, receiver)
}

async fn status(app: &TestApp, account: &verification::account::Account) -> Value {
    let reply = app
        .post("/status", account, json!({"reference": "reference-1"}))
        .await;
    reply.ok()
}

#[tokio::test]
async fn pending_then_timeout() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    let request = told_to(&receiver, on_site("reference-1"));
    let answered = app.post("/", &acme, request).await;
    insta::assert_json_snapshot!(
        "pending", answered.ok(), {".verification_url" => "[link]"}
    );
    let url = answered.json()["verification_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = url
        .strip_prefix("https://id.example.com/process/verification/")
        .unwrap();
    assert_eq!(token.len(), 96);
    let told = app.deliver(&mut receiver, 1).await.remove(0);
    assert_eq!(told.body, answered.body);
    assert_eq!(status(&app, &acme).await, answered.json());
    app.advance(SignedDuration::from_mins(60) - SignedDuration::from_secs(1));
    assert_eq!(app.run_jobs().await, 0);
    app.advance(SignedDuration::from_secs(1));
    assert_eq!(app.run_jobs().await, 1);
    let told = app.deliver(&mut receiver, 1).await.remove(0);
    insta::assert_snapshot!(
        std::str::from_utf8(&told.body).unwrap(),
        @r#"{"reference":"reference-1","event":"request.timeout","error":""}"#
    );
    assert_eq!(status(&app, &acme).await, told.json());
}

#[tokio::test]
async fn a_ttl_of_ones_own_counts_in_minutes() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    let request = told_to(&receiver, but(on_site("reference-1"), json!({"ttl": "10"})));
    app.post("/", &acme, request).await.ok();
    app.advance(SignedDuration::from_mins(10));
    assert_eq!(app.run_jobs().await, 1);
    let events: Vec<String> = app
        .deliver(&mut receiver, 2)
        .await
        .iter()
        .map(crate::receiver::Callback::event)
        .collect();
    assert_eq!(events, ["request.pending", "request.timeout"]);
}

#[tokio::test]
async fn cancelled() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    app.post("/", &acme, told_to(&receiver, on_site("reference-1")))
        .await
        .ok();
    let id = app.id_of(&acme, "reference-1").await;
    app.acts.cancel(Principal::Applicant(id), id).await.unwrap();
    let told = app.deliver(&mut receiver, 2).await.remove(1);
    insta::assert_snapshot!(
        std::str::from_utf8(&told.body).unwrap(),
        @r#"{"reference":"reference-1","event":"verification.cancelled","error":""}"#
    );
    assert_eq!(status(&app, &acme).await, told.json());
    assert!(
        app.acts.cancel(Principal::Applicant(id), id).await.is_err(),
        "twice is refused and told once"
    );
    // The timer of the link finds nothing to do.
    app.advance(SignedDuration::from_hours(2));
    assert_eq!(app.run_jobs().await, 1);
    assert_eq!(status(&app, &acme).await, told.json());
}

#[tokio::test]
async fn accepted_is_answered_and_called_back_in_the_same_bytes() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    let answered = app
        .post("/", &acme, told_to(&receiver, off_site("reference-1")))
        .await;
    insta::assert_json_snapshot!("accepted", answered.ok());
    let told = app.deliver(&mut receiver, 1).await.remove(0);
    assert_eq!(told.body, answered.body);
    let mut status = status(&app, &acme).await;
    assert!(
        status
            .as_object_mut()
            .unwrap()
            .shift_remove("proofs")
            .is_some()
    );
    assert_eq!(status, answered.json());
}

/// A card of somebody else.
fn jane() -> DocumentReading {
    DocumentReading {
        name: Some(NameReading {
            given: Some("Jane".to_owned()),
            family: Some("Roe".to_owned()),
            ..NameReading::default()
        }),
        expiry_date: Some(jiff::civil::date(2025, 12, 31)),
        ..john()
    }
}

#[tokio::test]
async fn declined_says_why() {
    let (app, acme, mut receiver) = scene(Scripted::seeing(jane())).await;
    let mut request = told_to(&receiver, off_site("reference-1"));
    request["document"]["fetch_enhanced_data"] = json!("1");
    let answered = app.post("/", &acme, request).await;
    insta::assert_json_snapshot!("declined", answered.ok());
    assert_eq!(
        app.deliver(&mut receiver, 1).await.remove(0).body,
        answered.body
    );
}

#[tokio::test]
async fn received_then_the_verdict_when_nobody_waits() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    let request = but(off_site("reference-1"), json!({"show_results": "0"}));
    let answered = app.post("/", &acme, told_to(&receiver, request)).await;
    insta::assert_snapshot!(
        std::str::from_utf8(&answered.body).unwrap(),
        @r#"{"reference":"reference-1","event":"request.received","email":"john@example.com","country":"GB"}"#
    );
    assert_eq!(
        app.deliver(&mut receiver, 1).await.remove(0).body,
        answered.body
    );
    assert_eq!(status(&app, &acme).await["event"], "request.received");
    assert_eq!(app.run_jobs().await, 1);
    let told = app.deliver(&mut receiver, 1).await.remove(0);
    assert_eq!(told.event(), "verification.accepted");
    assert_eq!(status(&app, &acme).await["event"], "verification.accepted");
}

#[tokio::test]
async fn review_pending_then_a_verdict_and_another() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    let request = but(off_site("reference-1"), json!({"manual_review": 1}));
    let answered = app.post("/", &acme, told_to(&receiver, request)).await;
    insta::assert_snapshot!(
        std::str::from_utf8(&answered.body).unwrap(),
        @r#"{"reference":"reference-1","event":"review.pending","error":"","email":"john@example.com","country":"GB"}"#
    );
    let id = app.id_of(&acme, "reference-1").await;
    app.acts
        .review(Principal::Operator, id, Verdict::Accepted, "Ann")
        .await
        .unwrap();
    assert_eq!(status(&app, &acme).await["event"], "verification.accepted");
    app.acts
        .review(Principal::Operator, id, Verdict::Declined, "Ben")
        .await
        .unwrap();
    assert!(
        app.acts
            .review(Principal::Operator, id, Verdict::Declined, "Ben")
            .await
            .is_err()
    );
    // The callback says only that it changed; the status says what it is now.
    assert_eq!(status(&app, &acme).await["event"], "verification.declined");
    let told = app.deliver(&mut receiver, 3).await;
    let events: Vec<String> = told.iter().map(crate::receiver::Callback::event).collect();
    let expected = [
        "review.pending",
        "verification.accepted",
        "verification.status.changed",
    ];
    assert_eq!(events, expected);
    insta::assert_snapshot!(
        std::str::from_utf8(&told[2].body).unwrap(),
        @r#"{"reference":"reference-1","event":"verification.status.changed"}"#
    );
}

#[tokio::test]
async fn deleted() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    app.post("/", &acme, told_to(&receiver, off_site("reference-1")))
        .await
        .ok();
    app.deliver(&mut receiver, 1).await;
    let delete = json!({"reference": "reference-1", "comment": "asked for by John"});
    let answered = app.post("/delete", &acme, delete).await;
    insta::assert_snapshot!(
        std::str::from_utf8(&answered.body).unwrap(),
        @r#"{"reference":"reference-1","event":"request.deleted"}"#
    );
    assert_eq!(
        app.deliver(&mut receiver, 1).await.remove(0).body,
        answered.body
    );
    assert_eq!(status(&app, &acme).await, answered.json());
    app.run_jobs().await;
}

/// Invalid and unauthorized requests are answered (see `errors` and `auth`) and never called back.
#[tokio::test]
async fn what_was_not_opened_is_not_called_back() {
    let (app, acme, mut receiver) = scene(Scripted::default()).await;
    let invalid = but(on_site("reference-1"), json!({"ttl": "x"}));
    let reply = app.post("/", &acme, told_to(&receiver, invalid)).await;
    assert_eq!(reply.event(), "request.invalid");
    let request = told_to(&receiver, on_site("reference-1"));
    let call = app.call(Method::POST, "/").json(&request);
    assert_eq!(call.send().await.event(), "request.unauthorized");
    app.deliver(&mut receiver, 0).await;
}

/// An event that is added wants a test here.
#[test]
fn every_event_is_covered() {
    let source = [include_str!("events.rs"), include_str!("auth.rs")].concat();
    let missing: BTreeSet<&str> = ResponseEvent::ALL
        .iter()
        .map(|event| event.name())
        .filter(|name| {
            !source.contains(&format!("\"{name}\"")) && !source.contains(&format!(":\"{name}\""))
        })
        // Nothing edits data yet.
        .filter(|name| *name != "request.data.changed")
        .collect();
    assert_eq!(missing, BTreeSet::new());
}

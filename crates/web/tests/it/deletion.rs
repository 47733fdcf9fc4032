//! Deletion: what may be deleted, and what is left.

use axum::http::Method;
use serde_json::json;

use crate::app::TestApp;
use crate::fakes::{but, off_site, on_site};

#[tokio::test]
async fn what_is_pending_is_not_deleted() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    app.post("/", &acme, on_site("reference-1")).await.ok();
    let delete = json!({"reference": "reference-1", "comment": "asked for by John"});
    let refused = app.post("/delete", &acme, delete.clone()).await;
    insta::assert_json_snapshot!(refused.json(), @r#"
    {
      "reference": "reference-1",
      "event": "request.invalid",
      "error": {
        "service": "",
        "key": "reference",
        "message": "The request cannot be deleted before it is completed: it is at request.pending."
      },
      "email": null,
      "country": null
    }
    "#);
    let status = app
        .post("/status", &acme, json!({"reference": "reference-1"}))
        .await;
    assert_eq!(status.ok()["event"], "request.pending");
    // Nor what is being processed.
    let received = but(off_site("reference-2"), json!({"show_results": 0}));
    app.post("/", &acme, received).await.ok();
    let delete_second = but(delete.clone(), json!({"reference": "reference-2"}));
    assert_eq!(
        app.post("/delete", &acme, delete_second.clone())
            .await
            .refused(400),
        ".reference: The request cannot be deleted before it is completed: it is at request.received."
    );
    // What was completed is: by a verdict, by its end, in review.
    app.run_jobs().await;
    app.post("/delete", &acme, delete_second).await.ok();
    app.advance(jiff::SignedDuration::from_hours(1));
    app.run_jobs().await;
    app.post("/delete", &acme, delete).await.ok();
    let review = but(off_site("reference-3"), json!({"manual_review": "1"}));
    app.post("/", &acme, review).await.ok();
    let delete_third = json!({"reference": "reference-3", "comment": "enough"});
    app.post("/delete", &acme, delete_third).await.ok();
    app.run_jobs().await;
}

#[tokio::test]
async fn a_reason_is_required_and_nothing_is_deleted_twice() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    let long = "x".repeat(201);
    let cases = [
        (json!({}), ".reference: The reference field is required."),
        (
            json!({"reference": "reference-1"}),
            ".comment: The comment field is required.",
        ),
        (
            json!({"reference": "reference-1", "comment": "four"}),
            ".comment: The comment must be at least 5 characters.",
        ),
        (
            json!({"reference": "reference-1", "comment": long}),
            ".comment: The comment may not be greater than 200 characters.",
        ),
        (
            json!({"reference": "reference-9", "comment": "enough"}),
            ".reference: The selected reference is invalid.",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(
            app.post("/delete", &acme, body).await.refused(400),
            expected
        );
    }
    let body = json!({"reference": "reference-1", "comment": "enough"});
    let call = app.call(Method::POST, "/delete").basic(&acme);
    call.form("reference=reference-1&comment=enough")
        .send()
        .await
        .ok();
    assert_eq!(
        app.post("/delete", &acme, body).await.refused(400),
        ".reference: The selected reference is invalid."
    );
    app.run_jobs().await;
}

#[tokio::test]
async fn many_deletions_at_once_are_one() {
    let app = TestApp::start().await;
    let acme = app.account("acme").await;
    app.post("/", &acme, off_site("reference-1")).await.ok();
    let body = json!({"reference": "reference-1", "comment": "enough"});
    let calls = (0..8).map(|_| app.post("/delete", &acme, body.clone()));
    let replies = futures::future::join_all(calls).await;
    let good = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(good, 1);
    assert_eq!(app.run_jobs().await, 1, "one erasure");
}

//! What is told of a change, so that nobody has to look for it.

use proofing::ports::Signal;
use serde_json::json;

use crate::app::TestApp;
use crate::fakes::{but, on_site};

#[tokio::test]
async fn whoever_waits_is_told_of_a_new_verification_and_of_what_follows_from_it() {
    let app = TestApp::calling().await;
    let acme = app.account("acme").await;
    let told = json!({"callback_url": "http://127.0.0.1:8099/hook"});
    app.post("/", &acme, but(on_site("told-1"), told))
        .await
        .ok();
    let id = app.id_of(&acme, "told-1").await;
    // The link's own end is a job as well.
    let expected = [Signal::DeliveryDue, Signal::JobDue, Signal::Moved(id)];
    assert_eq!(app.signals.take(), expected);
    app.leaves(1, 1);
}

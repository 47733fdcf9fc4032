//! The selfie that is taken somewhere else.

use axum::http::Method;
use serde_json::{Value, json};

use super::{about, account, ask, codes, picture, started};
use crate::app::TestApp;

#[tokio::test]
async fn without_a_page_the_selfie_is_handed_in() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck", "selfie"]})).await;
    let told = ask(&app, &acme, "start-selfie", about(&id)).await.ok();
    assert_eq!(told["private_data"]["selfie_url"], Value::Null);
    assert_eq!(told["private_data"]["submit_to"], "/api/v1/submit-selfie");
    let told = ask(&app, &acme, "end-selfie", about(&id))
        .await
        .refused(409);
    assert_eq!(told, "out_of_step: No selfie was submitted yet.");
    ask(&app, &acme, "submit-selfie", picture(&id, "selfie"))
        .await
        .ok();
    ask(&app, &acme, "end-selfie", about(&id)).await.ok();
    let status = ask(&app, &acme, "get-status", about(&id)).await.ok();
    assert_eq!(codes(&status), [1625, 1630, 505, 110]);
    assert_eq!(
        status["private_data"]["status"][1]["message"],
        "Capture Selfie - AuthID missing generated URL"
    );
    app.leaves(1, 0);
}

#[tokio::test]
async fn the_hosted_pages_are_a_page_for_it() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let private = json!({"signals": ["idcheck", "selfie"], "return_capture_url": true});
    let id = started(&app, &acme, private).await;
    let told = ask(&app, &acme, "start-selfie", about(&id)).await.ok();
    let url = told["private_data"]["selfie_url"].as_str().unwrap();
    assert!(url.starts_with("https://id.example.com/?token="), "{url}");
    let status = ask(&app, &acme, "get-status", about(&id)).await.ok();
    assert!(!codes(&status).contains(&1630));
    let visited = app.call(Method::GET, "/api/v1/start-selfie").send().await;
    assert_eq!(visited.status, 405);
    app.leaves(1, 0);
}

//! The selfie that is taken somewhere else.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::Method;
use proofing::ports::{SelfiePage, SelfiePages};
use serde_json::{Value, json};
use verification::TransactionId;
use verification::request::HttpUrl;

use super::{about, account, ask, codes, picture, started};
use crate::app::{Plan, TestApp};

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

/// A service that gives this address, or none.
#[derive(Debug)]
struct Elsewhere(Option<&'static str>);

#[async_trait]
impl SelfiePages for Elsewhere {
    async fn page(&self, _: TransactionId) -> SelfiePage {
        let address = self.0.map(|address| HttpUrl::parse(address).unwrap());
        address.map_or(SelfiePage::Missing, SelfiePage::At)
    }
}

#[tokio::test]
async fn a_service_elsewhere_gives_an_address_or_1630_says_that_it_does_not() {
    let page = "https://selfies.example/p/1";
    for (given, expected) in [
        (Some(page), &[1625, 505, 110][..]),
        (None, &[1625, 1630, 505, 110]),
    ] {
        let app = TestApp::with(Plan {
            selfie_pages: Arc::new(Elsewhere(given)),
            ..Plan::default()
        })
        .await;
        let acme = account(&app).await;
        let id = started(&app, &acme, json!({"signals": ["idcheck", "selfie"]})).await;
        let told = ask(&app, &acme, "start-selfie", about(&id)).await.ok();
        assert_eq!(told["private_data"]["selfie_url"], json!(given));
        ask(&app, &acme, "submit-selfie", picture(&id, "selfie"))
            .await
            .ok();
        ask(&app, &acme, "end-selfie", about(&id)).await.ok();
        let status = ask(&app, &acme, "get-status", about(&id)).await.ok();
        assert_eq!(codes(&status), expected);
        app.leaves(1, 0);
    }
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

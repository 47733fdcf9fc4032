//! A transaction whose person walks the hosted pages.

use serde_json::{Value, json};
use verification::account::AccountSettings;
use verification::status::Profile;

use super::{Way, about, account, ask, codes, heard, picture, prepared, started};
use crate::app::TestApp;

#[tokio::test]
async fn whoever_mentions_pages_gets_a_link() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let body = json!({
        "public_data": {
            "capture_language": "es-mx",
            "redirect_url": "https://1.1.1.1/done",
            "error_redirect_url": "https://1.1.1.1/failed",
        },
        "private_data": {"signals": ["idcheck", "selfie"], "return_capture_url": true},
    });
    let call = prepared(&app, &acme, Way::Usual, "start", &body).await;
    let told = heard(&acme, Way::Usual, call).await.ok();
    let public = &told["public_data"];
    let url = public["capture_url"].as_str().unwrap();
    assert!(url.starts_with("https://id.example.com/?token="), "{url}");
    assert!(url.ends_with("&version=default&language=es-mx"), "{url}");
    let id = told["private_data"]["transaction_id"].as_str().unwrap();
    assert!(!url.contains(id));
    assert_eq!(public["redirect_url"], "https://1.1.1.1/done");
    let status = ask(&app, &acme, "get-status", about(id)).await.ok();
    assert_eq!(codes(&status), [505, 405, 105]);
    assert_eq!(
        status["private_data"]["status"][1]["message"],
        "Transaction - Message type: link"
    );
    app.leaves(1, 0);
}

#[tokio::test]
async fn accounts_choose_the_link_and_the_wording() {
    let app = TestApp::start().await;
    let settings = AccountSettings {
        token_is_transaction_id: true,
        messages: Profile::V3_5_8,
        ..AccountSettings::default()
    };
    let acme = app.account_with("acme", settings).await;
    let told = ask(&app, &acme, "start", json!({"return_capture_url": true}))
        .await
        .ok();
    let id = told["private_data"]["transaction_id"].as_str().unwrap();
    let url = format!("https://id.example.com/?token={id}&version=default&language=en-us");
    assert_eq!(told["public_data"]["capture_url"], url);
    assert_eq!(told["public_data"]["version"], "3.5.8");
    app.leaves(1, 0);
}

#[tokio::test]
async fn what_the_pages_do_not_ask_for_now_is_out_of_step() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"return_capture_url": true})).await;
    let told = ask(&app, &acme, "submit-front", picture(&id, "front")).await;
    assert!(told.refused(409).starts_with("out_of_step: "));
    let status = ask(&app, &acme, "get-status", about(&id)).await.ok();
    assert_eq!(status["private_data"]["status"][0]["url"], "N/A");
    assert_eq!(status["private_data"]["status"][0]["extra"], Value::Null);
    app.leaves(1, 0);
}

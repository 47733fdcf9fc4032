//! A transaction whose evidence the business hands in itself.

use serde_json::{Value, json};
use verification::account::CaptureKey;
use verification::account::SecretKey;

use super::{WAYS, Way, about, account, ask, ask_by, barcode, codes, picture, reading, started};
use crate::app::TestApp;

#[tokio::test]
async fn every_way_of_asking_is_answered_alike() {
    let app = reading().await;
    let acme = account(&app).await;
    for way in WAYS {
        let signals = json!({"signals": ["idcheck"], "ttl": "30"});
        let told = ask_by(&app, &acme, way, "start", signals).await.ok();
        let id = told["private_data"]["transaction_id"].as_str().unwrap();
        assert_eq!(told["public_data"]["capture_url"], Value::Null);
        let told = ask_by(&app, &acme, way, "get-status", about(id)).await.ok();
        assert_eq!(codes(&told), [505, 110], "{way:?}");
        let told = ask_by(&app, &acme, way, "get-results", about(id))
            .await
            .ok();
        assert_eq!(told["private_data"]["result"], json!({}));
        let told = ask_by(&app, &acme, way, "submit-barcode", barcode(id))
            .await
            .ok();
        assert_eq!(told["private_data"], about(id));
        ask_by(&app, &acme, way, "end", about(id)).await.ok();
        app.run_jobs().await;
        let told = ask_by(&app, &acme, way, "get-status", about(id)).await.ok();
        assert_eq!(codes(&told), [1825, 1425, 505, 110], "{way:?}");
        let told = ask_by(&app, &acme, way, "get-results", about(id))
            .await
            .ok();
        let data = &told["private_data"]["result"]["idcheck"]["data"];
        assert_eq!(data["processResult"], "DocumentProcessOK");
        assert_eq!(
            (&data["firstName"], &data["lastName"]),
            (&json!("JANE"), &json!("SPECIMEN"))
        );
        assert_eq!(data["transactionIdentifier"], id);
    }
    app.leaves(WAYS.len() as u64, 0);
}

#[tokio::test]
async fn bodies_are_as_they_were() {
    let app = reading().await;
    let acme = account(&app).await;
    let private = json!({"signals": ["idcheck"], "user_defined": {"application": 7}});
    let told = ask(&app, &acme, "start", private).await.ok();
    let id = told["private_data"]["transaction_id"]
        .as_str()
        .unwrap()
        .to_owned();
    ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.run_jobs().await;
    let status = ask(&app, &acme, "get-status", about(&id)).await.ok();
    let results = ask(&app, &acme, "get-results", about(&id)).await.ok();
    insta::assert_json_snapshot!("start", told);
    insta::assert_json_snapshot!("get_status", status);
    insta::assert_json_snapshot!("get_results", results);
    app.leaves(1, 0);
}

#[tokio::test]
async fn pictures_come_back_to_whoever_asks_for_them() {
    let app = TestApp::start().await;
    let acme = account(&app).await;
    let id = started(
        &app,
        &acme,
        json!({"document_type": "passport", "return_images": true}),
    )
    .await;
    let front = picture(&id, "front");
    ask(&app, &acme, "submit-front", front.clone()).await.ok();
    // Handed in again, it takes the place of the first.
    ask(&app, &acme, "submit-front", front.clone()).await.ok();
    ask(&app, &acme, "submit-back", picture(&id, "back"))
        .await
        .ok();
    let told = ask(&app, &acme, "get-results", about(&id)).await.ok();
    assert_eq!(told["private_data"]["images"], Value::Null);
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.run_jobs().await;
    let told = ask(&app, &acme, "get-results", about(&id)).await.ok();
    assert_eq!(told["private_data"]["images"]["front"], front["front"]);
    let status = ask(&app, &acme, "get-status", about(&id)).await.ok();
    assert_eq!(codes(&status), [1825, 1325, 1225, 1225, 510, 110]);
    app.leaves(1, 0);
}

#[tokio::test]
async fn a_barcode_alone_leaves_nothing_behind() {
    let app = reading().await;
    let acme = account(&app).await;
    for way in WAYS {
        let mut alone = barcode("");
        alone.as_object_mut().unwrap().remove("transaction_id");
        let told = ask_by(&app, &acme, way, "barcode-only", alone).await.ok();
        let private = &told["private_data"];
        assert_eq!(private["results"]["dLIDNumberRaw"], "1234567");
        let id = private["transaction_id"].as_str().unwrap();
        let told = ask(&app, &acme, "get-status", about(id)).await;
        assert!(told.refused(404).starts_with("transaction_not_found"));
    }
    let told = ask(&app, &acme, "barcode-only", json!({"barcode": "SEVMTE8="}))
        .await
        .ok();
    assert_eq!(
        told["private_data"]["results"]["processResult"],
        "DocumentUnknown"
    );
}

#[tokio::test]
async fn keys_that_are_set_apart_are_the_only_ones() {
    let app = reading().await;
    let mut acme = account(&app).await;
    acme.capture_key = Some(CaptureKey {
        customer_id: "700100".to_owned(),
        api_key: SecretKey::new("k".repeat(40)).unwrap(),
    });
    app.ports.store.save_account(acme.clone()).await.unwrap();
    for way in [Way::Usual, Way::Basic] {
        ask_by(&app, &acme, way, "get-transaction-data", json!({}))
            .await
            .ok();
    }
    acme.capture_key = None;
    let body = json!({"private_data": {}});
    let call = super::prepared(&app, &acme, Way::Usual, "get-transaction-data", &body).await;
    assert_eq!(super::status_of(call).await, 401);
}

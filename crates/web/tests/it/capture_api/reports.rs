//! Reports about many transactions.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{about, account, ask, barcode, reading, started};

/// The ids of a report's rows.
fn ids(told: &Value) -> Vec<String> {
    let rows = told["private_data"]["transactions"].as_array().unwrap();
    assert_eq!(told["private_data"]["count"], rows.len());
    rows.iter()
        .map(|row| row["transaction_id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn pages_follow_each_other_newest_first() {
    let app = reading().await;
    let acme = account(&app).await;
    let mut expected = Vec::new();
    for _ in 0..5 {
        expected.insert(
            0,
            started(&app, &acme, json!({"signals": ["idcheck"]})).await,
        );
        app.advance(SignedDuration::from_secs(1));
    }
    for endpoint in ["get-transaction-data", "get-journey-data"] {
        let mut seen = Vec::new();
        let mut asked = json!({"result_size": "2"});
        loop {
            let told = ask(&app, &acme, endpoint, asked).await.ok();
            assert_eq!(told["private_data"]["success"], true);
            seen.extend(ids(&told));
            match &told["private_data"]["search_after"] {
                Value::Null => break,
                after => asked = json!({"search_after": after}),
            }
        }
        assert_eq!(seen, expected, "{endpoint}");
    }
    let one = ask(&app, &acme, "get-journey-data", about(&expected[2]))
        .await
        .ok();
    assert_eq!(ids(&one), &expected[2..3]);
    assert_eq!(
        one["private_data"]["transactions"][0]["status"][0]["event"],
        505
    );
    let days = json!({"start_date": "1999-01-01", "end_date": "1999-12-31"});
    let none = ask(&app, &acme, "get-transaction-data", days).await.ok();
    assert_eq!(ids(&none), Vec::<String>::new());
    app.leaves(5, 0);
}

#[tokio::test]
async fn what_was_read_is_told_if_it_is_asked_for_and_while_it_is_there() {
    let app = reading().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.run_jobs().await;
    let row = async |pii: bool| {
        let told = ask(
            &app,
            &acme,
            "get-transaction-data",
            json!({"include_pii": pii}),
        )
        .await
        .ok();
        assert_eq!(told.to_string().contains("JANE"), pii);
        told["private_data"]["transactions"][0].clone()
    };
    insta::assert_json_snapshot!("row", row(false).await);
    assert_eq!(
        row(true).await["result"]["idcheck"]["data"]["firstName"],
        "JANE"
    );
    app.post(
        "/delete",
        &acme,
        json!({"reference": id, "comment": "asked for"}),
    )
    .await
    .ok();
    let gone = row(false).await;
    assert_eq!(
        (&gone["state"], &gone["source"]),
        (&json!("deleted"), &Value::Null)
    );
    assert!(gone["pii_removal_time"].is_string());
    app.run_jobs().await;
    app.leaves(1, 0);
}

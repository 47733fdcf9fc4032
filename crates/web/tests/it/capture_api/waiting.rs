//! Waiting for news: long polls and streams.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{Way, about, account, ask, barcode, codes, heard, path, prepared, reading, started};

const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_long_poll_is_answered_when_there_is_news() {
    let app = reading().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    let told = ask(&app, &acme, "get-status", about(&id)).await.ok();
    let newest = told["private_data"]["status"][0]["sequence"]
        .as_str()
        .unwrap();
    let after = newest.replace(' ', "%20").replace('+', "%2B");
    let body = json!({"private_data": {"transaction_id": id}});
    for query in [format!("?wait=50&after={after}"), "?wait=50".to_owned()] {
        let endpoint = format!("get-status{query}");
        let poll = prepared(&app, &acme, Way::Signed, &endpoint, &body).await;
        let asker = acme.clone();
        let polled = tokio::spawn(async move { heard(&asker, Way::Signed, poll).await });
        // The poll begins to wait before or after the submission: it is told of it either way, if
        // it knows what came before.
        if query.contains("after") {
            ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
        } else {
            while !polled.is_finished() {
                ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
            }
        }
        let told = timeout(SOON, polled).await.unwrap().unwrap().ok();
        assert_eq!(codes(&told)[0], 1425);
    }
    // What is newer than that is there already.
    let endpoint = "get-status?wait=50&after=2000-01-01 00:00:00.000000%2B00:00".replace(' ', "+");
    let poll = prepared(&app, &acme, Way::Signed, &endpoint, &body).await;
    timeout(SOON, heard(&acme, Way::Signed, poll))
        .await
        .unwrap()
        .ok();
    let poll = prepared(&app, &acme, Way::Signed, "get-status?wait=0", &body).await;
    timeout(SOON, heard(&acme, Way::Signed, poll))
        .await
        .unwrap()
        .ok();
    for wrong in ["get-status?wait=long", "get-status?wait=1&after=then"] {
        let poll = prepared(&app, &acme, Way::Signed, wrong, &body).await;
        assert!(
            heard(&acme, Way::Signed, poll)
                .await
                .refused(422)
                .starts_with("invalid_request")
        );
    }
    app.leaves(1, 0);
}

/// The `id` and the code of each event of a stream.
fn events(stream: &str) -> Vec<(String, Value)> {
    let field = |event: &str, name: &str| {
        let line = event.lines().find_map(|line| line.strip_prefix(name));
        line.map(|value| value.trim_start_matches(':').trim().to_owned())
    };
    stream
        .split("\n\n")
        .filter(|event| !event.trim().is_empty())
        .map(|event| {
            let data: Value = serde_json::from_str(&field(event, "data").unwrap()).unwrap();
            let id = field(event, "id").unwrap_or_default();
            let code = if field(event, "event").unwrap() == "end" {
                data["state"].clone()
            } else {
                assert_eq!(data["sequence"], id);
                data["event"].clone()
            };
            (id, code)
        })
        .collect()
}

#[tokio::test]
async fn a_stream_tells_each_event_once_and_ends() {
    let app = reading().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    let stream = |last: &str| {
        let call = app
            .call(Method::GET, &path(&format!("events/{id}")))
            .basic(&acme)
            .signed_or_not();
        if last.is_empty() {
            call
        } else {
            call.header("last-event-id", last)
        }
    };
    // It is open while things happen.
    let live = tokio::spawn(stream("").send());
    ask(&app, &acme, "submit-barcode", barcode(&id)).await.ok();
    ask(&app, &acme, "end", about(&id)).await.ok();
    app.run_jobs().await;
    let reply = timeout(SOON, live).await.unwrap().unwrap();
    assert_eq!(reply.header("content-type"), "text/event-stream");
    let live = events(std::str::from_utf8(&reply.body).unwrap());
    let codes: Vec<Value> = live.iter().map(|(_, code)| code.clone()).collect();
    assert!(codes.last().unwrap().is_string());
    assert_eq!(
        codes[..codes.len() - 1],
        [json!(110), json!(505), json!(1425), json!(1825)]
    );
    // Whoever comes back is told what was missed.
    for missed in 1..codes.len() {
        let reply = timeout(SOON, stream(&live[missed - 1].0).send())
            .await
            .unwrap();
        let resumed = events(std::str::from_utf8(&reply.body).unwrap());
        assert_eq!(resumed, live[missed..]);
    }
    let reply = stream("yesterday").send().await;
    assert_eq!(reply.status, 422);
    let signed = app
        .call(Method::GET, &path(&format!("events/{id}")))
        .header("customer-id", acme.customer_id())
        .header("signature", &format!("sha256={}", "0".repeat(64)));
    assert_eq!(signed.send().await.status, 401);
    app.leaves(1, 0);
}

#[tokio::test]
async fn who_waits_is_sent_home_when_the_server_stops() {
    let app = reading().await;
    let acme = account(&app).await;
    let id = started(&app, &acme, json!({"signals": ["idcheck"]})).await;
    let body = json!({"private_data": {"transaction_id": id}});
    let stream = app
        .call(Method::GET, &path(&format!("events/{id}")))
        .basic(&acme)
        .signed_or_not();
    let stream = tokio::spawn(stream.send());
    let poll = prepared(&app, &acme, Way::Signed, "get-status?wait=50", &body).await;
    let asker = acme.clone();
    let poll = tokio::spawn(async move { heard(&asker, Way::Signed, poll).await });
    app.acts.end_waits();
    let told = timeout(SOON, stream).await.unwrap().unwrap();
    let told = events(std::str::from_utf8(&told.body).unwrap());
    assert!(
        told.iter().all(|(_, code)| code.is_number()),
        "no end was told: it is not over"
    );
    let told = timeout(SOON, poll).await.unwrap().unwrap().ok();
    assert_eq!(codes(&told)[0], 505);
    app.leaves(1, 0);
}

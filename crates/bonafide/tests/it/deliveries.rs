//! `bonafide deliveries` over what a real server sent.

use axum::http::{HeaderMap, HeaderName};
use insta::assert_snapshot;
use serde_json::json;
use standardwebhooks::Webhook;

use crate::cli::{json as parsed, shape};
use crate::http::{Inbox, Message, post};
use crate::running::{Data, Serving, bonafide};

#[test]
fn a_callback_is_listed_shown_and_sent_again() {
    let data = Data::new();
    let path = data.path();
    let keys = data.account("acme");
    let inbox = Inbox::open();
    let server = Serving::start(&data);
    let request = json!({
        "reference": "told-1",
        "callback_url": inbox.url,
        "document": { "name": "" },
    });
    let (status, _) = post(&server.url, "/", &keys, &request.to_string());
    assert_eq!(status, 200);
    let told = inbox.next();
    assert_is_signed(&told, &keys.webhook_secret);
    let id = told.header("webhook-id").to_owned();
    // A server that stops has written down what came of its attempts.
    assert_eq!(server.stop().status, Some(0));

    let listed = bonafide(&["deliveries", "list", "--json", "--data", path]).good();
    let listed = parsed(&listed);
    assert_eq!(listed["id"], id);
    assert_eq!(listed["state"], "delivered");
    let table = bonafide(&[
        "deliveries",
        "list",
        "--reference",
        "told-1",
        "--data",
        path,
    ])
    .good();
    assert!(
        table.contains(&id) && table.contains("request.pending"),
        "{table}"
    );
    let none = bonafide(&[
        "deliveries",
        "list",
        "--json",
        "--state",
        "failed",
        "--data",
        path,
    ]);
    assert_eq!(none.good(), "");

    let shown = bonafide(&["deliveries", "show", &id, "--json", "--data", path]).good();
    let shown = parsed(&shown);
    assert_eq!(shown["log"][0]["status"], 204);
    assert_snapshot!("deliveries_show_json", format!("{:#}", shape(&shown)));

    let resent = bonafide(&["deliveries", "resend", &id, "--data", path]).good();
    assert_eq!(resent, format!("{id} will be sent again\n"));
    let server = Serving::start(&data);
    let again = inbox.next();
    assert_eq!(again.header("webhook-id"), id, "the same notification");
    assert_eq!(again.body, told.body);
    assert_is_signed(&again, &keys.webhook_secret);
    assert_eq!(server.stop().status, Some(0));
}

/// A library that shares no code with the server accepts the callback.
#[track_caller]
fn assert_is_signed(message: &Message, secret: &str) {
    let headers: HeaderMap = message
        .headers
        .iter()
        .map(|(name, value)| {
            let name: HeaderName = name.parse().unwrap();
            (name, value.parse().unwrap())
        })
        .collect();
    let receiver = Webhook::new(secret).unwrap();
    receiver.verify(message.body.as_bytes(), &headers).unwrap();
}

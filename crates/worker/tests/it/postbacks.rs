//! Postbacks: the whole log every time, newest first, signed in the account's encoding.

use std::sync::Arc;

use proofing::ports::{Change, Clock, Store};
use serde_json::Value;
use testkit::builders::{notification, opened, opening_of, updating};
use verification::account::PostbackEncoding;
use verification::telling::{NewNotification, Told};
use wire::capture::decode;
use wire::capture::signature::Given;
use worker::delivery::{Postbacks, Renderer};

use crate::receiver::{Received, Receiver, Reply};
use crate::support::{sender, soon};
use crate::world::{World, eager};

fn renderer(world: &World) -> Arc<dyn Renderer> {
    Arc::new(Postbacks {
        store: Arc::clone(&world.store) as Arc<dyn Store>,
        vault: Arc::clone(&world.vault),
        clock: Arc::clone(&world.clock) as Arc<dyn Clock>,
    })
}

/// The codes of a postback as it came, newest first. Its signature must be right.
fn codes(world: &World, received: &Received) -> Vec<u64> {
    let signature = Given::parse(&received.headers["signature"]).unwrap();
    assert!(signature.is_of(world.account.api_key(), &received.body));
    assert!(received.headers.contains_key("webhook-id"));
    let (_, json) = decode(&received.body);
    let body: Value = serde_json::from_slice(&json.unwrap()).unwrap();
    assert_eq!(body["public_data"]["endpoint"], "postback");
    let status = body["private_data"]["status"].as_array().unwrap();
    status
        .iter()
        .map(|event| event["event"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn every_postback_tells_the_whole_log() {
    for (encoding, media) in [
        (PostbackEncoding::Json, "application/json"),
        (PostbackEncoding::Base64, "application/octet-stream"),
    ] {
        let mut world = World::new().await;
        world.account.settings.postback_encoding = encoding;
        world
            .store
            .save_account(world.account.clone())
            .await
            .unwrap();
        let mut receiver = Receiver::start(|_| Reply::status(200)).await;
        let running = world.deliver_rendered(sender(10_000), eager(), renderer(&world));
        let url = receiver.url("/status");
        let now = world.clock.now();
        let journal = |number, order| NewNotification {
            told: Told::Journal,
            destination: url.clone(),
            body: None,
            is_personal: false,
            created_at: now,
            ..notification(number, 1, order)
        };
        let step = opened(1);
        let change = Change {
            notifications: vec![journal(1, 3)],
            ..opening_of(step.clone())
        };
        world.store.apply(change).await.unwrap();
        world.wake.ring();
        let first = soon(receiver.requests.recv()).await.unwrap();
        assert_eq!(first.headers["content-type"], media);
        assert_eq!(codes(&world, &first), [500, 405, 105]);
        let fetched = step.next.fetch_config(world.clock.now());
        let change = Change {
            notifications: vec![journal(2, 5)],
            ..updating(1, fetched)
        };
        world.store.apply(change).await.unwrap();
        world.wake.ring();
        let second = soon(receiver.requests.recv()).await.unwrap();
        assert_eq!(codes(&world, &second), [1140, 1105, 500, 405, 105]);
        running.stop().await;
    }
}

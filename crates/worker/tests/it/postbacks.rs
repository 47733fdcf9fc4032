//! Postbacks: the whole log every time, newest first, signed in the account's encoding.

use std::sync::Arc;

use proofing::ports::{Change, Clock, Store};
use serde_json::Value;
use testkit::builders::{notification, opened, opening_of, updating};
use verification::account::PostbackEncoding;
use verification::capture::{CaptureDocument, CaptureTerms, Envelope, Kind, Signal};
use verification::notification::{NewNotification, NotificationKind};
use wire::capture::decode;
use wire::capture::signature::Given;
use worker::delivery::{Postbacks, Renderer};

use crate::support::{sender, soon};
use crate::world::{World, eager};
use testkit::receiver::{Received, Receiver, Reply};

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
    assert!(signature.is_of(world.account.api_key(), None, &received.body));
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

/// A transaction that was started in this envelope.
fn terms(envelope: Envelope) -> CaptureTerms {
    CaptureTerms {
        kind: Kind::Capture,
        document_type: CaptureDocument::NaDl,
        signals: [Signal::OcrScan, Signal::OcrMatch].into(),
        send_link: None,
        return_link: true,
        return_images: false,
        qr_breakpoint_px: None,
        language: None,
        location: None,
        purpose: None,
        user_defined: None,
        envelope,
    }
}

#[tokio::test]
async fn every_postback_tells_the_whole_log() {
    let (json, text) = ("application/json", "application/octet-stream");
    for (encoding, started, media) in [
        (PostbackEncoding::Json, None, json),
        (PostbackEncoding::Json, Some(Envelope::Base64), json),
        (PostbackEncoding::Base64, None, text),
        (PostbackEncoding::Base64, Some(Envelope::Json), text),
        (PostbackEncoding::AsStarted, None, json),
        (PostbackEncoding::AsStarted, Some(Envelope::Json), json),
        (PostbackEncoding::AsStarted, Some(Envelope::Base64), text),
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
            told: NotificationKind::Journal,
            destination: url.clone(),
            body: None,
            is_personal: false,
            created_at: now,
            ..notification(number, 1, order)
        };
        let mut step = opened(1);
        step.next.request.capture = started.map(terms);
        let change = Change {
            notifications: vec![journal(1, 3)],
            ..opening_of(step.clone())
        };
        world.store.apply(change).await.unwrap();
        world.tell_all();
        let first = soon(receiver.requests.recv()).await.unwrap();
        assert_eq!(first.headers["content-type"], media);
        assert_eq!(codes(&world, &first), [500, 405, 105]);
        let fetched = step.next.fetch_config(world.clock.now()).unwrap();
        let change = Change {
            notifications: vec![journal(2, 5)],
            ..updating(1, fetched)
        };
        world.store.apply(change).await.unwrap();
        world.tell_all();
        let second = soon(receiver.requests.recv()).await.unwrap();
        let told = codes(&world, &second);
        let required: &[u64] = if started.is_some() {
            &[1141, 1140]
        } else {
            &[1140]
        };
        assert_eq!(told, [required, &[1105, 500, 405, 105]].concat());
        running.stop().await;
    }
}

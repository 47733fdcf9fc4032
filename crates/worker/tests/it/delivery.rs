//! What is sent, and what follows from the answer.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http::{HeaderMap, HeaderValue};
use proofing::ports::Store;
use verification::account::{Account, SecretKey};
use verification::notification::{AttemptEnd, Delivery, DeliveryState};
use wire::verify::signature::{WebhookHeaders, verify, verify_webhook};
use worker::delivery::{RenderError, Rendered, Renderer, Settings};

use crate::support::{sender, soon};
use crate::world::{World, eager};
use testkit::receiver::{Received, Receiver, Reply};

fn webhook(received: &Received) -> WebhookHeaders {
    let header = |name: &str| received.headers[name].clone();
    WebhookHeaders {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
    }
}

#[tokio::test]
async fn a_callback_is_signed_in_every_way() {
    let mut world = World::new().await;
    let mut receiver = Receiver::start(|_| Reply::status(200)).await;
    let old = world.account.secret.clone();
    let until = world
        .account
        .created_at
        .checked_add(jiff::SignedDuration::from_hours(24 * 365 * 200))
        .unwrap();
    let new = SecretKey::new("n".repeat(40)).unwrap();
    let account = world.account.clone().rotate(new.clone(), Some(until));
    world.store.save_account(account.clone()).await.unwrap();
    let _running = world.deliver(sender(5000), eager());
    let ids = world.tell(&[receiver.url("/hook")]).await;

    let received = soon(receiver.requests.recv()).await.unwrap();
    assert_eq!(received.headers["content-type"], "application/json");
    assert!(verify(
        account.settings.signature,
        &new,
        &received.body,
        &received.headers["signature"]
    ));
    assert_eq!(
        received.headers["signature"],
        received.headers["sp_signature"]
    );
    let webhook = webhook(&received);
    assert_eq!(webhook.id, ids[0].to_string());
    for secret in [&new, &old] {
        assert!(verify_webhook(secret, &webhook, &received.body));
    }
    let (id, attempt, end) = world.attempt().await;
    assert_eq!(
        (id, attempt.status, attempt.error, end),
        (ids[0], Some(200), None, AttemptEnd::Delivered)
    );
}

#[tokio::test]
async fn a_repetition_has_the_same_id_and_bytes() {
    let mut world = World::new().await;
    let mut receiver =
        Receiver::start(|received| Reply::status(if received.nth < 2 { 500 } else { 200 })).await;
    let _running = world.deliver(sender(5000), eager());
    let ids = world.tell(&[receiver.url("/")]).await;
    let attempts = world.over(1).await;
    let words: Vec<_> = attempts[&ids[0]]
        .iter()
        .map(|attempt| attempt.error.as_deref().map(|e| &e[..13]))
        .collect();
    assert_eq!(words, [Some("answer.status"), Some("answer.status"), None]);
    let first = receiver.requests.recv().await.unwrap();
    for _ in 0..2 {
        let again = receiver.requests.recv().await.unwrap();
        assert_eq!(
            (&again.headers["webhook-id"], &again.body),
            (&first.headers["webhook-id"], &first.body)
        );
    }
    let (delivery, kept) = world.store.delivery(ids[0]).await.unwrap().unwrap();
    assert_eq!(
        (delivery.state, delivery.attempts, kept.len()),
        (DeliveryState::Delivered, 3, 3)
    );
}

#[tokio::test]
async fn gone_disables_the_destination() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|_| Reply::status(410)).await;
    let _running = world.deliver(sender(5000), eager());
    let ids = world
        .tell(&[receiver.url("/gone"), receiver.url("/gone")])
        .await;
    let (_, _, end) = world.attempt().await;
    assert_eq!(end, AttemptEnd::DisableDestination);
    for id in ids {
        assert_eq!(
            world.store.delivery(id).await.unwrap().unwrap().0.state,
            DeliveryState::Failed
        );
    }
    assert_eq!(receiver.connections(), 1);
}

#[tokio::test]
async fn retry_after_is_followed() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|received| match received.nth {
        0 => Reply::Answer(503, vec![("retry-after", "7200".to_owned())], Vec::new()),
        _ => Reply::status(200),
    })
    .await;
    let _running = world.deliver(sender(5000), eager());
    world.tell(&[receiver.url("/")]).await;
    let (_, attempt, end) = world.attempt().await;
    let AttemptEnd::Retry(at) = end else {
        panic!("{end:?}")
    };
    let wait = at.duration_since(attempt.at).as_secs();
    assert!((7200..7260).contains(&wait), "{wait}");

    world.clock.advance(Duration::from_secs(7300));
    world.tell_all();
    assert_eq!(world.attempt().await.2, AttemptEnd::Delivered);
}

#[tokio::test]
async fn the_next_is_made_when_it_is_due_without_a_bell() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|received| match received.nth {
        0 => Reply::Answer(503, vec![("retry-after", "1".to_owned())], Vec::new()),
        _ => Reply::status(200),
    })
    .await;
    // It looks by itself only once an hour: the second attempt is made by the timer.
    let _running = world.deliver(sender(5000), eager());
    world.tell(&[receiver.url("/")]).await;
    assert!(matches!(world.attempt().await.2, AttemptEnd::Retry(_)));
    assert_eq!(world.attempt().await.2, AttemptEnd::Delivered);
}

#[tokio::test]
async fn what_cannot_be_sent_is_given_up_with_a_reason() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let _running = world.deliver(sender(5000), eager());
    let id = world.tell_journal(&receiver.url("/")).await;
    let (ended, attempt, end) = world.attempt().await;
    assert_eq!((ended, end), (id, AttemptEnd::GiveUp));
    assert_eq!(
        attempt.error.as_deref(),
        Some("body.missing: Nothing on this server renders Journal.")
    );
    assert_eq!(receiver.connections(), 0);
}

/// Renders the name of the delivery in another protocol's clothes.
#[derive(Debug)]
struct Tailor;

#[async_trait]
impl Renderer for Tailor {
    async fn render(&self, delivery: &Delivery, _: &Account) -> Result<Rendered, RenderError> {
        let mut headers = HeaderMap::new();
        headers.insert(
            "content-type",
            HeaderValue::from_static("application/octet-stream"),
        );
        Ok(Rendered {
            body: delivery.id.to_string().into_bytes(),
            headers,
        })
    }
}

#[tokio::test]
async fn another_protocol_renders_its_bodies_and_headers() {
    let world = World::new().await;
    let mut receiver = Receiver::start(|_| Reply::status(200)).await;
    let _running = world.deliver_rendered(sender(5000), eager(), Arc::new(Tailor));
    let id = world.tell_journal(&receiver.url("/")).await;
    let received = soon(receiver.requests.recv()).await.unwrap();
    assert_eq!(received.body, id.to_string().into_bytes());
    assert_eq!(received.headers["content-type"], "application/octet-stream");
    assert!(!received.headers.contains_key("signature"));
    assert!(verify_webhook(
        &world.account.secret,
        &webhook(&received),
        &received.body
    ));
}

#[tokio::test]
async fn a_receiver_that_drips_is_cut_and_written_down() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|_| Reply::Drip(500)).await;
    let _running = world.deliver(sender(200), eager());
    for _ in 0..20 {
        world.tell(&[receiver.url("/")]).await;
    }
    for _ in 0..20 {
        let (_, attempt, _) = world.attempt().await;
        assert_eq!(
            (
                attempt.status,
                attempt.answer.map(|answer| answer.starts_with('d'))
            ),
            (Some(500), Some(true))
        );
        assert!(attempt.took < Duration::from_secs(5), "{:?}", attempt.took);
    }
}

#[tokio::test]
async fn nothing_is_looked_for_without_a_reason() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let mut rests = world.store.rests.subscribe();
    let _running = world.deliver(sender(5000), eager());
    soon(rests.wait_for(|count| *count == 1)).await.unwrap();
    for told in 1..=10 {
        world.tell(&[receiver.url("/")]).await;
        world.attempt().await;
        soon(rests.wait_for(|count| *count > told)).await.unwrap();
    }
    // One look for the bell and one for the end of each attempt, and the first.
    let leases = world.store.leases.load(std::sync::atomic::Ordering::SeqCst);
    assert!(leases <= 21, "{leases}");
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_flight_and_starts_nothing() {
    let mut world = World::new().await;
    let mut receiver = Receiver::start(|_| Reply::Drip(200)).await;
    let running = world.deliver(sender(400), eager());
    world.tell(&[receiver.url("/first")]).await;
    soon(receiver.requests.recv()).await.unwrap();
    running.cancel();
    world.tell(&[receiver.url("/second")]).await;
    running.stop().await;
    assert_eq!(world.attempt().await.2, AttemptEnd::Delivered);
    assert_eq!(receiver.connections(), 1);
}

#[tokio::test]
async fn a_stop_does_not_wait_longer_than_the_grace() {
    let world = World::new().await;
    let mut receiver = Receiver::start(|_| Reply::Silence).await;
    let running = world.deliver(
        sender(3_600_000),
        Settings {
            grace: Duration::from_millis(50),
            ..eager()
        },
    );
    world.tell(&[receiver.url("/")]).await;
    soon(receiver.requests.recv()).await.unwrap();
    running.stop().await;
}

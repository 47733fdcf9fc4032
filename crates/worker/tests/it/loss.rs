//! A store that is away for a while, and workers that are killed.

use std::time::Duration;

use verification::notification::AttemptEnd;

use crate::support::{sender, soon};
use crate::world::{World, eager};
use testkit::receiver::{Receiver, Reply};

#[tokio::test]
async fn a_lost_store_is_waited_for() {
    let mut world = World::new().await;
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let ids = world.tell(&[receiver.url("/")]).await;
    world.store.lose(true);
    let mut refused = world.store.refused.subscribe();
    let _running = world.deliver(sender(5000), eager());
    soon(refused.wait_for(|count| *count >= 3)).await.unwrap();
    world.store.lose(false);
    let (id, _, end) = world.attempt().await;
    assert_eq!((id, end), (ids[0], AttemptEnd::Delivered));
}

/// What was sent is written down as soon as the store is back; it is not sent twice.
#[tokio::test]
async fn an_attempt_is_written_down_although_the_store_was_lost_meanwhile() {
    let mut world = World::new().await;
    let store = world.store.clone();
    let receiver = Receiver::start(move |_| {
        store.lose(true);
        Reply::status(200)
    })
    .await;
    let mut refused = world.store.refused.subscribe();
    let _running = world.deliver(sender(5000), eager());
    world.tell(&[receiver.url("/")]).await;
    soon(refused.wait_for(|count| *count >= 2)).await.unwrap();
    world.store.lose(false);
    assert_eq!(world.attempt().await.2, AttemptEnd::Delivered);
    assert_eq!(receiver.connections(), 1);
}

/// Killed after the request went out and before the answer came: sent again, under the same id.
#[tokio::test]
async fn what_a_killed_worker_held_is_sent_when_its_lease_has_run_out() {
    let mut world = World::new().await;
    let mut receiver = Receiver::start(|received| match received.nth {
        0 => Reply::Silence,
        _ => Reply::status(200),
    })
    .await;
    let first = world.deliver(sender(5000), eager());
    let ids = world.tell(&[receiver.url("/"), receiver.url("/")]).await;
    let lost = soon(receiver.requests.recv()).await.unwrap();
    first.kill().await;

    let mut rests = world.store.rests.subscribe();
    rests.mark_unchanged();
    let _second = world.deliver(sender(5000), eager());
    soon(rests.changed()).await.unwrap();
    assert!(
        receiver.requests.try_recv().is_err(),
        "the lease still holds"
    );
    world.clock.advance(Duration::from_secs(36));
    world.tell_all();
    for id in &ids {
        let (ended, _, end) = world.attempt().await;
        assert_eq!((ended, end), (*id, AttemptEnd::Delivered));
    }
    let again = receiver.requests.recv().await.unwrap();
    assert_eq!(
        (&again.headers["webhook-id"], &again.body),
        (&lost.headers["webhook-id"], &lost.body)
    );
}

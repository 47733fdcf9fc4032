//! A store that is away for a while.

use verification::telling::AttemptEnd;

use crate::receiver::{Receiver, Reply};
use crate::support::{sender, soon};
use crate::world::{World, eager};

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

//! One bad receiver, and all the others.

use std::time::Duration;

use futures::future::join_all;
use verification::notification::AttemptEnd;

use crate::support::{sender, soon};
use crate::world::{World, eager};
use testkit::receiver::{Receiver, Reply};

/// Svix: 600 such deliveries to one tenant, and another tenant got 0 of 10 in 60 seconds.
#[tokio::test]
async fn six_hundred_dripping_deliveries_delay_nobody_else() {
    let mut world = World::new().await;
    let mut bad = Receiver::start(|_| Reply::Drip(500)).await;
    let good = Receiver::start(|_| Reply::status(200)).await;
    // No attempt at the bad one ends by itself during this test.
    let _running = world.deliver(sender(3_600_000), eager());
    let addresses: Vec<_> = (0..600)
        .map(|number| [bad.url(&format!("/{number}"))])
        .collect();
    join_all(addresses.iter().map(|address| world.tell(address))).await;
    for _ in 0..16 {
        soon(bad.requests.recv()).await.unwrap();
    }

    let mut slowest = Duration::ZERO;
    for _ in 0..10 {
        let told = tokio::time::Instant::now();
        let ids = world.tell(&[good.url("/")]).await;
        let (id, _, end) = world.attempt().await;
        assert_eq!((id, end), (ids[0], AttemptEnd::Delivered));
        slowest = slowest.max(told.elapsed());
    }
    println!("the slowest of ten healthy deliveries took {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert_eq!(
        bad.connections(),
        16,
        "one lane holds its slots and no more"
    );
}

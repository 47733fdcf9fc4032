//! Order per verification, with several workers and failing attempts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use crate::support::sender;
use crate::world::{World, eager};
use testkit::receiver::{Receiver, Reply};

const VERIFICATIONS: usize = 40;
const EVENTS: usize = 5;

/// Svix, one worker, every fifth first attempt failing: 20 of 100 out of order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_holds_with_four_workers_and_every_fifth_first_attempt_failing() {
    let mut world = World::new().await;
    let seen = Mutex::new(BTreeSet::new());
    let mut receiver = Receiver::start(move |received| {
        let mut seen = seen.lock().unwrap();
        let is_first = seen.insert(received.headers["webhook-id"].clone());
        Reply::status(if is_first && seen.len().is_multiple_of(5) {
            500
        } else {
            200
        })
    })
    .await;
    let running: Vec<_> = (0..4)
        .map(|_| world.deliver(sender(10_000), eager()))
        .collect();
    for _ in 0..VERIFICATIONS {
        world.tell(&vec![receiver.url("/"); EVENTS]).await;
    }
    let attempts = world.over(VERIFICATIONS * EVENTS).await;
    for one in running {
        one.stop().await;
    }

    let total: usize = attempts.values().map(Vec::len).sum();
    assert_eq!(
        total,
        VERIFICATIONS * EVENTS * 6 / 5,
        "every fifth takes two attempts, nothing else does"
    );
    let mut told: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    while let Ok(received) = receiver.requests.try_recv() {
        let body: serde_json::Value = serde_json::from_slice(&received.body).unwrap();
        let numbers = told.entry(body["verification"].to_string()).or_default();
        let number = body["number"].as_u64().unwrap();
        // The repetition of a failed attempt is the only number that may come twice.
        if numbers.last() != Some(&number) {
            numbers.push(number);
        }
    }
    assert_eq!(told.len(), VERIFICATIONS);
    for (verification, numbers) in told {
        assert_eq!(numbers, [1, 2, 3, 4, 5], "{verification}");
    }
}

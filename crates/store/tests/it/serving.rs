//! What a server that died was holding is given back by the next, and only by one that is alone.

use std::path::Path;

use proofing::ports::{Change, DeliveryQuery, Store};
use store::{SealedStore, Serving};
use testkit::builders::{at, job, notification, opening};

use crate::open;

async fn opened(dir: &Path) -> SealedStore {
    let (store, _) = open(dir, 1);
    let change = Change {
        notifications: vec![notification(1, 1, 1)],
        jobs: vec![job(1, 1)],
        ..opening(1)
    };
    store.apply(change).await.unwrap();
    store
}

/// How many deliveries and jobs can be leased at this second.
async fn lease(store: &SealedStore, second: i64) -> (usize, usize) {
    let query = DeliveryQuery {
        now: at(second),
        lease_until: at(second + 60),
        limit: 10,
        per_lane: 10,
        per_account: 10,
        in_flight: Vec::new(),
    };
    let deliveries = store.lease_deliveries(query).await.unwrap().len();
    let jobs = store.lease_jobs(at(second), at(second + 60), 10).await;
    (deliveries, jobs.unwrap().len())
}

#[tokio::test]
async fn the_next_server_goes_on_with_what_the_dead_one_held() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(dir.path()).await;
    let (dead, released) = Serving::begin(dir.path(), &store, at(0)).await.unwrap();
    assert_eq!(released, 0);
    assert_eq!(lease(&store, 0).await, (1, 1));
    drop((store, dead));

    let (store, _) = open(dir.path(), 2);
    assert_eq!(
        lease(&store, 1).await,
        (0, 0),
        "leases outlive their holder"
    );
    let (_serving, released) = Serving::begin(dir.path(), &store, at(1)).await.unwrap();
    assert_eq!(released, 2);
    assert_eq!(lease(&store, 1).await, (1, 1));
}

#[tokio::test]
async fn a_second_server_takes_nothing_from_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let store = opened(dir.path()).await;
    let first = Serving::begin(dir.path(), &store, at(0)).await.unwrap();
    assert_eq!(lease(&store, 0).await, (1, 1));
    let (second, _) = open(dir.path(), 2);
    let (_serving, released) = Serving::begin(dir.path(), &second, at(1)).await.unwrap();
    assert_eq!((released, lease(&second, 1).await), (0, (0, 0)));
    drop(first);
}

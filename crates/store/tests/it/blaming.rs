//! What was under way when a server died: counted before it is tried again, suspected at the
//! second time, and then tried beside nothing else that is suspected. What the server did not die
//! of is never blamed.

use std::collections::BTreeMap;

use proofing::ports::{
    CALM, Change, DeliveryLease, DeliveryQuery, JobEnd, JobLease, MOST_CRASHES, NewJob, SUSPECT,
    Store,
};
use proptest::prelude::*;
use store::{Serving, SqliteStore};
use testkit::builders::{at, attempt, job, job_id, notification, opening, url};
use verification::telling::{AttemptEnd, NewNotification};

use crate::open;

/// A server, and what the next one finds.
struct World {
    dir: tempfile::TempDir,
    store: SqliteStore,
    serving: Option<Serving>,
    now: i64,
    starts: u64,
}

impl World {
    async fn new(jobs: Vec<NewJob>, notifications: Vec<NewNotification>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = open(dir.path(), 0);
        let change = Change {
            jobs,
            notifications,
            ..opening(1)
        };
        store.apply(change).await.unwrap();
        let (serving, _) = Serving::begin(dir.path(), &store, at(0)).await.unwrap();
        Self {
            dir,
            store,
            serving: Some(serving),
            now: 0,
            starts: 0,
        }
    }

    async fn start(&mut self) {
        self.starts += 1;
        self.store = open(self.dir.path(), self.starts).0;
        let begun = Serving::begin(self.dir.path(), &self.store, at(self.now)).await;
        self.serving = Some(begun.unwrap().0);
    }

    /// The system takes the lock of a process that died, and nothing else happens.
    async fn die_and_start(&mut self) {
        self.serving = None;
        self.start().await;
    }

    async fn stop_and_start(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.end(&self.store).await.unwrap();
        }
        self.start().await;
    }

    async fn lease(&self) -> Vec<JobLease> {
        let leased = self.store.lease_jobs(at(self.now), at(self.now + 3600), 10);
        leased.await.unwrap()
    }

    async fn send(&self) -> Vec<DeliveryLease> {
        let query = DeliveryQuery {
            now: at(self.now),
            lease_until: at(self.now + 3600),
            limit: 10,
            per_lane: 10,
            per_account: 10,
            in_flight: Vec::new(),
        };
        self.store.lease_deliveries(query).await.unwrap()
    }

    fn calm_down(&mut self) {
        self.now += CALM.as_secs() as i64;
    }
}

#[tokio::test]
async fn a_job_that_ends_the_server_is_counted_before_it_is_tried_again() {
    let mut world = World::new(vec![job(1, 1)], Vec::new()).await;
    for crashes in 0..SUSPECT {
        assert_eq!(world.lease().await[0].crashes, crashes);
        world.die_and_start().await;
    }
    for crashes in SUSPECT..MOST_CRASHES + 2 {
        assert!(world.lease().await.is_empty(), "only after a calm time");
        world.calm_down();
        let leases = world.lease().await;
        assert_eq!((leases[0].crashes, leases[0].tries), (crashes, crashes));
        world.die_and_start().await;
    }
}

#[tokio::test]
async fn a_server_that_stops_in_good_order_blames_nothing() {
    let mut world = World::new(vec![job(1, 1), job(2, 1)], vec![notification(1, 1, 1)]).await;
    for _ in 0..6 {
        let leases = world.lease().await;
        assert_eq!(leases.len(), 2, "given back at once");
        assert!(leases.iter().all(|lease| lease.crashes == 0), "{leases:?}");
        assert_eq!(world.send().await[0].crashes, 0);
        world.stop_and_start().await;
    }
}

#[tokio::test]
async fn a_try_that_ends_acquits() {
    let mut world = World::new(vec![job(1, 1)], vec![notification(1, 1, 1)]).await;
    for _ in 0..2 {
        for crashes in 0..SUSPECT {
            let (lease, told) = (world.lease().await.remove(0), world.send().await.remove(0));
            assert_eq!((lease.crashes, told.crashes), (crashes, crashes));
            world.die_and_start().await;
        }
        world.calm_down();
        let lease = world.lease().await.remove(0);
        assert_eq!(lease.crashes, SUSPECT);
        let retry = JobEnd::Retry {
            at: at(world.now),
            why: "not yet".to_owned(),
        };
        world.store.finish_job(&lease, retry).await.unwrap();
        let told = world.send().await.remove(0);
        assert_eq!(told.crashes, SUSPECT);
        let retry = AttemptEnd::Retry(at(world.now));
        let failed = attempt(u128::from(world.starts), at(world.now));
        world
            .store
            .finish_delivery(&told, failed, retry)
            .await
            .unwrap();
    }
    // One that is not to be tried any more stays so, even if its end cannot be settled at once.
    for _ in 0..MOST_CRASHES {
        world.calm_down();
        world.lease().await;
        world.die_and_start().await;
    }
    world.calm_down();
    let lease = world.lease().await.remove(0);
    let why = "the store is away".to_owned();
    let retry = JobEnd::Retry {
        at: at(world.now),
        why,
    };
    world.store.finish_job(&lease, retry).await.unwrap();
    assert_eq!(world.lease().await[0].crashes, MOST_CRASHES);
}

#[tokio::test]
async fn suspects_take_turns_and_nobody_waits_for_them() {
    let jobs = (1..=4).map(|number| job(number, 1)).collect();
    let mut world = World::new(jobs, Vec::new()).await;
    for _ in 0..SUSPECT {
        assert_eq!(world.lease().await.len(), 4);
        world.die_and_start().await;
    }
    let fresh = Change {
        jobs: vec![job(9, 2)],
        ..opening(2)
    };
    world.store.apply(fresh).await.unwrap();
    let lease = world.lease().await.remove(0);
    assert_eq!(
        (lease.id, lease.crashes),
        (job_id(9), 0),
        "others go on meanwhile"
    );
    world.calm_down();
    for number in [1, 2] {
        let lease = world.lease().await.remove(0);
        assert_eq!((lease.id, lease.crashes), (job_id(number), SUSPECT));
        assert!(world.lease().await.is_empty(), "one at a time");
        world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
    }
    // The third is the culprit: it alone is blamed, and what was under way beside it is tried at
    // once.
    assert_eq!(world.lease().await[0].id, job_id(3));
    world.die_and_start().await;
    let beside = world.lease().await.remove(0);
    assert_eq!((beside.id, beside.crashes), (job_id(9), 1));
    world.calm_down();
    assert!(
        world.lease().await.is_empty(),
        "the less suspected one first"
    );
    world.store.finish_job(&beside, JobEnd::Done).await.unwrap();
    for (number, crashes) in [(3, MOST_CRASHES), (4, SUSPECT)] {
        let lease = world.lease().await.remove(0);
        assert_eq!((lease.id, lease.crashes), (job_id(number), crashes));
        world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
    }
}

#[tokio::test]
async fn a_suspect_has_its_turn_however_much_there_is_to_do() {
    let mut world = World::new(vec![job(1, 1)], Vec::new()).await;
    for _ in 0..SUSPECT {
        assert_eq!(world.lease().await.len(), 1);
        world.die_and_start().await;
    }
    world.calm_down();
    let much = Change {
        jobs: (100..150).map(|number| job(number, 2)).collect(),
        ..opening(2)
    };
    world.store.apply(much).await.unwrap();
    let leased = world.store.lease_jobs(at(world.now), at(world.now + 60), 2);
    let leased: Vec<_> = leased.await.unwrap().iter().map(|lease| lease.id).collect();
    assert_eq!(leased, [job_id(1), job_id(100)]);
}

#[tokio::test]
async fn what_was_under_way_at_a_death_goes_before_what_came_later() {
    let mut world = World::new(vec![job(1, 1)], Vec::new()).await;
    assert_eq!(world.lease().await.len(), 1);
    let much = Change {
        jobs: (100..150).map(|number| job(number, 2)).collect(),
        ..opening(2)
    };
    world.store.apply(much).await.unwrap();
    world.die_and_start().await;
    let leased = world.store.lease_jobs(at(world.now), at(world.now + 60), 2);
    let leased: Vec<_> = leased.await.unwrap().iter().map(|lease| lease.id).collect();
    assert_eq!(leased, [job_id(1), job_id(100)]);
}

#[tokio::test]
async fn deliveries_are_suspected_in_the_same_way() {
    let to = |number, host: &str| NewNotification {
        destination: url(&format!("https://{host}.example/{number}")),
        ..notification(number, 1, 1)
    };
    let told = vec![to(1, "one"), to(2, "one"), to(3, "two")];
    let mut world = World::new(Vec::new(), told).await;
    for _ in 0..SUSPECT {
        assert_eq!(world.send().await.len(), 3);
        world.die_and_start().await;
    }
    assert!(world.send().await.is_empty());
    world.calm_down();
    for rest in [2, 1, 0] {
        let leases = world.send().await;
        assert_eq!(leases.len(), 1, "one at a time");
        assert_eq!(leases[0].crashes, SUSPECT);
        assert!(world.send().await.is_empty());
        let sent = attempt(10 + rest, at(world.now));
        world
            .store
            .finish_delivery(&leases[0], sent, AttemptEnd::Delivered)
            .await
            .unwrap();
    }
    assert!(world.send().await.is_empty());
}

#[tokio::test]
async fn where_nobody_knows_who_is_alone_leases_that_run_out_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let (dead, _) = open(dir.path(), 1);
    let change = Change {
        jobs: vec![job(1, 1)],
        notifications: vec![notification(1, 1, 1)],
        ..opening(1)
    };
    dead.apply(change).await.unwrap();
    for crashes in 0..4 {
        let (store, _) = open(dir.path(), 2 + u64::from(crashes));
        let now = i64::from(crashes) * 60;
        let leased = store.lease_jobs(at(now), at(now + 60), 10).await.unwrap();
        assert_eq!(leased[0].crashes, crashes);
        let again = store.lease_jobs(at(now), at(now + 60), 10).await.unwrap();
        assert!(again.is_empty());
    }
}

/// One thing that happens.
#[derive(Debug, Clone, Copy)]
enum Event {
    Lease,
    Finish { which: usize, is_done: bool },
    Die,
    Stop,
    Wait { seconds: i64 },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::Lease),
        3 => (0..4_usize, any::<bool>()).prop_map(|(which, is_done)| Event::Finish { which, is_done }),
        2 => Just(Event::Die),
        1 => Just(Event::Stop),
        2 => (1..8_i64).prop_map(|seconds| Event::Wait { seconds }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A job has as many crashes as deaths in a row met it under way, suspects are never under way
    /// together, and whatever happens every job can be ended.
    #[test]
    fn crashes_are_the_deaths_in_a_row(events in prop::collection::vec(event(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let jobs = (1..=4).map(|number| job(number, 1)).collect();
            let mut world = World::new(jobs, Vec::new()).await;
            let mut deaths: BTreeMap<_, u32> = BTreeMap::new();
            let mut under_way: Vec<JobLease> = Vec::new();
            for event in events {
                match event {
                    Event::Lease => {
                        under_way.extend(world.lease().await);
                        let suspects = under_way.iter().filter(|lease| lease.crashes >= SUSPECT);
                        prop_assert!(suspects.count() <= 1);
                        for lease in &under_way {
                            let expected = deaths.get(&lease.id).copied().unwrap_or_default();
                            prop_assert_eq!(lease.crashes, expected);
                        }
                    }
                    Event::Finish { which, is_done } if which < under_way.len() => {
                        let lease = under_way.swap_remove(which);
                        let retry = JobEnd::Retry { at: at(world.now), why: String::new() };
                        let end = if is_done { JobEnd::Done } else { retry };
                        if !is_done && lease.crashes < MOST_CRASHES {
                            deaths.remove(&lease.id);
                        }
                        world.store.finish_job(&lease, end).await.unwrap();
                    }
                    Event::Finish { .. } => {}
                    Event::Die => {
                        for lease in under_way.drain(..) {
                            *deaths.entry(lease.id).or_default() += 1;
                        }
                        world.die_and_start().await;
                    }
                    Event::Stop => {
                        under_way.clear();
                        world.stop_and_start().await;
                    }
                    Event::Wait { seconds } => world.now += seconds,
                }
            }
            for _ in 0..20 {
                world.now += 3600;
                under_way.extend(world.lease().await);
                for lease in under_way.drain(..) {
                    world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
                }
            }
            prop_assert_eq!(world.store.backlog().await.unwrap().jobs, 0);
            Ok(())
        })?;
    }
}

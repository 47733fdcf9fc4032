//! What was under way when a server died: counted before it is tried again, suspected at the
//! second time, and then tried alone. What the server did not die of is never blamed.

use std::collections::BTreeMap;

use proofing::ports::{
    CALM, Change, DeliveryLease, DeliveryQuery, JobEnd, JobLease, MOST_CRASHES, NewJob, SUSPECT,
    Store,
};
use proptest::prelude::*;
use store::{SealedStore, Serving};
use testkit::builders::{at, attempt, job, job_id, notification, opening, url};
use verification::notification::{AttemptEnd, NewNotification};

use crate::open;

/// A server, and what the next one finds.
struct World {
    dir: tempfile::TempDir,
    store: SealedStore,
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
async fn suspects_take_turns_alone() {
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
    assert!(
        world.lease().await.is_empty(),
        "none beside what is under way"
    );
    world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
    for number in [1, 2] {
        let lease = world.lease().await.remove(0);
        assert_eq!((lease.id, lease.crashes), (job_id(number), SUSPECT));
        assert!(world.lease().await.is_empty(), "one at a time");
        world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
    }
    // The third is the culprit: it alone is blamed.
    assert_eq!(world.lease().await[0].id, job_id(3));
    world.die_and_start().await;
    world.calm_down();
    for (number, crashes) in [(3, MOST_CRASHES), (4, SUSPECT)] {
        let lease = world.lease().await.remove(0);
        assert_eq!((lease.id, lease.crashes), (job_id(number), crashes));
        world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
    }
}

#[tokio::test]
async fn a_suspect_has_its_turn_however_much_there_is_to_do() {
    let mut world = World::new(vec![job(1, 1)], vec![notification(1, 1, 1)]).await;
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
    let suspect = world.lease().await;
    assert_eq!(suspect.len(), 1);
    assert_eq!(suspect[0].id, job_id(1));
    assert!(world.lease().await.is_empty());
    assert!(world.send().await.is_empty(), "deliveries wait as well");
    // One that hangs is not waited for longer than this, and its death says nothing then.
    world.now += 31;
    assert_eq!(
        (world.lease().await.len(), world.send().await.len()),
        (10, 1)
    );
    world.die_and_start().await;
    world.now += 10;
    let acquitted: Vec<_> = world.lease().await;
    assert!(acquitted.iter().all(|lease| lease.crashes == 1));
    let told = world.send().await.remove(0);
    for lease in acquitted {
        world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
    }
    assert!(world.lease().await.is_empty(), "a delivery is under way");
    let sent = attempt(1, at(world.now));
    let end = AttemptEnd::Delivered;
    world.store.finish_delivery(&told, sent, end).await.unwrap();
    let suspect = world.lease().await.remove(0);
    assert_eq!((suspect.id, suspect.crashes), (job_id(1), SUSPECT));
}

/// A request that examines its own pictures, by a job that is stored as leased.
async fn open_and_examine(world: &World, number: u128) -> JobLease {
    let leased = NewJob {
        leased_until: Some(at(world.now + 3600)),
        ..job(number, number)
    };
    let change = Change {
        jobs: vec![leased],
        ..opening(number)
    };
    world.store.apply(change).await.unwrap();
    leased.lease().unwrap()
}

#[tokio::test]
async fn requests_without_a_gap_make_a_suspect_wait_longer_and_get_it_no_blame() {
    let mut world = World::new(vec![job(1, 1)], Vec::new()).await;
    for _ in 0..SUSPECT {
        assert_eq!(world.lease().await.len(), 1);
        world.die_and_start().await;
    }
    world.calm_down();
    let beside = open_and_examine(&world, 100).await;
    assert!(world.lease().await.is_empty());
    world.now += 20;
    let suspect = world.lease().await.remove(0);
    assert_eq!((suspect.id, suspect.crashes), (job_id(1), SUSPECT));
    world.store.finish_job(&beside, JobEnd::Done).await.unwrap();
    world.die_and_start().await;
    let beside = open_and_examine(&world, 102).await;
    world.calm_down();
    assert!(world.lease().await.is_empty(), "it waits for longer");
    world.now += 30;
    let suspect = world.lease().await.remove(0);
    assert_eq!((suspect.id, suspect.crashes), (job_id(1), SUSPECT));
    world.store.finish_job(&beside, JobEnd::Done).await.unwrap();
    open_and_examine(&world, 101).await;
    world.die_and_start().await;
    world.now += 60;
    let beside = world.lease().await.remove(0);
    assert_eq!((beside.id, beside.crashes), (job_id(101), 1));
    world.store.finish_job(&beside, JobEnd::Done).await.unwrap();
    assert_eq!(world.lease().await[0].crashes, SUSPECT);
    world.die_and_start().await;
    world.calm_down();
    assert_eq!(world.lease().await[0].crashes, MOST_CRASHES, "it was alone");
}

#[tokio::test]
async fn a_suspect_that_waits_for_longer_has_its_turn_when_there_is_nothing_else_to_do() {
    let told = vec![notification(1, 1, 1)];
    let mut world = World::new(vec![job(1, 1)], told).await;
    for _ in 0..SUSPECT {
        assert_eq!(
            (world.lease().await.len(), world.send().await.len()),
            (1, 1)
        );
        world.die_and_start().await;
    }
    // Both run beside a request, and the server dies of something else.
    world.calm_down();
    open_and_examine(&world, 100).await;
    world.now += 20;
    assert_eq!(
        (world.lease().await.len(), world.send().await.len()),
        (1, 1)
    );
    world.die_and_start().await;
    let beside = world.lease().await.remove(0);
    assert_eq!(beside.id, job_id(100));
    world.calm_down();
    assert!(world.lease().await.is_empty() && world.send().await.is_empty());
    world.store.finish_job(&beside, JobEnd::Done).await.unwrap();
    // No time passes: each has its turn, alone.
    let suspect = world.lease().await.remove(0);
    assert_eq!((suspect.id, suspect.crashes), (job_id(1), SUSPECT));
    assert!(world.send().await.is_empty(), "one at a time");
    world
        .store
        .finish_job(&suspect, JobEnd::Done)
        .await
        .unwrap();
    assert_eq!(world.send().await[0].crashes, SUSPECT);
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

    /// A job has as many crashes as deaths in a row met it under way, those of a suspect only if it
    /// was alone from first to last; suspects are never under way together, and whatever happens
    /// every job can be ended.
    #[test]
    fn crashes_are_the_deaths_in_a_row(events in prop::collection::vec(event(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let jobs = (1..=4).map(|number| job(number, 1)).collect();
            let mut world = World::new(jobs, Vec::new()).await;
            let mut deaths: BTreeMap<_, u32> = BTreeMap::new();
            let mut under_way: Vec<(JobLease, bool)> = Vec::new();
            for event in events {
                match event {
                    Event::Lease => {
                        let leased = world.lease().await;
                        let has_new = !leased.is_empty();
                        under_way.extend(leased.into_iter().map(|lease| (lease, true)));
                        if has_new && under_way.len() > 1 {
                            for (_, is_alone) in &mut under_way {
                                *is_alone = false;
                            }
                        }
                        let suspects = under_way.iter().filter(|(lease, _)| lease.crashes >= SUSPECT);
                        prop_assert!(suspects.count() <= 1);
                        for (lease, _) in &under_way {
                            let expected = deaths.get(&lease.id).copied().unwrap_or_default();
                            prop_assert_eq!(lease.crashes, expected);
                        }
                    }
                    Event::Finish { which, is_done } if which < under_way.len() => {
                        let (lease, _) = under_way.swap_remove(which);
                        let retry = JobEnd::Retry { at: at(world.now), why: String::new() };
                        let end = if is_done { JobEnd::Done } else { retry };
                        if !is_done && lease.crashes < MOST_CRASHES {
                            deaths.remove(&lease.id);
                        }
                        world.store.finish_job(&lease, end).await.unwrap();
                    }
                    Event::Finish { .. } => {}
                    Event::Die => {
                        for (lease, is_alone) in under_way.drain(..) {
                            let counts = lease.crashes < SUSPECT || is_alone;
                            *deaths.entry(lease.id).or_default() += u32::from(counts);
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
                let leased = world.lease().await;
                under_way.extend(leased.into_iter().map(|lease| (lease, false)));
                for (lease, _) in under_way.drain(..) {
                    world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
                }
            }
            prop_assert_eq!(world.store.backlog().await.unwrap().jobs, 0);
            Ok(())
        })?;
    }

    /// Whatever ends the server, and whatever runs beside it: nothing innocent is given up, and
    /// what ends the server is, as soon as there is a quiet time.
    #[test]
    fn no_innocent_is_ever_given_up(
        events in prop::collection::vec(event(), 1..60),
        killers in prop::collection::btree_set(1..16_u128, 0..4),
        killing_delivery in 0..4_u128,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let jobs = (1..=6).map(|number| job(number, 1)).collect();
            let to = |number: u128| NewNotification {
                destination: url(&format!("https://host-{number}.example/")),
                ..notification(number, 1, 1)
            };
            let mut world = World::new(jobs, (1..=3).map(to).collect()).await;
            let kills_job = |lease: &JobLease| killers.contains(&lease.id.uuid().as_u128());
            let kills_delivery =
                |lease: &DeliveryLease| lease.delivery.id.uuid().as_u128() == killing_delivery;
            let (mut jobs, mut sends): (Vec<JobLease>, Vec<DeliveryLease>) = Default::default();
            let mut opened = 7;
            let quiet = std::iter::repeat_n(None, 80);
            for event in events.into_iter().map(Some).chain(quiet) {
                let is_quiet = event.is_none();
                let is_lethal = jobs.iter().any(kills_job) || sends.iter().any(kills_delivery);
                match event {
                    Some(Event::Die) | None if is_lethal => {
                        (jobs, sends) = Default::default();
                        world.die_and_start().await;
                    }
                    Some(Event::Die) => {
                        (jobs, sends) = Default::default();
                        world.stop_and_start().await;
                    }
                    Some(Event::Stop) if opened < 16 => {
                        jobs.push(open_and_examine(&world, opened).await);
                        opened += 1;
                    }
                    Some(Event::Finish { which, .. }) if which < jobs.len() => {
                        let lease = jobs.swap_remove(which);
                        world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
                    }
                    Some(Event::Finish { .. } | Event::Stop | Event::Lease) => {}
                    Some(Event::Wait { seconds }) => world.now += seconds * 3,
                    None => {
                        for lease in jobs.drain(..) {
                            world.store.finish_job(&lease, JobEnd::Done).await.unwrap();
                        }
                        for lease in sends.drain(..) {
                            let sent = attempt(world.now as u128, at(world.now));
                            let end = AttemptEnd::Delivered;
                            world.store.finish_delivery(&lease, sent, end).await.unwrap();
                        }
                        world.now += 3600;
                    }
                }
                if is_quiet || matches!(event, Some(Event::Lease)) {
                    for lease in world.lease().await {
                        if lease.crashes < MOST_CRASHES {
                            jobs.push(lease);
                            continue;
                        }
                        prop_assert!(kills_job(&lease), "{:?} is innocent", lease);
                        let end = JobEnd::GiveUp { why: String::new() };
                        world.store.finish_job(&lease, end).await.unwrap();
                    }
                    for lease in world.send().await {
                        if lease.crashes < MOST_CRASHES {
                            sends.push(lease);
                            continue;
                        }
                        prop_assert!(kills_delivery(&lease), "{:?} is innocent", lease);
                        let failed = attempt(world.now as u128, at(world.now));
                        let end = AttemptEnd::GiveUp;
                        world.store.finish_delivery(&lease, failed, end).await.unwrap();
                    }
                }
            }
            let left = world.store.backlog().await.unwrap();
            prop_assert_eq!((left.jobs, left.deliveries), (0, 0));
            Ok(())
        })?;
    }
}

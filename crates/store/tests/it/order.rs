//! Whatever happens in whatever order, deliveries of one verification to one destination take
//! turns.

use proofing::ports::{Change, DeliveryLease, DeliveryQuery, Found, Store};
use proptest::prelude::*;
use store::SealedStore;
use testkit::builders::{
    account_id, at, attempt, forgetting, notification, notification_id, opening, updating, url,
    verification_id,
};
use verification::notification::{AttemptEnd, NewNotification};

/// One thing that happens.
#[derive(Debug, Clone)]
enum Event {
    /// A verification tells something to a destination.
    Tell {
        verification: u8,
        destination: u8,
        is_personal: bool,
    },
    /// Some deliveries are leased.
    Lease { limit: usize },
    /// The how-manieth open lease is finished.
    Finish { lease: usize, end: u8 },
    /// A delivery is sent again.
    Resend { delivery: u8 },
    /// A verification is forgotten.
    Forget { verification: u8 },
    /// Time goes on, leases may end.
    Wait { seconds: i64 },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..3_u8, 0..2_u8, any::<bool>())
            .prop_map(|(verification, destination, is_personal)| Event::Tell { verification, destination, is_personal }),
        4 => (1..4_usize).prop_map(|limit| Event::Lease { limit }),
        4 => (0..4_usize, 0..12_u8).prop_map(|(lease, end)| Event::Finish { lease, end }),
        2 => (0..20_u8).prop_map(|delivery| Event::Resend { delivery }),
        1 => (0..3_u8).prop_map(|verification| Event::Forget { verification }),
        1 => (1..90_i64).prop_map(|seconds| Event::Wait { seconds }),
    ]
}

/// The world that events happen in.
struct World {
    store: SealedStore,
    now: i64,
    told: u128,
    leases: Vec<DeliveryLease>,
}

impl World {
    async fn meet(&mut self, event: Event) {
        match event {
            Event::Tell {
                verification,
                destination,
                is_personal,
            } => {
                self.tell(u128::from(verification) + 1, destination, is_personal)
                    .await;
            }
            Event::Lease { limit } => {
                let query = DeliveryQuery {
                    now: at(self.now),
                    lease_until: at(self.now + 60),
                    limit,
                    per_lane: 2,
                    per_account: 10,
                    in_flight: Vec::new(),
                };
                self.leases
                    .extend(self.store.lease_deliveries(query).await.unwrap());
            }
            Event::Finish { lease, end } if lease < self.leases.len() => {
                let lease = self.leases.swap_remove(lease);
                let end = match end {
                    0..=4 => AttemptEnd::Delivered,
                    5..=8 => AttemptEnd::Retry(at(self.now + 5)),
                    9..=10 => AttemptEnd::GiveUp,
                    _ => AttemptEnd::DisableDestination,
                };
                self.store
                    .finish_delivery(&lease, attempt(1, at(self.now)), end)
                    .await
                    .unwrap();
            }
            Event::Finish { .. } => {}
            Event::Resend { delivery } => {
                self.store
                    .resend(notification_id(u128::from(delivery)), at(self.now))
                    .await
                    .unwrap();
            }
            Event::Forget { verification } => {
                let id = verification_id(u128::from(verification) + 1);
                if let Some(Found::Live(stored)) = self.store.by_id(id).await.unwrap() {
                    self.store
                        .apply(forgetting(*stored, at(self.now)))
                        .await
                        .unwrap();
                }
            }
            Event::Wait { seconds } => self.now += seconds,
        }
    }

    async fn tell(&mut self, verification: u128, destination: u8, is_personal: bool) {
        let id = verification_id(verification);
        let Some(Found::Live(stored)) = self.store.by_id(id).await.unwrap() else {
            return;
        };
        self.told += 1;
        let new = NewNotification {
            destination: url(&format!("https://one.example/{destination}")),
            account: account_id(1),
            created_at: at(self.now),
            is_personal,
            ..notification(self.told, verification, self.told as u32)
        };
        let step = stored.value.open_link(at(0)).unwrap();
        let change = Change {
            notifications: vec![new],
            ..updating(stored.version, step)
        };
        self.store.apply(change).await.unwrap();
    }
}

/// How many pairs of verification and destination break the rule: of what is not over, one is
/// ready, and nothing with a lower number waits behind it, unless the ready one is being sent.
const BROKEN: &str = "SELECT count(*) FROM \
     (SELECT verification, destination, sum(state = 'ready') AS ready FROM deliveries \
      WHERE state IN ('ready', 'waiting') GROUP BY verification, destination) WHERE ready <> 1";

const OUT_OF_ORDER: &str = "SELECT count(*) FROM deliveries AS r JOIN deliveries AS w \
     ON w.verification = r.verification AND w.destination = r.destination \
     WHERE r.state = 'ready' AND r.leased_until IS NULL AND w.state = 'waiting' AND w.number < r.number";

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_is_ready_and_it_is_the_first(events in prop::collection::vec(event(), 1..60)) {
        let dir = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (store, _vault) = crate::open(dir.path(), 1);
        let mut world = World { store, now: 0, told: 0, leases: Vec::new() };
        let raw = crate::raw(dir.path(), "bonafide.db");
        let count = |sql| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        for number in 1..=3 {
            runtime.block_on(world.store.apply(opening(number))).unwrap();
        }
        for event in events {
            let what = format!("{event:?}");
            runtime.block_on(world.meet(event));
            prop_assert_eq!(count(BROKEN), 0, "after {}", what);
            prop_assert_eq!(count(OUT_OF_ORDER), 0, "after {}", what);
        }
        // In the end everything can be told: no delivery is stuck.
        for _ in 0..200 {
            world.now += 61;
            runtime.block_on(world.meet(Event::Lease { limit: 10 }));
            while !world.leases.is_empty() {
                runtime.block_on(world.meet(Event::Finish { lease: 0, end: 0 }));
            }
            if runtime.block_on(world.store.backlog()).unwrap().deliveries == 0 {
                return Ok(());
            }
        }
        prop_assert!(false, "deliveries are stuck");
    }
}

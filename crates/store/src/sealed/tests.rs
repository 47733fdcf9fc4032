//! The writer's thread neither seals nor opens anything, whatever is asked of the store.

use std::sync::Arc;

use bytes::Bytes;
use proofing::ports::{
    Change, DeliveryQuery, EvidenceRef, Found, KeptExamination, Store, Stored, Vault,
};
use testkit::SeededEntropy;
use testkit::builders::{
    FRONT, account, at, attempt, forgetting, job, notification, notification_id, opening, updating,
    verification_id,
};
use verification::Verification;
use verification::notification::{Attempt, AttemptEnd};
use verification::reading::Examination;
use verification::request::MediaType;

use crate::{MasterKey, SealedStore, Settings};

async fn live(store: &SealedStore, number: u128) -> Stored<Verification> {
    match store.by_id(verification_id(number)).await.unwrap() {
        Some(Found::Live(stored)) => *stored,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_thread_that_writes_seals_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let key = dir.path().join("master.key");
    let master = MasterKey::load_or_create(&key, |bytes| bytes.fill(1)).unwrap();
    let entropy = Arc::new(SeededEntropy::new(1));
    // Hardly any key is kept, so that keys are unwrapped again and again.
    let settings = Settings {
        kept_keys: 1,
        ..Settings::default()
    };
    let (store, vault) = crate::open(dir.path(), master, entropy, &settings).unwrap();
    store.create_account(account(1)).await.unwrap();
    store.save_account(account(1)).await.unwrap();
    for number in 1..4 {
        let id = verification_id(number);
        // One of them brings its key itself.
        let mut evidence = Vec::new();
        if number > 1 {
            let content = Bytes::from_static(b"a picture");
            evidence.push(EvidenceRef {
                slot: FRONT,
                media: MediaType::Jpeg,
                size: 9,
                digest: vault.put(id, content).await.unwrap(),
            });
        }
        let change = Change {
            notifications: vec![notification(number, number, 1)],
            jobs: vec![job(number, number)],
            ..opening(number)
        };
        store.apply(change).await.unwrap();
        let step = live(&store, number).await.value.open_link(at(1)).unwrap();
        let change = Change {
            evidence: evidence.clone(),
            ..updating(1, step)
        };
        store.apply(change).await.unwrap();
        assert_eq!(store.evidence(id).await.unwrap(), evidence);
        let kept = KeptExamination::new(Examination::default(), &evidence);
        store.keep_examination(id, kept.clone()).await.unwrap();
        assert_eq!(store.examination(id).await.unwrap(), Some(kept));
    }
    let query = DeliveryQuery {
        now: at(10),
        lease_until: at(70),
        limit: 10,
        per_lane: 10,
        per_account: 10,
        in_flight: Vec::new(),
    };
    for lease in store.lease_deliveries(query).await.unwrap() {
        assert!(lease.body.is_some());
        let told = Attempt {
            answer: Some("thank you".to_owned()),
            ..attempt(1, at(11))
        };
        let finished = store.finish_delivery(&lease, told, AttemptEnd::Delivered);
        finished.await.unwrap();
    }
    let shown = store.delivery(notification_id(1)).await.unwrap();
    let (_, attempts) = shown.unwrap();
    assert_eq!(attempts.len(), 1);
    let stored = live(&store, 2).await;
    store.apply(forgetting(stored, at(100))).await.unwrap();
    vault.erase(verification_id(2)).await.unwrap();

    let threads = crate::seal::threads_that_sealed();
    assert!(!threads.is_empty());
    assert!(!threads.contains("store-writer"), "{threads:?}");
}

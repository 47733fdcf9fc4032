//! Sealing lies above the database: what is sealed before a transaction is right after it, or is
//! sealed again, and no file that knows SQL seals anything.

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use proofing::ports::{Change, DeliveryQuery, Found, Store, StoreError, Vault};
use testkit::builders::{at, attempt, notification, notification_id, opening, verification_id};
use verification::notification::{Attempt, AttemptEnd, DeliveryState};

use crate::{open, raw};

fn query(second: i64) -> DeliveryQuery {
    DeliveryQuery {
        now: at(second),
        lease_until: at(second + 60),
        limit: 10,
        per_lane: 10,
        per_account: 10,
        in_flight: Vec::new(),
    }
}

#[tokio::test]
async fn a_key_that_was_swept_before_the_opening_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = open(dir.path(), 1);
    let id = verification_id(1);
    vault.put(id, Bytes::from_static(b"early")).await.unwrap();
    // As another process would sweep it: this one still has the key in memory.
    let swept = raw(dir.path(), "keys.db").execute("DELETE FROM keys", []);
    assert_eq!(swept.unwrap(), 1);
    store.apply(opening(1)).await.unwrap();
    drop((store, vault));
    let (store, _vault) = open(dir.path(), 2);
    let found = store.by_id(id).await.unwrap();
    assert!(matches!(found, Some(Found::Live(_))), "{found:?}");
}

#[tokio::test]
async fn a_refused_opening_leaves_a_key_at_most() {
    let dir = tempfile::tempdir().unwrap();
    let (store, vault) = open(dir.path(), 1);
    store.apply(opening(1)).await.unwrap();
    // The reference is taken, which is known before a key is stored.
    let mut again = opening(2);
    if let proofing::ports::Next::Open(value) = &mut again.next {
        value.request.reference = testkit::builders::reference(1);
    }
    let refused = store.apply(again).await;
    assert!(matches!(refused, Err(StoreError::ReferenceTaken)));
    assert_eq!(crate::kept(dir.path()).0, 1);
    // A change that fails at its end has stored its key, and the next one takes that key.
    let twice = vec![testkit::builders::job(1, 3), testkit::builders::job(1, 3)];
    let failing = Change {
        jobs: twice,
        ..opening(3)
    };
    assert!(store.apply(failing).await.is_err());
    assert_eq!(crate::kept(dir.path()).0, 2);
    let now = fs::metadata(dir.path().join("vault")).unwrap().modified();
    let now = jiff::Timestamp::try_from(now.unwrap()).unwrap();
    let swept = vault.sweep(now, &store::Rules::default()).await.unwrap();
    assert_eq!(swept.quarantined, 1, "the sweep finds it");
    store.apply(opening(3)).await.unwrap();
    assert_eq!(crate::kept(dir.path()).0, 2);
    let swept = vault.sweep(now, &store::Rules::default()).await.unwrap();
    assert_eq!(swept.quarantined, 0);
    let found = store.by_id(verification_id(3)).await.unwrap();
    assert!(matches!(found, Some(Found::Live(_))), "{found:?}");
}

#[tokio::test]
async fn an_opening_costs_one_commit_of_each_database() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = open(dir.path(), 1);
    let commits = |file: &str| {
        let sql = "SELECT commits FROM generation";
        let read = raw(dir.path(), file).query_row(sql, [], |row| row.get::<_, i64>(0));
        read.unwrap()
    };
    let before = (commits("keys.db"), commits("bonafide.db"));
    for number in 1..=10 {
        store.apply(opening(number)).await.unwrap();
    }
    let after = (commits("keys.db"), commits("bonafide.db"));
    assert_eq!(after, (before.0 + 10, before.1 + 10));
}

#[tokio::test]
async fn answers_open_although_attempts_end_in_another_order() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = open(dir.path(), 1);
    let change = Change {
        notifications: vec![notification(1, 1, 1)],
        ..opening(1)
    };
    store.apply(change).await.unwrap();
    let first = store.lease_deliveries(query(0)).await.unwrap().remove(0);
    let second = store.lease_deliveries(query(100)).await.unwrap().remove(0);
    let told = |number, answer: &str| Attempt {
        answer: Some(answer.to_owned()),
        ..attempt(number, at(100))
    };
    let ends = [
        (&second, told(2, "second"), AttemptEnd::Delivered),
        (&first, told(1, "first"), AttemptEnd::GiveUp),
    ];
    for (lease, told, end) in ends {
        store.finish_delivery(lease, told, end).await.unwrap();
    }
    let shown = store.delivery(notification_id(1)).await.unwrap();
    let (delivery, attempts) = shown.unwrap();
    assert_eq!(delivery.state, DeliveryState::Delivered);
    assert_eq!(attempts, [told(2, "second"), told(1, "first")]);
}

#[tokio::test]
async fn a_body_that_does_not_open_fails_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = open(dir.path(), 1);
    for number in 1..4 {
        let change = Change {
            notifications: vec![notification(number, number, 1)],
            ..opening(number)
        };
        store.apply(change).await.unwrap();
    }
    let damage = "UPDATE deliveries SET body = zeroblob(64) WHERE key = 2";
    raw(dir.path(), "bonafide.db").execute(damage, []).unwrap();
    let leases = store.lease_deliveries(query(0)).await.unwrap();
    assert_eq!(leases.len(), 2);
    let shown = store.delivery(notification_id(2)).await.unwrap();
    assert_eq!(shown.unwrap().0.state, DeliveryState::Failed);
    for lease in leases {
        let ended = store.finish_delivery(&lease, attempt(1, at(1)), AttemptEnd::Delivered);
        ended.await.unwrap();
    }
    assert_eq!(store.backlog().await.unwrap().deliveries, 0);
}

/// The source files below a folder, with their contents.
fn sources(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

#[test]
fn files_that_know_sql_know_no_key_and_the_others_know_no_sql() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let below = src.join("sqlite");
    let (sql, above): (Vec<_>, Vec<_>) = sources(&src)
        .into_iter()
        .partition(|(path, _)| path.starts_with(&below));
    assert!(sql.len() > 20 && above.len() > 20);
    let forbidden = [
        (
            sql,
            [
                "seal::", "sealed::", "chacha", "Cipher", "Keyring", "Sealer",
            ],
        ),
        (
            above,
            [
                "rusqlite",
                "SELECT ",
                "INSERT ",
                "UPDATE ",
                "prepare_cached",
                "Connection",
            ],
        ),
    ];
    for (files, words) in forbidden {
        for (path, text) in files {
            for word in words {
                assert!(!text.contains(word), "{} names {word}", path.display());
            }
        }
    }
}

//! Sweeping: what is forgotten goes at once; what nothing is known of is kept first, and never
//! goes in numbers.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{Found, Store, Vault};
use store::{Rules, Swept};
use testkit::builders::{at, forgetting, opening, verification_id};

use crate::{fill, kept, open};

/// So many hours after now, by the clock of the file system.
fn later(dir: &Path, hours: i64) -> Timestamp {
    let now = fs::metadata(dir.join("vault")).unwrap().modified().unwrap();
    Timestamp::try_from(now)
        .unwrap()
        .checked_add(SignedDuration::from_hours(hours))
        .unwrap()
}

fn rules(days: i64) -> Rules {
    Rules {
        quarantine: SignedDuration::from_hours(days * 24),
        ..Rules::default()
    }
}

async fn orphan(vault: &store::SealedVault, number: u128) {
    let id = verification_id(number);
    vault.put(id, Bytes::from_static(b"picture")).await.unwrap();
}

#[tokio::test]
async fn orphans_are_kept_in_quarantine() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    fill(&store, &vault, 1..2).await;
    orphan(&vault, 2).await;
    let half = dir.join("vault/incoming/half");
    fs::write(&half, b"half").unwrap();
    let cases = [
        (0, 0, 1),
        (2, 0, 1),
        (7 * 24 - 1, 0, 1),
        (7 * 24, 1, 0),
        (8 * 24, 0, 0),
    ];
    for (hours, removed, quarantined) in cases {
        let swept = vault.sweep(later(dir, hours), &rules(7)).await.unwrap();
        let expected = Swept {
            removed,
            quarantined,
            ..Swept::default()
        };
        assert_eq!(swept, expected, "after {hours} hours");
        assert_eq!(half.exists(), hours == 0, "a half file goes after an hour");
        let orphans = (1 - removed.max(usize::from(hours > 7 * 24))) as i64;
        assert_eq!(kept(dir).0, 1 + orphans);
    }
    assert_eq!(kept(dir), (1, 1), "the living one keeps everything");
    let state = store.state(later(dir, 8 * 24)).await.unwrap();
    assert_eq!((state.orphans, state.doubted_since), (0, None));
}

#[tokio::test]
async fn a_key_without_pictures_is_an_orphan_too() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    fill(&store, &vault, 1..4).await;
    for number in [7, 8] {
        orphan(&vault, number).await;
        vault.erase(verification_id(number)).await.unwrap();
    }
    assert_eq!(kept(dir), (5, 3));
    let first = vault.sweep(later(dir, 0), &rules(1)).await.unwrap();
    assert_eq!((first.removed, first.quarantined), (0, 2));
    let state = store.state(later(dir, 1)).await.unwrap();
    assert_eq!(state.orphans, 2);
    assert_eq!(state.oldest_orphan, Some(later(dir, 0)));
    let second = vault.sweep(later(dir, 24), &rules(1)).await.unwrap();
    assert_eq!((second.removed, second.quarantined), (2, 0));
    assert_eq!(kept(dir), (3, 3));
}

#[tokio::test]
async fn no_quarantine_is_shorter_than_an_opening() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    fill(&store, &vault, 1..2).await;
    orphan(&vault, 2).await;
    for hours in [0, 0] {
        let swept = vault.sweep(later(dir, hours), &rules(0)).await.unwrap();
        assert_eq!((swept.removed, swept.quarantined), (0, 1));
    }
    // It was about to be opened: it is no orphan, and if it is one again its time begins anew.
    store.apply(opening(2)).await.unwrap();
    let swept = vault.sweep(later(dir, 2), &rules(0)).await.unwrap();
    assert_eq!(swept, Swept::default());
    assert_eq!(store.state(at(0)).await.unwrap().orphans, 0);
}

#[tokio::test]
async fn many_orphans_go_only_if_the_operator_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    fill(&store, &vault, 1..3).await;
    for number in 3..6 {
        orphan(&vault, number).await;
    }
    vault.sweep(later(dir, 0), &rules(1)).await.unwrap();
    for hours in [24, 48, 20 * 24] {
        let swept = vault.sweep(later(dir, hours), &rules(1)).await.unwrap();
        assert_eq!((swept.removed, swept.too_many), (0, 3));
        assert_eq!(kept(dir), (5, 5));
    }
    let told = Rules {
        may_be_many: true,
        ..rules(1)
    };
    let swept = vault.sweep(later(dir, 21 * 24), &told).await.unwrap();
    assert_eq!((swept.removed, swept.too_many), (3, 0));
    assert_eq!(kept(dir), (2, 2));
    // Quarantine holds whatever the operator says.
    orphan(&vault, 9).await;
    let swept = vault.sweep(later(dir, 21 * 24), &told).await.unwrap();
    assert_eq!((swept.removed, swept.quarantined), (0, 1));
}

#[tokio::test]
async fn what_was_forgotten_and_came_back_goes_at_once_and_a_wrong_clock_stops_all() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    fill(&store, &vault, 1..3).await;
    let raw = crate::raw(dir, "keys.db");
    raw.execute_batch("CREATE TABLE backup AS SELECT * FROM keys")
        .unwrap();
    let Ok(Some(Found::Live(stored))) = store.by_id(verification_id(1)).await else {
        panic!("not there")
    };
    store.apply(forgetting(*stored, at(9))).await.unwrap();
    assert_eq!(kept(dir), (1, 2), "the pictures are left for the job");
    raw.execute_batch("INSERT INTO keys SELECT * FROM backup WHERE true ON CONFLICT DO NOTHING")
        .unwrap();
    orphan(&vault, 5).await;
    vault.sweep(later(dir, 0), &rules(1)).await.unwrap();
    assert_eq!(
        kept(dir),
        (2, 2),
        "the forgotten one is gone, the orphan is kept"
    );
    for years in [1, 3, 50] {
        let swept = vault
            .sweep(later(dir, years * 365 * 24), &rules(1))
            .await
            .unwrap();
        assert!(swept.is_doubted, "{years}");
        assert_eq!(kept(dir), (2, 2));
        let state = store.state(later(dir, years * 365 * 24)).await.unwrap();
        assert!(state.doubted_since.is_some());
    }
    let swept = vault.sweep(later(dir, 25), &rules(1)).await.unwrap();
    assert_eq!((swept.removed, swept.is_doubted), (1, false));
    assert_eq!(kept(dir), (1, 1));
}

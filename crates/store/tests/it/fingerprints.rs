//! Fingerprints on the disk: nothing readable, nothing left behind, and a key that is lost is told.

use std::fs;
use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{
    Change, FingerprintMatches, FingerprintQuery, Fingerprints, Found, NewFingerprint, Store,
    StoreError, Stored,
};
use store::{Rules, SealedStore, Swept, accept};
use testkit::SeededEntropy;
use testkit::builders::{
    account_id, at, forgetting, opened_for, opening_of, reference, request, updating,
    verification_id,
};
use verification::duplicates::{DocumentIdentity, Fingerprint};
use verification::reading::{DocumentReading, PictureHash};
use verification::stage::Stage;
use verification::verdict::{Decider, Decision, Outcome, Verdict};
use verification::{AccountId, Verification};

use crate::forgetting::{NOWHERE, holding};
use crate::{copy, open, put, raw};

const BUSY: Duration = Duration::from_secs(10);

/// Bits that would be found in a file as they are.
const SELFIE: u128 = 0x0043_414e_4152_592d_5345_4c46_4945_2121;

const NUMBER: &str = "CANARY5540182";

fn document() -> DocumentIdentity {
    let reading = DocumentReading {
        document_number: Some(NUMBER.into()),
        dob: Some("1990-02-28".parse().unwrap()),
        country: Some("US".to_owned()),
        ..DocumentReading::default()
    };
    DocumentIdentity::of(&reading).unwrap()
}

async fn live(store: &SealedStore, number: u128) -> Stored<Verification> {
    match store.by_id(verification_id(number)).await.unwrap() {
        Some(Found::Live(stored)) => *stored,
        other => panic!("{other:?}"),
    }
}

/// Opens and accepts a verification of an account, and keeps its fingerprint.
async fn accepted(store: &SealedStore, account: u128, number: u128) {
    let opened = opened_for(account, number, request(reference(number)));
    store.apply(opening_of(opened)).await.unwrap();
    let stored = live(store, number).await;
    let mut step = stored.value.viewed("nothing", at(5));
    step.effects.clear();
    step.next.stage = Stage::Accepted(Box::new(Decision {
        verdict: Verdict::Accepted,
        outcome: Outcome {
            verdict: Verdict::Accepted,
            services: Vec::new(),
            reason: None,
            codes: Vec::new(),
            findings: Vec::new(),
            zones: Vec::new(),
        },
        by: Decider::Automatic,
        at: at(5),
        version: 1,
    }));
    let change = Change {
        fingerprint: Some(NewFingerprint {
            fingerprint: Fingerprint {
                documents: vec![document()],
                selfie: Some(PictureHash::from_bits(SELFIE)),
            },
            newest: 100,
        }),
        ..updating(stored.version, step)
    };
    store.apply(change).await.unwrap();
}

async fn search(store: &SealedStore, account: AccountId) -> Result<Fingerprints, StoreError> {
    let query = FingerprintQuery {
        account,
        except: verification_id(0),
        documents: vec![document()],
        selfie: None,
    };
    store.find_alike(query).await
}

fn cell(dir: &Path, file: &str, sql: &str) -> Vec<u8> {
    raw(dir, file).query_row(sql, [], |row| row.get(0)).unwrap()
}

fn assert_unreadable(dir: &Path) {
    for bytes in [
        NUMBER.as_bytes(),
        &SELFIE.to_be_bytes()[1..],
        &SELFIE.to_le_bytes()[..15],
        format!("{SELFIE:032x}").as_bytes(),
    ] {
        assert_eq!(holding(dir, bytes), NOWHERE, "{bytes:?}");
    }
}

#[tokio::test]
async fn nothing_is_readable_and_nothing_stays() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, _vault) = open(dir, 1);
    let (one, two) = (account_id(1), account_id(2));
    store.keep_fingerprints(one).await.unwrap();
    store.keep_fingerprints(two).await.unwrap();
    accepted(&store, 1, 1).await;
    assert_unreadable(dir);
    let hash = cell(dir, "bonafide.db", "SELECT hash FROM fingerprint_documents");
    let selfie = cell(dir, "bonafide.db", "SELECT selfie FROM fingerprints");
    assert!(!holding(dir, &hash).is_empty() && !holding(dir, &selfie).is_empty());

    // The same document of another account cannot be joined with it.
    accepted(&store, 2, 2).await;
    let same = "SELECT count(*) FROM (SELECT DISTINCT hash FROM fingerprint_documents)";
    let hashes: i64 = raw(dir, "bonafide.db")
        .query_row(same, [], |row| row.get(0))
        .unwrap();
    assert_eq!(hashes, 2);

    let stored = live(&store, 1).await;
    store.apply(forgetting(stored, at(9))).await.unwrap();
    assert_eq!(holding(dir, &hash), NOWHERE);
    assert_eq!(holding(dir, &selfie), NOWHERE);

    let of_two = "SELECT id FROM account_keys WHERE account = x'00000000000000000000000000000002'";
    let id = cell(dir, "bonafide.db", of_two);
    let wrapped: Vec<u8> = raw(dir, "keys.db")
        .query_row("SELECT wrapped FROM keys WHERE id = ?1", [&id], |row| {
            row.get(0)
        })
        .unwrap();
    let hash = cell(dir, "bonafide.db", "SELECT hash FROM fingerprint_documents");
    store.forget_fingerprints(two).await.unwrap();
    for gone in [&wrapped, &hash] {
        assert_eq!(holding(dir, gone), NOWHERE);
    }
    assert_eq!(search(&store, two).await.unwrap(), Fingerprints::NotKept);
}

#[tokio::test]
async fn the_key_of_an_account_is_no_orphan() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    store.keep_fingerprints(account_id(1)).await.unwrap();
    accepted(&store, 1, 1).await;
    let now = fs::metadata(dir.join("vault")).unwrap().modified().unwrap();
    for hours in [0, 8 * 24] {
        let now = Timestamp::try_from(now).unwrap();
        let now = now.checked_add(SignedDuration::from_hours(hours)).unwrap();
        let swept = vault.sweep(now, &Rules::default()).await.unwrap();
        assert_eq!(swept, Swept::default(), "after {hours} hours");
    }
    let found = search(&store, account_id(1)).await.unwrap();
    let expected = FingerprintMatches {
        documents: vec![verification_id(1)],
        selfies: Vec::new(),
        newest: 1,
    };
    assert_eq!(found, Fingerprints::Searched(expected));
}

/// A search under a new key would find nobody, and nobody would know why.
#[tokio::test]
async fn a_key_that_was_lost_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (work, older) = (dir.path().join("work"), dir.path().join("older"));
    fs::create_dir(&work).unwrap();
    let (store, vault) = open(&work, 1);
    store
        .apply(opening_of(opened_for(1, 7, request(reference(7)))))
        .await
        .unwrap();
    drop((store, vault));
    copy(&work, &older);
    let (store, vault) = open(&work, 2);
    store.keep_fingerprints(account_id(1)).await.unwrap();
    accepted(&store, 1, 1).await;
    drop((store, vault));
    put(&older, &work, "keys.db");
    accept(&work, &SeededEntropy::new(9), at(0), BUSY).unwrap();
    let (store, _vault) = open(&work, 3);
    let lost = search(&store, account_id(1)).await;
    assert!(matches!(lost, Err(StoreError::Unsealable(_))), "{lost:?}");
    // Told to keep them, the operator starts anew.
    store.keep_fingerprints(account_id(1)).await.unwrap();
    let found = search(&store, account_id(1)).await.unwrap();
    let Fingerprints::Searched(found) = found else {
        panic!("they are not kept");
    };
    assert_eq!(found.documents, []);
}

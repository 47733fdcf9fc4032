//! Enrolled faces on the disk: nothing readable, a key that is no orphan, and nothing left once a
//! customer is forgotten.

use std::fs;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{Enrolment, Store, StoreError};
use store::{OpenError, Rules, Swept, accept};
use testkit::SeededEntropy;
use testkit::builders::{account_id, at, opening, verification_id};
use verification::enrolment::FaceTemplate;
use verification::request::CustomerName;

use crate::forgetting::{NOWHERE, holding};
use crate::{copy, open, put, raw, try_open};

const NAME: &str = "canary-customer-5540182";
const NUMBERS: &[u8] = b"CANARY NUMBERS OF A FACE";

fn enrolled() -> Enrolment {
    Enrolment {
        account: account_id(1),
        customer: CustomerName::parse(NAME).unwrap(),
        template: FaceTemplate::new([0xab; 32], NUMBERS.to_vec()),
        verification: verification_id(1),
        at: at(7),
    }
}

#[tokio::test]
async fn nothing_is_readable_and_nothing_stays() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    let enrolled = enrolled();
    assert!(store.enrol(enrolled.clone()).await.unwrap());
    // As the stored format has them, "CANARY N".
    let digits = b"43414e415259204e";
    for bytes in [NAME.as_bytes(), NUMBERS, digits, &[0xab; 12]] {
        assert_eq!(holding(dir, bytes), NOWHERE, "{bytes:?}");
    }
    let wrapped: Vec<u8> = raw(dir, "keys.db")
        .query_row("SELECT wrapped FROM keys", [], |row| row.get(0))
        .unwrap();
    let sealed: Vec<u8> = raw(dir, "bonafide.db")
        .query_row("SELECT sealed FROM enrolments", [], |row| row.get(0))
        .unwrap();
    assert!(!holding(dir, &wrapped).is_empty() && !holding(dir, &sealed).is_empty());

    let now = fs::metadata(dir.join("vault")).unwrap().modified().unwrap();
    for hours in [0, 8 * 24] {
        let now = Timestamp::try_from(now).unwrap();
        let now = now.checked_add(SignedDuration::from_hours(hours)).unwrap();
        let swept = vault.sweep(now, &Rules::default()).await.unwrap();
        assert_eq!(swept, Swept::default(), "the key is no orphan");
    }
    let found = store.enrolment(enrolled.account, &enrolled.customer).await;
    assert_eq!(found.unwrap(), Some(enrolled.clone()));

    let forgotten = store.forget_enrolment(enrolled.account, &enrolled.customer);
    assert!(forgotten.await.unwrap());
    for gone in [&wrapped, &sealed] {
        assert_eq!(holding(dir, gone), NOWHERE);
    }
    let found = store.enrolment(enrolled.account, &enrolled.customer).await;
    assert_eq!(found.unwrap(), None);
}

#[tokio::test]
async fn a_key_that_was_lost_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (work, older) = (dir.path().join("work"), dir.path().join("older"));
    fs::create_dir(&work).unwrap();
    let (store, vault) = open(&work, 1);
    store.apply(opening(7)).await.unwrap();
    drop((store, vault));
    copy(&work, &older);
    let (store, vault) = open(&work, 2);
    let enrolled = enrolled();
    store.enrol(enrolled.clone()).await.unwrap();
    drop((store, vault));
    put(&older, &work, "keys.db");
    accept(
        &work,
        &SeededEntropy::new(9),
        at(0),
        Duration::from_secs(10),
    )
    .unwrap();
    let (store, _vault) = open(&work, 3);
    let lost = store.enrolment(enrolled.account, &enrolled.customer).await;
    assert!(matches!(lost, Err(StoreError::Unsealable(_))), "{lost:?}");
    // The customer can be forgotten, and enrolled anew.
    let forgotten = store.forget_enrolment(enrolled.account, &enrolled.customer);
    assert!(forgotten.await.unwrap());
    assert!(store.enrol(enrolled).await.unwrap());
}

/// With nothing but an enrolled face in it, a folder without keys does not open either.
#[tokio::test]
async fn a_folder_without_keys_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let (store, vault) = open(dir, 1);
    store.enrol(enrolled()).await.unwrap();
    drop((store, vault));
    raw(dir, "keys.db").execute("DELETE FROM keys", []).unwrap();
    let refused = try_open(dir, 2);
    assert!(matches!(refused, Err(OpenError::KeysMissing)));
}

//! Folders of the version before generations open, and are from then on held to them.

use std::path::Path;

use proofing::ports::Store;
use store::{Misfit, OpenError, Serving};
use testkit::builders::at;

use crate::{copy, fill, is_whole, kept, open, put, raw, try_open};

/// Takes from a folder what the version before did not have.
fn downgrade(dir: &Path) {
    raw(dir, "bonafide.db")
        .execute_batch(
            "DROP TABLE generation; DROP TABLE orphans; DROP TABLE examinations; \
             DROP TABLE search_facts; DROP TABLE search_terms; DROP TABLE search_terms_of; \
             DROP TABLE search_parts; DROP TABLE search_state; DROP INDEX verifications_named; \
             DROP TABLE audit; DROP TABLE reviews; DROP TABLE decisions; \
             DROP TABLE staff_places; DROP TABLE staff_attempts; DROP TABLE staff_sessions; \
             DROP TABLE staff_invitations; DROP TABLE staff; \
             DROP TABLE fingerprint_documents; DROP TABLE fingerprints; DROP TABLE account_keys; DROP TABLE enrolments; \
             DROP INDEX jobs_crashed; DROP INDEX deliveries_crashed; \
             DROP INDEX jobs_leased; DROP INDEX deliveries_leased; \
             ALTER TABLE jobs DROP COLUMN alone_until; ALTER TABLE deliveries DROP COLUMN alone_until; \
             ALTER TABLE jobs DROP COLUMN holder; ALTER TABLE jobs DROP COLUMN crashes; \
             ALTER TABLE deliveries DROP COLUMN holder; ALTER TABLE deliveries DROP COLUMN crashes; \
             PRAGMA user_version = 2",
        )
        .unwrap();
    raw(dir, "keys.db")
        .execute_batch("DROP TABLE generation; DROP TABLE search_key; PRAGMA user_version = 1")
        .unwrap();
    std::fs::remove_file(dir.join("vault/generation")).unwrap();
}

#[tokio::test]
async fn a_folder_of_the_version_before_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let (work, before) = (dir.path().join("work"), dir.path().join("before"));
    std::fs::create_dir(&work).unwrap();
    let (store, vault) = open(&work, 1);
    fill(&store, &vault, 1..4).await;
    assert_eq!(store.lease_jobs(at(0), at(60), 10).await.unwrap().len(), 3);
    drop((store, vault));
    downgrade(&work);
    copy(&work, &before);

    let (store, vault) = open(&work, 2);
    for number in 1..4 {
        assert!(is_whole(&store, &vault, number).await);
    }
    let (_serving, released) = Serving::begin(&work, &store, at(1)).await.unwrap();
    assert_eq!(released, 3, "what was under way goes on");
    let leases = store.lease_jobs(at(1), at(61), 10).await.unwrap();
    assert!(leases.iter().all(|lease| lease.crashes == 1), "{leases:?}");
    fill(&store, &vault, 4..6).await;
    drop((store, vault));
    let (store, vault) = open(&work, 3);
    assert!(is_whole(&store, &vault, 5).await);
    drop((store, vault));

    // Copies from before the upgrade are older than what came after.
    let newer = dir.path().join("newer");
    copy(&work, &newer);
    put(&before, &work, "bonafide.db");
    let refused = try_open(&work, 4);
    assert!(matches!(
        refused,
        Err(OpenError::Misfit(Misfit::DataOlder { .. }))
    ));
    put(&newer, &work, "bonafide.db");
    put(&before, &work, "keys.db");
    let refused = try_open(&work, 5);
    assert!(matches!(
        refused,
        Err(OpenError::Misfit(Misfit::KeysOlder { .. }))
    ));
    put(&newer, &work, "keys.db");
    drop(open(&work, 6));
    assert_eq!(kept(&work), (5, 5));
    // And all of them together are what they were.
    drop(open(&before, 7));
}

#[tokio::test]
async fn a_crash_at_the_upgrade_is_made_up_for() {
    let dir = tempfile::tempdir().unwrap();
    let (work, named) = (dir.path().join("work"), dir.path().join("named"));
    std::fs::create_dir(&work).unwrap();
    let (store, vault) = open(&work, 1);
    fill(&store, &vault, 1..3).await;
    drop((store, vault));
    downgrade(&work);
    copy(&work, &named);
    drop(open(&named, 2));
    // The data have the name already, then the keys; the mark comes last.
    put(&named, &work, "bonafide.db");
    drop(open(&work, 3));
    std::fs::remove_file(work.join("vault/generation")).unwrap();
    let (store, vault) = open(&work, 4);
    for number in 1..3 {
        assert!(is_whole(&store, &vault, number).await);
    }
    store.check().await.unwrap();
}

//! Restoring as docs/reference/data.md says, and going on with what does not fit.

use std::fs;
use std::path::Path;
use std::time::Duration;

use proofing::ports::{Found, Job, NewJob, Store};
use store::{Misfit, OpenError, Rules, accept, look_at_parts};
use testkit::SeededEntropy;
use testkit::builders::{at, forgetting, opening, verification_id};

use crate::{copy, fill, is_whole, kept, lose, open, put, raw, try_open};

const BUSY: Duration = Duration::from_secs(10);

/// Copies a database while it is in use.
fn back_up(dir: &Path, file: &str, to: &Path) {
    raw(dir, file)
        .execute("VACUUM INTO ?1", [to.join(file).to_str().unwrap()])
        .unwrap();
}

fn accepted(dir: &Path) -> store::Unfit {
    accept(dir, &SeededEntropy::new(99), at(0), BUSY).unwrap()
}

#[tokio::test]
async fn copies_taken_one_after_the_other_are_restored_after_a_word_of_the_operator() {
    let dir = tempfile::tempdir().unwrap();
    let (work, copies) = (dir.path().join("work"), dir.path().join("copies"));
    fs::create_dir(&work).unwrap();
    fs::create_dir(&copies).unwrap();
    let (store, vault) = open(&work, 1);
    fill(&store, &vault, 1..5).await;
    // The data first, then the pictures, then the keys; and the world goes on meanwhile.
    back_up(&work, "bonafide.db", &copies);
    fill(&store, &vault, 5..8).await;
    copy(&work.join("vault"), &copies.join("vault"));
    let Ok(Some(Found::Live(stored))) = store.by_id(verification_id(1)).await else {
        panic!("not there")
    };
    store.apply(forgetting(*stored, at(9))).await.unwrap();
    fill(&store, &vault, 8..10).await;
    back_up(&work, "keys.db", &copies);
    fs::copy(work.join("master.key"), copies.join("master.key")).unwrap();
    drop((store, vault));

    let refused = try_open(&copies, 2).unwrap_err();
    let OpenError::Misfit(Misfit::DataOlder { lost }) = refused else {
        panic!("{refused}")
    };
    assert!(
        refused.to_string().contains("bonafide store accept"),
        "{refused}"
    );
    let before = kept(&copies);
    let seen = look_at_parts(&copies, BUSY).unwrap();
    assert_eq!(seen.misfit, Some(Misfit::DataOlder { lost }));
    assert_eq!((seen.without_key, seen.orphans), (1, 5));
    assert_eq!(kept(&copies), before, "looking changes nothing");
    assert!(try_open(&copies, 2).is_err(), "nor does it accept");
    assert_eq!(accepted(&copies), seen);

    let (store, vault) = open(&copies, 3);
    for number in 2..5 {
        assert!(is_whole(&store, &vault, number).await, "{number}");
    }
    assert!(
        store.by_id(verification_id(1)).await.is_err(),
        "its key is destroyed"
    );
    let first = vault.sweep(at(0), &Rules::default()).await.unwrap();
    assert_eq!((first.removed, first.quarantined), (0, 5));
    let week = at(7 * 24 * 3600);
    let over = vault.sweep(week, &Rules::default()).await.unwrap();
    assert_eq!(
        (over.removed, over.too_many),
        (0, 5),
        "more than there are living ones"
    );
    fill(&store, &vault, 20..22).await;
    drop((store, vault));
    drop(open(&copies, 4));
    // The newer database turns up after all: it is not taken in silence either.
    put(&work, &copies, "bonafide.db");
    assert!(matches!(
        try_open(&copies, 5),
        Err(OpenError::Misfit(Misfit::Foreign { .. }))
    ));
    put(&work, &copies, "keys.db");
    put(&work, &copies, "vault");
    let (store, vault) = open(&copies, 6);
    for number in 2..10 {
        assert!(is_whole(&store, &vault, number).await, "{number}");
    }
}

#[tokio::test]
async fn copies_of_a_server_at_rest_fit_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let (work, copies) = (dir.path().join("work"), dir.path().join("copies"));
    fs::create_dir(&work).unwrap();
    fs::create_dir(&copies).unwrap();
    let (store, vault) = open(&work, 1);
    fill(&store, &vault, 1..5).await;
    back_up(&work, "bonafide.db", &copies);
    copy(&work.join("vault"), &copies.join("vault"));
    back_up(&work, "keys.db", &copies);
    fs::copy(work.join("master.key"), copies.join("master.key")).unwrap();
    // What is leased or looked at meanwhile is nothing that could be lost.
    store.lease_jobs(at(0), at(60), 10).await.unwrap();
    store.check().await.unwrap();
    drop((store, vault));
    let (store, vault) = open(&copies, 2);
    for number in 1..5 {
        assert!(is_whole(&store, &vault, number).await);
    }
    drop((store, vault));
    put(&copies, &work, "bonafide.db");
    drop(open(&work, 3));
}

#[tokio::test]
async fn what_is_lost_may_be_accepted_whatever_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (work, older) = (dir.path().join("work"), dir.path().join("older"));
    fs::create_dir(&work).unwrap();
    let (store, vault) = open(&work, 1);
    fill(&store, &vault, 1..4).await;
    drop((store, vault));
    copy(&work, &older);
    let (store, vault) = open(&work, 2);
    fill(&store, &vault, 4..6).await;
    drop((store, vault));
    let newer = dir.path().join("newer");
    copy(&work, &newer);
    for (part, without_key) in [("keys.db", 2), ("vault", 0), ("bonafide.db", 0)] {
        put(&older, &work, part);
        assert!(try_open(&work, 3).is_err(), "{part}");
        let seen = accepted(&work);
        assert_eq!(seen.without_key, without_key, "{part}");
        let (store, vault) = open(&work, 4);
        for number in 1..4 {
            assert!(is_whole(&store, &vault, number).await, "{part} {number}");
        }
        store.apply(opening(50)).await.unwrap();
        drop((store, vault));
        drop(open(&work, 5));
        assert_eq!(look_at_parts(&work, BUSY).unwrap().misfit, None);
        fs::remove_dir_all(&work).unwrap();
        copy(&newer, &work);
    }
    // Without a vault at all, what is not a picture goes on.
    lose(&work, "vault");
    assert!(matches!(try_open(&work, 6), Err(OpenError::Lacking(_))));
    accepted(&work);
    let (store, vault) = open(&work, 7);
    assert!(store.by_id(verification_id(5)).await.unwrap().is_some());
    drop((store, vault));
    // Without a database there is nothing to go on with.
    lose(&work, "bonafide.db");
    let refused = accept(&work, &SeededEntropy::new(9), at(0), BUSY);
    assert!(matches!(refused, Err(OpenError::Lacking(_))), "{refused:?}");
}

#[tokio::test]
async fn nothing_is_accepted_under_a_server_but_the_time() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _vault) = open(dir.path(), 1);
    let job = NewJob {
        job: Job::Retain(verification_id(1)),
        ..testkit::builders::job(1, 1)
    };
    let change = proofing::ports::Change {
        jobs: vec![job],
        ..opening(1)
    };
    store.apply(change).await.unwrap();
    let (_serving, _) = store::Serving::begin(dir.path(), &store, at(0))
        .await
        .unwrap();
    assert!(store.lease_jobs(at(0), at(60), 0).await.unwrap().is_empty());
    let years = 3 * 365 * 24 * 3600;
    let lease = || store.lease_jobs(at(years), at(years + 60), 10);
    assert!(
        lease().await.unwrap().is_empty(),
        "the clock is not believed"
    );
    let seen = accept(dir.path(), &SeededEntropy::new(9), at(years), BUSY).unwrap();
    assert_eq!((seen.misfit, seen.at_work), (None, Some(at(0))));
    assert_eq!(
        lease().await.unwrap().len(),
        1,
        "the operator knows what time it is"
    );
    // Parts that do not fit under a running server are none of its business.
    raw(dir.path(), "keys.db")
        .execute("UPDATE generation SET commits = 0", [])
        .unwrap();
    let refused = accept(dir.path(), &SeededEntropy::new(9), at(years), BUSY);
    assert!(matches!(refused, Err(OpenError::InUse)), "{refused:?}");
}

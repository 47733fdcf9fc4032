//! Tests of the adapter below the sealing: full disks, batches, and a writer that breaks down.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use proofing::ports::{Change, Store, StoreError};
use testkit::SeededEntropy;
use testkit::builders::{notification, opening, verification_id};

use super::adapter::Sqlite;
use super::backlog;
use crate::{MasterKey, SealedStore, Settings};

fn open(dir: &Path) -> (Arc<Sqlite>, SealedStore) {
    let master = MasterKey::load_or_create(&dir.join("master.key"), |bytes| bytes.fill(1)).unwrap();
    let entropy = Arc::new(SeededEntropy::new(1));
    let (sqlite, store, _) = crate::assemble(dir, master, entropy, &Settings::default()).unwrap();
    (sqlite, store)
}

/// Limits a database of the writer to so many more pages than it has.
async fn leave_pages(sqlite: &Sqlite, is_keys: bool, more: i64) {
    sqlite
        .write(move |writer| {
            let file = if is_keys { &writer.keys } else { &writer.data };
            let pages: i64 = file.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            let limit = format!("PRAGMA max_page_count = {}", pages + more);
            Ok(file.query_row(&limit, [], |row| row.get::<_, i64>(0))?)
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_full_disk_refuses_all_of_a_batch_and_recovers() {
    for is_keys in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let (sqlite, store) = open(dir.path());
        store.apply(opening(1)).await.unwrap();
        leave_pages(&sqlite, is_keys, 2).await;
        let mut stored = Vec::new();
        let mut refused = Vec::new();
        for number in 2..150 {
            let notifications = vec![notification(number, number, 1)];
            match store
                .apply(Change {
                    notifications,
                    ..opening(number)
                })
                .await
            {
                Ok(()) => stored.push(number),
                Err(StoreError::Unavailable(_)) => refused.push(number),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(!refused.is_empty(), "the disk was full");
        assert!(
            store.by_id(verification_id(1)).await.unwrap().is_some(),
            "reading goes on"
        );
        store.check().await.unwrap();
        for number in &refused {
            assert_eq!(store.by_id(verification_id(*number)).await.unwrap(), None);
        }
        leave_pages(&sqlite, is_keys, 10_000).await;
        for number in refused.iter().copied() {
            let notifications = vec![notification(number, number, 1)];
            store
                .apply(Change {
                    notifications,
                    ..opening(number)
                })
                .await
                .unwrap();
        }
        assert_eq!(
            store.backlog().await.unwrap().deliveries,
            148,
            "nothing is there twice"
        );
    }
}

#[tokio::test]
async fn one_that_is_refused_does_not_hurt_the_others_of_its_batch() {
    let dir = tempfile::tempdir().unwrap();
    let (sqlite, store) = open(dir.path());
    // The writer is held until all are queued, so that they come in one batch.
    let (release, held) = std::sync::mpsc::channel::<()>();
    let holding = sqlite.write(move |_| {
        let _ = held.recv();
        Ok(())
    });
    let many = async {
        let changes = (0..20).map(|number| store.apply(opening(number / 2)));
        let all = changes.map(|change| async { change.await.is_ok() });
        let queued = async {
            tokio::task::yield_now().await;
            release.send(()).unwrap();
        };
        tokio::join!(join_all(all), queued).0
    };
    let (held, done) = tokio::join!(holding, many);
    held.unwrap();
    assert_eq!(
        done.iter().filter(|is_ok| **is_ok).count(),
        10,
        "of each pair one was refused"
    );
    for number in 0..10 {
        assert!(
            store
                .by_id(verification_id(number))
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn checks_of_one_second_are_one_write() {
    let dir = tempfile::tempdir().unwrap();
    let (sqlite, store) = open(dir.path());
    let before = Instant::now();
    for _ in 0..50 {
        store.check().await.unwrap();
    }
    let seconds = i64::try_from(before.elapsed().as_secs()).unwrap();
    let beats = sqlite.read(backlog::last_beat).await.unwrap();
    assert!(beats <= 1 + seconds, "{beats}");
}

#[tokio::test]
async fn a_writer_that_broke_down_is_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let (sqlite, store) = open(dir.path());
    store.check().await.unwrap();
    let broken = sqlite
        .write::<()>(|_| panic!("a defect of the writer"))
        .await;
    assert!(
        matches!(broken, Err(StoreError::Unavailable(_))),
        "{broken:?}"
    );
    for answer in [store.check().await, store.apply(opening(1)).await] {
        assert!(
            matches!(answer, Err(StoreError::Unavailable(_))),
            "{answer:?}"
        );
    }
}

/// Polls all of them in turn.
async fn join_all<F: Future<Output = bool>>(futures: impl Iterator<Item = F>) -> Vec<bool> {
    let mut futures: Vec<_> = futures.map(Box::pin).collect();
    let mut done = vec![None; futures.len()];
    std::future::poll_fn(|context| {
        for (future, done) in futures.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(is_ok) = future.as_mut().poll(context)
            {
                *done = Some(is_ok);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

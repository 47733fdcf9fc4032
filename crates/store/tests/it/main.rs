//! Tests of the store as its users see it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has to stop"
)]

mod auditing;
mod blaming;
mod conformance;
mod crash;
mod enrolments;
mod files;
mod fingerprints;
mod forgetting;
mod losing;
mod order;
mod restoring;
mod sealing;
mod searching;
mod serving;
mod sweeping;
mod untagged;
mod upgrading;

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use proofing::ports::{Change, Entropy, EvidenceRef, Found, Store, Vault};
use rusqlite::Connection;
use store::{MasterKey, OpenError, SealedStore, SealedVault, Settings};
use testkit::SeededEntropy;
use testkit::builders::{FRONT, job, opening, verification_id};
use verification::request::MediaType;

/// Opens the store of a folder, with random numbers that follow from the seed.
fn open(dir: &Path, seed: u64) -> (SealedStore, SealedVault) {
    try_open(dir, seed).unwrap()
}

fn try_open(dir: &Path, seed: u64) -> Result<(SealedStore, SealedVault), OpenError> {
    let entropy = Arc::new(SeededEntropy::new(seed));
    let master =
        MasterKey::load_or_create(&dir.join("master.key"), |bytes| entropy.fill(bytes)).unwrap();
    store::open(dir, master, entropy, &Settings::default())
}

/// Opens one of the databases behind the store's back.
fn raw(dir: &Path, file: &str) -> Connection {
    Connection::open(dir.join(file)).unwrap()
}

/// Copies a folder with everything in it, as a crash or a copy of the disk would leave it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Removes a part of a store, with its logs.
fn lose(dir: &Path, part: &str) {
    if part == "vault" {
        let _ = std::fs::remove_dir_all(dir.join(part));
        return;
    }
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(dir.join(format!("{part}{end}")));
    }
}

/// Puts another folder's part in the place of this one's.
fn put(from: &Path, dir: &Path, part: &str) {
    lose(dir, part);
    if part == "vault" {
        copy(&from.join(part), &dir.join(part));
        return;
    }
    for end in ["", "-wal", "-shm"] {
        let file = format!("{part}{end}");
        if from.join(&file).exists() {
            std::fs::copy(from.join(&file), dir.join(&file)).unwrap();
        }
    }
}

/// Opens verifications of these numbers, each with a picture that says its number.
async fn fill(store: &SealedStore, vault: &SealedVault, numbers: std::ops::Range<u128>) {
    for number in numbers {
        let id = verification_id(number);
        let digest = vault.put(id, content(number)).await.unwrap();
        let evidence = EvidenceRef {
            slot: FRONT,
            media: MediaType::Jpeg,
            size: 16,
            digest,
        };
        let change = Change {
            evidence: vec![evidence],
            jobs: vec![job(number, number)],
            ..opening(number)
        };
        store.apply(change).await.unwrap();
    }
}

fn content(number: u128) -> Bytes {
    Bytes::copy_from_slice(&number.to_be_bytes())
}

/// True if the verification of a number is there, and its picture says its number.
async fn is_whole(store: &SealedStore, vault: &SealedVault, number: u128) -> bool {
    let id = verification_id(number);
    let Ok(Some(Found::Live(_))) = store.by_id(id).await else {
        return false;
    };
    let evidence = store.evidence(id).await.unwrap();
    let [evidence] = evidence.as_slice() else {
        return false;
    };
    vault
        .get(id, evidence.digest)
        .await
        .is_ok_and(|picture| picture == content(number).to_vec())
}

/// How many keys there are, and how many pictures.
fn kept(dir: &Path) -> (i64, usize) {
    fn files(dir: &Path) -> usize {
        let entries = std::fs::read_dir(dir).unwrap().map(Result::unwrap);
        entries
            .map(|entry| {
                if entry.file_type().unwrap().is_dir() {
                    files(&entry.path())
                } else {
                    usize::from(entry.file_name() != "generation")
                }
            })
            .sum()
    }
    let keys = raw(dir, "keys.db")
        .query_row("SELECT count(*) FROM keys", [], |row| row.get(0))
        .unwrap();
    (keys, files(&dir.join("vault")))
}

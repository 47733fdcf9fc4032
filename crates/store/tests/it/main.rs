//! Tests of the store as its users see it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has to stop"
)]

mod conformance;
mod crash;
mod files;
mod forgetting;
mod order;
mod serving;

use std::path::Path;
use std::sync::Arc;

use proofing::ports::Entropy;
use rusqlite::Connection;
use store::{FileVault, MasterKey, OpenError, Settings, SqliteStore};
use testkit::SeededEntropy;

/// Opens the store of a folder, with random numbers that follow from the seed.
fn open(dir: &Path, seed: u64) -> (SqliteStore, FileVault) {
    try_open(dir, seed).unwrap()
}

fn try_open(dir: &Path, seed: u64) -> Result<(SqliteStore, FileVault), OpenError> {
    let entropy = Arc::new(SeededEntropy::new(seed));
    let master =
        MasterKey::load_or_create(&dir.join("master.key"), |bytes| entropy.fill(bytes)).unwrap();
    store::open(dir, master, entropy, &Settings::default())
}

/// Opens one of the databases behind the store's back.
fn raw(dir: &Path, file: &str) -> Connection {
    Connection::open(dir.join(file)).unwrap()
}

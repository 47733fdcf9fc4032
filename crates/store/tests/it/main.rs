//! Tests of the store as its users see it.

mod conformance;

use std::path::Path;
use std::sync::Arc;

use proofing::ports::Entropy;
use store::{FileVault, MasterKey, Settings, SqliteStore};
use testkit::SeededEntropy;

/// Opens the store of a folder, with random numbers that follow from the seed.
fn open(dir: &Path, seed: u64) -> (SqliteStore, FileVault) {
    let entropy = Arc::new(SeededEntropy::new(seed));
    let master =
        MasterKey::load_or_create(&dir.join("master.key"), |bytes| entropy.fill(bytes)).unwrap();
    store::open(dir, master, entropy, &Settings::default()).unwrap()
}

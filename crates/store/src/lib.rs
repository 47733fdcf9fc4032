//! THE STORE: SQLite and a folder of sealed files behind the ports of `proofing`.
//!
//! Everything is on disk before it is acknowledged, personal data and pictures are sealed under their
//! verification's own key, and forgetting a verification destroys that key. This room knows no
//! business rules: it stores what it is given, or refuses it as a whole.
//!
//! Start at [`open`]; what is stored where is told in `docs/reference/data.md`.

mod accounts;
mod adapter;
mod backlog;
mod cells;
mod changes;
mod database;
mod deliveries;
mod fault;
mod forget;
mod jobs;
mod keyring;
mod master;
mod readers;
mod seal;
mod serving;
mod sweep;
mod vault;
mod verifications;
mod writer;

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use proofing::ports::{Entropy, StoreError};
use rusqlite::Connection;

pub use crate::adapter::SqliteStore;
pub use crate::database::DatabaseError;
pub use crate::master::{MasterKey, MasterKeyError};
pub use crate::serving::Serving;
pub use crate::vault::FileVault;

use crate::database::{DATA, KEYS};
use crate::fault::Fault;
use crate::keyring::Keyring;
use crate::readers::Readers;
use crate::writer::{Queue, Writer};

/// How the store uses its machine.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many reads run at a time. Default 4.
    pub readers: usize,
    /// How many changes wait before callers have to. Default 1,024.
    pub queue: usize,
    /// How many changes are committed together at most. Default 256.
    pub batch: usize,
    /// How many unwrapped keys are kept in memory. Default 4,096.
    pub kept_keys: usize,
    /// How long another process that writes is waited for. Default 10 seconds.
    pub busy: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readers: 4,
            queue: 1024,
            batch: 256,
            kept_keys: 4096,
            busy: Duration::from_secs(10),
        }
    }
}

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A database file.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The key is not the one that the data were sealed under.
    #[error("master.key is not the key that keys.db was made with: put the right one back")]
    WrongMasterKey,
    /// There are data and no keys.
    #[error(
        "keys.db is empty or missing, and bonafide.db has data that only its keys open: put keys.db back"
    )]
    KeysMissing,
    /// The keyring cannot be used.
    #[error("the keyring cannot be used")]
    Keyring(#[source] StoreError),
    /// The folder cannot be made, or the writer's thread cannot be started.
    #[error("the store cannot be opened")]
    Io(#[from] io::Error),
}

/// Opens the store in a folder, and makes what is missing.
///
/// Both handles are cheap to clone and share the keyring. A second process may open the same folder.
/// When the last handle is dropped, what is queued is still written.
pub fn open(
    dir: &Path,
    master: MasterKey,
    entropy: Arc<dyn Entropy>,
    settings: &Settings,
) -> Result<(SqliteStore, FileVault), OpenError> {
    let vault = dir.join("vault");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(vault.join(vault::INCOMING))?;
    let keys = KEYS.open(dir, settings.busy)?;
    let keyring = Arc::new(Keyring::new(master, entropy, settings.kept_keys));
    match keyring.is_master_of(&keys) {
        Ok(true) => {}
        Ok(false) => return Err(OpenError::WrongMasterKey),
        Err(fault) => return Err(OpenError::Keyring(fault.into())),
    }
    let data = DATA.open(dir, settings.busy)?;
    if lacks_keys(&data, &keys).map_err(|error| OpenError::Keyring(Fault::from(error).into()))? {
        return Err(OpenError::KeysMissing);
    }
    let writer = Writer::new(data, keys, Arc::clone(&keyring), settings.busy);
    let queue = Arc::new(Queue::start(writer, settings.queue, settings.batch)?);
    let readers = Arc::new(Readers::new(
        dir,
        settings.busy,
        Arc::clone(&keyring),
        settings.readers,
    ));
    let store = SqliteStore::new(Arc::clone(&queue), Arc::clone(&readers));
    Ok((store, FileVault::new(vault, queue, readers, keyring)))
}

/// True if there are verifications and not one key.
fn lacks_keys(data: &Connection, keys: &Connection) -> Result<bool, rusqlite::Error> {
    let has_keys = "-- has_keys\nSELECT EXISTS (SELECT 1 FROM keys)";
    let has_sealed =
        "-- has_sealed\nSELECT EXISTS (SELECT 1 FROM verifications WHERE sealed IS NOT NULL)";
    Ok(!keys.query_row(has_keys, [], |row| row.get(0))?
        && data.query_row(has_sealed, [], |row| row.get(0))?)
}

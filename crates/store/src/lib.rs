//! THE STORE: SQLite and a folder of sealed files behind the ports of `proofing`.
//!
//! Everything is on disk before it is acknowledged, personal data and pictures are sealed under
//! their verification's own key, and forgetting a verification destroys that key. This room knows
//! no business rules: it stores what it is given, or refuses it as a whole.
//!
//! Start at [`open`]; `docs/reference/data.md` lists what is stored where.

mod accept;
mod access;
mod accounts;
mod backlog;
mod changes;
mod clock;
mod codec;
mod course;
mod database;
mod deliveries;
mod error;
mod examinations;
mod forget;
mod generation;
mod instance_lock;
mod jobs;
mod keys_table;
mod mark;
mod master;
mod objects;
mod open_error;
mod orphan_gc;
mod parts;
mod readers;
mod room;
mod row;
mod seal;
mod sealed;
mod search;
mod served;
mod settings;
mod sqlite_store;
mod state;
mod suspects;
mod vault;
mod verification_row;
mod verifications;
mod writer;

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use proofing::ports::Entropy;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

pub use crate::accept::{Unfit, accept, look_at_parts};
pub use crate::access::{AccessError, access_faults};
pub use crate::database::DatabaseError;
pub use crate::generation::Misfit;
pub use crate::instance_lock::Serving;
pub use crate::master::{MasterKey, MasterKeyError};
pub use crate::open_error::{Lacking, OpenError};
pub use crate::orphan_gc::{Rules, Swept};
pub use crate::parts::refuse_lacking;
pub use crate::served::is_served;
pub use crate::settings::Settings;
pub use crate::sqlite_store::SqliteStore;
pub use crate::state::State;
pub use crate::vault::FileVault;

use crate::clock::Watch;
use crate::course::Course;
use crate::database::{DATA, KEYS};
use crate::error::Fault;
use crate::readers::Readers;
use crate::seal::Keyring;
use crate::writer::{Queue, Writer};

/// Opens the store in a folder, and makes what is missing.
///
/// Both handles are cheap to clone and share the keyring. A second process may open the same
/// folder. Work that is still queued when the last handle is dropped is still written.
pub fn open(
    dir: &Path,
    master: MasterKey,
    entropy: Arc<dyn Entropy>,
    settings: &Settings,
) -> Result<(SqliteStore, FileVault), OpenError> {
    let vault = dir.join("vault");
    refuse_lacking(dir, settings.busy)?;
    access::enforce(dir)?;
    let keys = KEYS.open(dir, settings.busy)?;
    let keyring = Arc::new(Keyring::new(master, entropy, settings.kept_keys));
    let lot = match keyring.is_master_of(&keys) {
        Ok(Some(lot)) => lot,
        Ok(None) => return Err(OpenError::WrongMasterKey),
        Err(fault) => return Err(OpenError::Keyring(fault.into())),
    };
    let data = DATA.open(dir, settings.busy)?;
    // Until it is known that the parts fit, none of them is changed, and their logs stay as they
    // are.
    let unsure = |error| OpenError::Parts(Fault::from(error).into());
    parts::keep_log(&data).map_err(unsure)?;
    parts::keep_log(&keys).map_err(unsure)?;
    if lacks_keys(&data, &keys).map_err(|error| OpenError::Keyring(Fault::from(error).into()))? {
        return Err(OpenError::KeysMissing);
    }
    let fault = |fault: Fault| OpenError::Parts(fault.into());
    let fit = parts::fit(&vault, &data, &keys).map_err(fault)??;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(vault.join(objects::INCOMING))?;
    let mark = parts::name(&vault, &data, &keys, fit, lot.name).map_err(fault)?;
    for database in [&data, &keys] {
        database
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map_err(unsure)?;
    }
    let of_data = generation::of_data(&data).map_err(unsure)?;
    let of_keys = generation::of_keys(&keys).map_err(unsure)?;
    let at_work = clock::at_work(&data).map_err(fault)?;
    let writer = Writer::new(
        data,
        keys,
        Arc::clone(&keyring),
        Course::new(mark, &of_data, of_keys.commits),
        Watch::new(settings.longest_rest, at_work),
        lot.holder,
        settings.busy,
    );
    let queue = Arc::new(Queue::start(writer, settings.queue, settings.batch)?);
    let readers = Arc::new(Readers::new(
        dir,
        settings.busy,
        Arc::clone(&keyring),
        settings.readers,
    ));
    let store = SqliteStore::new(Arc::clone(&queue), Arc::clone(&readers), settings);
    Ok((
        store,
        FileVault::new(
            Arc::new(objects::Folder::new(vault)),
            queue,
            readers,
            keyring,
        ),
    ))
}

/// Returns true if there are verifications, but not a single key.
fn lacks_keys(data: &Connection, keys: &Connection) -> Result<bool, rusqlite::Error> {
    let has_keys = "-- has_keys\nSELECT EXISTS (SELECT 1 FROM keys)";
    let has_sealed =
        "-- has_sealed\nSELECT EXISTS (SELECT 1 FROM verifications WHERE sealed IS NOT NULL)";
    Ok(!keys.query_row(has_keys, [], |row| row.get(0))?
        && data.query_row(has_sealed, [], |row| row.get(0))?)
}

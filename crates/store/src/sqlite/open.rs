//! Opens the databases of a folder, after checking that the parts of the store are there and belong
//! together.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::access;
use crate::objects::INCOMING;
use crate::open_error::OpenError;
use crate::ports::{KeyObserver, WrappedKey};
use crate::settings::Settings;
use crate::sqlite::adapter::Sqlite;
use crate::sqlite::clock::{self, Watch};
use crate::sqlite::course::Course;
use crate::sqlite::database::{DATA, KEYS};
use crate::sqlite::error::Fault;
use crate::sqlite::lot::Lot;
use crate::sqlite::queue::Queue;
use crate::sqlite::readers::Readers;
use crate::sqlite::writer::Writer;
use crate::sqlite::{generation, keys_table, parts};

/// What the master key wraps for a store that has none of it yet, new for each opening.
pub(crate) struct Offer<'a> {
    /// A known text, which tells a wrong master key.
    pub(crate) proof: &'a WrappedKey,
    /// A key for search terms.
    pub(crate) search_key: &'a WrappedKey,
}

/// Opens the databases, and makes what is missing. Returns the key of the search terms with them.
///
/// A new store keeps what is offered; the proof that an older store kept has to satisfy `is_ours`
/// before anything is written.
pub(crate) fn open(
    dir: &Path,
    settings: &Settings,
    offer: &Offer<'_>,
    is_ours: impl Fn(&[u8]) -> bool,
    observer: Arc<dyn KeyObserver>,
) -> Result<(Sqlite, WrappedKey), OpenError> {
    let proof = offer.proof;
    let vault = dir.join("vault");
    parts::refuse_lacking(dir, settings.busy)?;
    access::enforce(dir)?;
    let keys = KEYS.open(dir, settings.busy)?;
    let stored = keys_table::proof(&keys, proof)
        .map_err(|error| OpenError::Keys(Fault::from(error).into()))?;
    if !is_ours(&stored) {
        return Err(OpenError::WrongMasterKey);
    }
    let lot = Lot::of(&proof.wrapped);
    let data = DATA.open(dir, settings.busy)?;
    // Until it is known that the parts fit, none of them is changed, and their logs stay as they
    // are.
    let unsure = |error| OpenError::Parts(Fault::from(error).into());
    parts::keep_log(&data).map_err(unsure)?;
    parts::keep_log(&keys).map_err(unsure)?;
    if lacks_keys(&data, &keys).map_err(|error| OpenError::Keys(Fault::from(error).into()))? {
        return Err(OpenError::KeysMissing);
    }
    let fault = |fault: Fault| OpenError::Parts(fault.into());
    let fit = parts::fit(&vault, &data, &keys).map_err(fault)??;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(vault.join(INCOMING))?;
    let mark = parts::name(&vault, &data, &keys, fit, lot.name).map_err(fault)?;
    for database in [&data, &keys] {
        database
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map_err(unsure)?;
    }
    let search_key = keys_table::search_key(&keys, offer.search_key)
        .map_err(|error| OpenError::Keys(Fault::from(error).into()))?;
    let of_data = generation::of_data(&data).map_err(unsure)?;
    let of_keys = generation::of_keys(&keys).map_err(unsure)?;
    let at_work = clock::at_work(&data).map_err(fault)?;
    let writer = Writer::new(
        data,
        keys,
        observer,
        Course::new(mark, &of_data, of_keys.commits),
        Watch::new(settings.longest_rest, at_work),
        lot.holder,
        settings.busy,
    );
    let queue = Queue::start(writer, settings.queue, settings.batch)?;
    let readers = Readers::new(dir, settings.busy, settings.readers);
    let sqlite = Sqlite::new(queue, Arc::new(readers), settings);
    Ok((sqlite, search_key))
}

/// Returns true if something is sealed, but there is not a single key.
fn lacks_keys(data: &Connection, keys: &Connection) -> Result<bool, rusqlite::Error> {
    let has_keys = "-- has_keys\nSELECT EXISTS (SELECT 1 FROM keys)";
    let has_sealed = "-- has_sealed\nSELECT EXISTS (SELECT 1 FROM verifications WHERE sealed IS NOT NULL) \
         OR EXISTS (SELECT 1 FROM account_keys) OR EXISTS (SELECT 1 FROM enrolments)";
    Ok(!keys.query_row(has_keys, [], |row| row.get(0))?
        && data.query_row(has_sealed, [], |row| row.get(0))?)
}

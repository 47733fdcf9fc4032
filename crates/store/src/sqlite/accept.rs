//! Accepting: the operator confirms that parts which do not fit are the right ones, or that the
//! clock is right.
//!
//! This is necessary after a restore, because backups of the parts are made one after the other and
//! never fit exactly.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use proofing::ports::{Entropy, StoreError};
use rusqlite::{Connection, TransactionBehavior};

use crate::access;
use crate::instance_lock::LOCK;
use crate::objects::{INCOMING, folders};
use crate::open_error::OpenError;
use crate::sqlite::clock;
use crate::sqlite::database::{DATA, KEYS};
use crate::sqlite::error::Fault;
use crate::sqlite::generation::{self, Misfit, Name};
use crate::sqlite::mark::Mark;
use crate::sqlite::parts;

/// What does not fit in a store, and what it means to continue with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// What does not fit, or `None` if everything does.
    pub misfit: Option<Misfit>,
    /// The number of verifications without a key, whose personal data can no longer be opened.
    pub without_key: u64,
    /// The number of keys and picture folders that the database does not know. They go into
    /// quarantine.
    pub orphans: u64,
    /// When the store was last used.
    pub at_work: Option<Timestamp>,
}

/// Checks whether the parts of a store fit, and what is lost by continuing with them. It changes
/// nothing.
pub fn look_at_parts(dir: &Path, busy: Duration) -> Result<Unfit, OpenError> {
    parts::refuse_lacking_databases(dir, busy)?;
    let (keys, data) = (KEYS.open(dir, busy)?, DATA.open(dir, busy)?);
    parts::keep_log(&data).map_err(lost)?;
    parts::keep_log(&keys).map_err(lost)?;
    look(dir, &data, &keys).map_err(|fault| OpenError::Parts(fault.into()))
}

/// Makes the parts of a store belong together as they are: they get a new name, and continue from
/// the highest number that any of them knows. The time is accepted as right. Returns what did not
/// fit before.
///
/// While a server is running, only the time can be accepted, because its parts fit.
pub fn accept(
    dir: &Path,
    entropy: &dyn Entropy,
    now: Timestamp,
    busy: Duration,
) -> Result<Unfit, OpenError> {
    parts::refuse_lacking_databases(dir, busy)?;
    access::enforce(dir)?;
    let (mut keys, mut data) = (KEYS.open(dir, busy)?, DATA.open(dir, busy)?);
    let unfit = look(dir, &data, &keys).map_err(|fault| OpenError::Parts(fault.into()))?;
    if unfit.misfit.is_some() {
        let lock = lock(dir)?;
        join(dir, &mut data, &mut keys, entropy).map_err(|fault| OpenError::Parts(fault.into()))?;
        drop(lock);
    }
    clock::write(&data, now).map_err(|fault| OpenError::Parts(fault.into()))?;
    Ok(unfit)
}

/// Nobody may serve the folder meanwhile.
fn lock(dir: &Path) -> Result<File, OpenError> {
    let lock = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(dir.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn join(
    dir: &Path,
    data: &mut Connection,
    keys: &mut Connection,
    entropy: &dyn Entropy,
) -> Result<(), Fault> {
    let vault = dir.join("vault");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(vault.join(INCOMING))
        .map_err(crate::error::io)?;
    let mut name = Name::default();
    entropy.fill(&mut name);
    let (of_data, of_keys) = (generation::of_data(data)?, generation::of_keys(keys)?);
    let of_vault = Mark::read(&vault).map_err(crate::error::io)?;
    let commits = of_data
        .commits
        .max(of_keys.data_seen)
        .max(of_vault.map_or(0, |mark| mark.data_seen))
        .saturating_add(1);
    // A crash in between leaves parts with different names, which do not fit, so they are accepted
    // again.
    let of_all = of_keys.commits.max(of_data.keys_seen);
    let transaction = keys.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "-- accept_keys\nUPDATE generation SET store = ?1, commits = ?2, data_seen = ?3",
        (name, of_all, commits),
    )?;
    transaction.commit()?;
    Mark::open(&vault, name, commits).map_err(crate::error::io)?;
    let transaction = data.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(
        "-- accept_data\nUPDATE generation SET store = ?1, commits = ?2, keys_seen = ?3, vault_seen = ?2",
        (name, commits, of_all),
    )?;
    // The quarantine was based on another database.
    transaction.execute("-- accept_orphans\nDELETE FROM orphans", [])?;
    transaction.commit()?;
    Ok(())
}

fn look(dir: &Path, data: &Connection, keys: &Connection) -> Result<Unfit, Fault> {
    let vault = dir.join("vault");
    let misfit = parts::fit(&vault, data, keys)?.err();
    let ids = |database: &Connection, sql: &str| -> Result<Vec<[u8; 16]>, Fault> {
        Ok(database
            .prepare(sql)?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?)
    };
    let with_key = ids(keys, "-- all_keys\nSELECT id FROM keys ORDER BY id")?;
    let living = ids(
        data,
        "-- all_living\nSELECT id FROM verifications WHERE sealed IS NOT NULL ORDER BY id",
    )?;
    let known = ids(
        data,
        "-- all_known\nSELECT id FROM verifications ORDER BY id",
    )?;
    let without_key = living
        .iter()
        .filter(|id| with_key.binary_search(id).is_err())
        .count();
    let mut orphans: Vec<[u8; 16]> = match folders(&vault) {
        Ok(folders) => folders
            .into_iter()
            .map(|(id, _)| id.uuid().into_bytes())
            .collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(crate::error::io(error).into()),
    };
    orphans.extend(&with_key);
    orphans.sort_unstable();
    orphans.dedup();
    orphans.retain(|id| known.binary_search(id).is_err());
    Ok(Unfit {
        misfit,
        without_key: without_key as u64,
        orphans: orphans.len() as u64,
        at_work: clock::at_work(data)?,
    })
}

fn lost(error: rusqlite::Error) -> OpenError {
    OpenError::Parts(StoreError::from(Fault::from(error)))
}

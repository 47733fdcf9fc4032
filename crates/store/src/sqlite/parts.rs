//! The parts of a store: what is in a folder, whether something is missing, and whether the parts
//! fit together.
//!
//! A start never creates a part beside others that are in use: an empty database beside keys and
//! pictures would make orphans of all of them.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::io as refused;
use crate::objects::INCOMING;
use crate::open_error::{Lacking, OpenError};
use crate::sqlite::database::{DATA, DatabaseError, KEYS, connect};
use crate::sqlite::error::Fault;
use crate::sqlite::generation::{self, Fit, Misfit, Name, OfVault, compare, has_table};
use crate::sqlite::mark::{self, Mark};

/// The state of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Much {
    /// It does not exist, or is a link that leads nowhere.
    Nothing,
    /// It exists, but contains nothing that anybody would miss.
    Empty,
    /// It contains something that must not be lost.
    Used,
}

/// Refuses a folder in which a part is missing that the others need. It creates nothing. `busy` is
/// how long to wait for another process that writes.
pub fn refuse_lacking(dir: &Path, busy: Duration) -> Result<(), OpenError> {
    refuse(dir, busy, true)
}

/// Does the same for the databases and the master key only, if the operator continues without the
/// vault.
pub(crate) fn refuse_lacking_databases(dir: &Path, busy: Duration) -> Result<(), OpenError> {
    refuse(dir, busy, false)
}

fn refuse(dir: &Path, busy: Duration, with_vault: bool) -> Result<(), OpenError> {
    let master = if dir.join("master.key").exists() {
        Much::Used
    } else {
        Much::Nothing
    };
    let keys = much(dir, KEYS.file, busy, keys_are_used)?;
    let data = much(dir, DATA.file, busy, data_are_used)?;
    let vault = much_of_vault(&dir.join("vault"))?;
    let needs_vault = with_vault && data == Much::Used && needs_vault(dir, busy)?;
    let used = [(KEYS.file, keys), (DATA.file, data), ("vault/", vault)];
    let Some((there, _)) = used.into_iter().find(|(_, much)| *much == Much::Used) else {
        return Ok(());
    };
    // A database that is there with its tables and empty cannot be told from a lost one by
    // looking: what the parts know of each other tells it, when they are compared.
    let lacking: Vec<&'static str> = [
        ("master.key", master == Much::Nothing),
        (
            KEYS.file,
            keys == Much::Nothing && (data == Much::Used || vault == Much::Used),
        ),
        (DATA.file, data == Much::Nothing),
        // A mark without pictures was accepted by the operator.
        (
            "vault/",
            vault != Much::Used && needs_vault && !dir.join("vault").join(mark::FILE).exists(),
        ),
    ]
    .into_iter()
    .filter_map(|(part, lacks)| lacks.then_some(part))
    .collect();
    if lacking.is_empty() {
        return Ok(());
    }
    Err(OpenError::Lacking(Lacking {
        lacking,
        there,
        folder: dir.display().to_string(),
    }))
}

/// Examines a database without creating it or migrating it.
fn much(
    dir: &Path,
    file: &'static str,
    busy: Duration,
    is_used: impl FnOnce(&Connection) -> Result<bool, rusqlite::Error>,
) -> Result<Much, OpenError> {
    let log = dir.join(format!("{file}-wal"));
    let has_log = fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let path = dir.join(file);
    match fs::metadata(&path) {
        Ok(found) if found.len() == 0 && !has_log => return Ok(Much::Nothing),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Much::Nothing),
        Err(error) => return Err(error.into()),
    }
    let found = peek(&path, busy).and_then(|database| is_used(&database));
    match found {
        Ok(true) => Ok(Much::Used),
        Ok(false) => Ok(Much::Empty),
        Err(source) => Err(OpenError::Database(DatabaseError::Sqlite { file, source })),
    }
}

/// Opens a database only for examination: its log stays as it is when this is closed.
fn peek(path: &Path, busy: Duration) -> Result<Connection, rusqlite::Error> {
    let database = connect(path, busy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    keep_log(&database)?;
    Ok(database)
}

/// Keeps the log when the connection is closed: until it is known whether the parts fit, it is
/// evidence.
pub(crate) fn keep_log(database: &Connection) -> Result<(), rusqlite::Error> {
    database
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map(drop)
}

fn keys_are_used(keys: &Connection) -> Result<bool, rusqlite::Error> {
    if !has_table(keys, "keys")? {
        return Ok(false);
    }
    let has_keys = keys.query_row(
        "-- has_keys\nSELECT EXISTS (SELECT 1 FROM keys)",
        [],
        |row| row.get(0),
    )?;
    Ok(has_keys || has_table(keys, "generation")? && generation::of_keys(keys)?.data_seen > 0)
}

fn data_are_used(data: &Connection) -> Result<bool, rusqlite::Error> {
    if !has_table(data, "verifications")? {
        return Ok(false);
    }
    data.query_row(
        "-- has_data\n\
         SELECT EXISTS (SELECT 1 FROM verifications) OR EXISTS (SELECT 1 FROM accounts)",
        [],
        |row| row.get(0),
    )
}

/// Returns true if verifications that were not deleted have pictures.
fn needs_vault(dir: &Path, busy: Duration) -> Result<bool, OpenError> {
    peek(&dir.join(DATA.file), busy)
        .and_then(|data| {
            data.query_row(
                "-- has_evidence\nSELECT EXISTS (SELECT 1 FROM evidence)",
                [],
                |row| row.get(0),
            )
        })
        .map_err(|source| {
            OpenError::Database(DatabaseError::Sqlite {
                file: DATA.file,
                source,
            })
        })
}

fn much_of_vault(vault: &Path) -> Result<Much, OpenError> {
    match fs::metadata(vault) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Much::Nothing),
        Err(error) => return Err(error.into()),
    }
    let mut much = Much::Nothing;
    for shelf in fs::read_dir(vault)? {
        let shelf = shelf?;
        much = much.max(Much::Empty);
        if shelf.file_name() == INCOMING || !shelf.file_type()?.is_dir() {
            continue;
        }
        if fs::read_dir(shelf.path())?.next().transpose()?.is_some() {
            return Ok(Much::Used);
        }
    }
    Ok(much)
}

/// Compares the parts of an open store while others may be using it.
pub(crate) fn fit(
    vault: &Path,
    data: &Connection,
    keys: &Connection,
) -> Result<Result<Fit, Misfit>, Fault> {
    // All numbers only grow. What the data must have reached is read before them, and what must
    // have reached what the data know of, after them: so a server that goes on meanwhile is not
    // taken for a misfit.
    let keys_before = generation::of_keys(keys)?;
    let vault_before = Mark::read(vault).map_err(refused)?;
    let of_data = generation::of_data(data)?;
    let keys_after = generation::of_keys(keys)?;
    let vault_after = Mark::read(vault).map_err(refused)?;
    let of_keys = generation::OfKeys {
        data_seen: keys_before.data_seen,
        ..keys_after
    };
    let fits = compare(&of_data, &of_keys, vault_before.as_ref());
    Ok(match (fits, vault_after) {
        (Err(Misfit::VaultOlder { .. }), Some(after)) => {
            let data_seen = after.data_seen.min(of_data.commits);
            compare(&of_data, &of_keys, Some(&OfVault { data_seen, ..after }))
        }
        (fits, _) => fits,
    })
}

/// Gives a store its name, the data first, so that a crash in between can be distinguished from a
/// lost part.
pub(crate) fn name(
    vault: &Path,
    data: &Connection,
    keys: &Connection,
    fit: Fit,
    new: Name,
) -> Result<Mark, Fault> {
    let name = match fit {
        Fit::Named(name) => name,
        Fit::Unnamed(name) => {
            let name = generation::name(data, name.unwrap_or(new))?;
            generation::name(keys, name)?;
            name
        }
    };
    let commits = generation::of_data(data)?.commits;
    Mark::open(vault, name, commits)
        .map_err(refused)
        .map_err(Fault::from)
}

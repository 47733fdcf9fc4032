//! The table of wrapped keys, in `keys.db`.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::ports::{KeyId, WrappedKey};
use crate::sqlite::error::Fault;
use crate::sqlite::row;

/// Reads the key with an ID.
pub(crate) fn wrapped(keys: &Connection, id: KeyId) -> Result<Option<WrappedKey>, Fault> {
    Ok(keys
        .prepare_cached("-- read_key\nSELECT master_version, wrapped FROM keys WHERE id = ?1")?
        .query_row([row::id(id.uuid())], |row| {
            Ok(WrappedKey {
                master_version: row.get(0)?,
                wrapped: row.get(1)?,
            })
        })
        .optional()?)
}

/// Adds a key in the open transaction of `keys.db`. Returns false if there is one already.
pub(crate) fn add(keys: &Connection, id: KeyId, key: &WrappedKey) -> Result<bool, rusqlite::Error> {
    let added = keys
        .prepare_cached(
            "-- make_key\n\
             INSERT INTO keys (id, master_version, wrapped) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?
        .execute(params![row::id(id.uuid()), key.master_version, key.wrapped])?;
    Ok(added == 1)
}

/// Returns the text that proves which master key wrapped these keys. A new file takes the one that
/// is offered.
pub(crate) fn proof(keys: &Connection, offered: &WrappedKey) -> Result<Vec<u8>, rusqlite::Error> {
    keys.execute(
        "-- prove_master\nINSERT INTO proof_of_master (version, sealed) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![offered.master_version, offered.wrapped],
    )?;
    keys.query_row(
        "-- read_proof\nSELECT sealed FROM proof_of_master WHERE version = ?1",
        [offered.master_version],
        |row| row.get(0),
    )
}

/// Returns the key of the search terms. A store that has none takes the one that is offered.
pub(crate) fn search_key(
    keys: &Connection,
    offered: &WrappedKey,
) -> Result<WrappedKey, rusqlite::Error> {
    keys.execute(
        "-- make_search_key\n\
         INSERT INTO search_key (only_row, master_version, wrapped) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING",
        params![offered.master_version, offered.wrapped],
    )?;
    keys.query_row(
        "-- read_search_key\nSELECT master_version, wrapped FROM search_key",
        [],
        |row| {
            Ok(WrappedKey {
                master_version: row.get(0)?,
                wrapped: row.get(1)?,
            })
        },
    )
}

/// Returns the IDs that have keys, in order: at most this many of those after one.
pub(crate) fn owners_after(
    keys: &Connection,
    after: Option<KeyId>,
    limit: usize,
) -> Result<Vec<KeyId>, Fault> {
    let after = after.map_or([0; 16], |id| row::id(id.uuid()));
    let ids = keys
        .prepare_cached("-- keys_after\nSELECT id FROM keys WHERE id > ?1 ORDER BY id LIMIT ?2")?
        .query_map((after, limit as i64), |row| {
            row.get(0).map(Uuid::from_bytes)
        })?
        .map(|id| id.map(KeyId::new))
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

//! The faces that customers enrolled: one row each, whose ID names its key.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;
use verification::AccountId;

use crate::ports::{EnrolmentRecord, KeyId, WrappedKey};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Returns what is enrolled under the hash of a name.
pub(crate) fn of(
    reader: &Reader,
    account: AccountId,
    name: [u8; 32],
) -> Result<Option<EnrolmentRecord>, Fault> {
    Ok(reader
        .data
        .prepare_cached(
            "-- enrolment\nSELECT id, sealed FROM enrolments WHERE account = ?1 AND customer = ?2",
        )?
        .query_row(params![row::id(account.uuid()), name], record)
        .optional()?)
}

/// Returns everything that is enrolled of an account.
pub(crate) fn all(reader: &Reader, account: AccountId) -> Result<Vec<EnrolmentRecord>, Fault> {
    let mut statement = reader
        .data
        .prepare_cached("-- enrolments\nSELECT id, sealed FROM enrolments WHERE account = ?1")?;
    let records = statement.query_map([row::id(account.uuid())], record)?;
    Ok(records.collect::<Result<_, _>>()?)
}

fn record(row: &rusqlite::Row<'_>) -> Result<EnrolmentRecord, rusqlite::Error> {
    Ok(EnrolmentRecord {
        id: KeyId::new(Uuid::from_bytes(row.get(0)?)),
        sealed: row.get(1)?,
    })
}

/// Stores an enrolment with its key. Returns false if somebody is enrolled under this name.
pub(crate) fn add(
    writer: &mut Writer,
    account: AccountId,
    name: [u8; 32],
    record: &EnrolmentRecord,
    key: &WrappedKey,
) -> Result<bool, Fault> {
    let account = row::id(account.uuid());
    let added = writer
        .data
        .prepare_cached(
            "-- enrol\n\
             INSERT INTO enrolments (id, account, customer, sealed) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            row::id(record.id.uuid()),
            account,
            name,
            record.sealed
        ])?;
    if added == 0 {
        return Ok(false);
    }
    writer.has_news = true;
    writer.add_key(record.id, key)?;
    Ok(true)
}

/// Removes an enrolment, and has its key destroyed. Returns false if there is none.
pub(crate) fn forget(
    writer: &mut Writer,
    account: AccountId,
    name: [u8; 32],
) -> Result<bool, Fault> {
    let id: Option<[u8; 16]> = writer
        .data
        .prepare_cached(
            "-- forget_enrolment\n\
             DELETE FROM enrolments WHERE account = ?1 AND customer = ?2 RETURNING id",
        )?
        .query_row(params![row::id(account.uuid()), name], |row| row.get(0))
        .optional()?;
    let Some(id) = id else {
        return Ok(false);
    };
    writer.has_news = true;
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([id])?;
    writer.has_forgotten = true;
    Ok(true)
}

//! Kept examinations, one for each verification.

use proofing::ports::StoreError;
use rusqlite::{OptionalExtension, params};
use verification::VerificationId;

use crate::ports::ExaminationRecord;
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Keeps an examination, unless one of the same pictures is kept already, because that one was
/// shown.
pub(crate) fn keep(
    writer: &mut Writer,
    id: VerificationId,
    kept: &ExaminationRecord,
) -> Result<(), Fault> {
    writer.has_news = true;
    let id = row::id(id.uuid());
    let living: bool = writer
        .data
        .prepare_cached(
            "-- is_living\n\
             SELECT EXISTS (SELECT 1 FROM verifications WHERE id = ?1 AND stage <> 'deleted')",
        )?
        .query_row([id], |row| row.get(0))?;
    if !living {
        return Err(StoreError::Conflict.into());
    }
    writer
        .data
        .prepare_cached(
            "-- keep_examination\n\
             INSERT INTO examinations (verification, rests_on, sealed) \
             SELECT key, ?2, ?3 FROM verifications WHERE id = ?1 \
             ON CONFLICT (verification) DO UPDATE SET rests_on = excluded.rests_on, \
             sealed = excluded.sealed WHERE rests_on <> excluded.rests_on",
        )?
        .execute(params![id, kept.rests_on, kept.sealed])?;
    Ok(())
}

/// Returns the examination that is kept of a verification.
pub(crate) fn of(reader: &Reader, id: VerificationId) -> Result<Option<ExaminationRecord>, Fault> {
    Ok(reader
        .data
        .prepare_cached(
            "-- examination\n\
             SELECT rests_on, e.sealed FROM examinations AS e \
             JOIN verifications AS v ON v.key = e.verification WHERE v.id = ?1",
        )?
        .query_row([row::id(id.uuid())], |row| {
            Ok(ExaminationRecord {
                rests_on: row.get(0)?,
                sealed: row.get(1)?,
            })
        })
        .optional()?)
}

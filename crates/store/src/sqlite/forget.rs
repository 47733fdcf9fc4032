//! Deleting a verification: sealed data go at once, the key right after the commit, and the
//! tombstone stays.

use proofing::ports::Stored;
use rusqlite::params;
use verification::Tombstone;

use crate::sqlite::error::Fault;
use crate::sqlite::reviews;
use crate::sqlite::row;
use crate::sqlite::verification_row::{VerificationRow, expect_version};
use crate::sqlite::writer::Writer;
use crate::sqlite::{audit, deliveries, fingerprints, search};

/// Removes everything about the person. The row in `forgetting` makes the writer destroy the key
/// once this is committed, and again after a crash, until it has succeeded.
pub(crate) fn forget(
    writer: &mut Writer,
    stored: &Stored<Tombstone>,
) -> Result<VerificationRow, Fault> {
    let tombstone = &stored.value;
    let id = row::id(tombstone.id.uuid());
    let row = expect_version(writer, tombstone.id, stored.version)?;
    let key = row.key;
    writer
        .data
        .prepare_cached(
            "-- forget_verification\n\
             UPDATE verifications SET version = version + 1, stage = 'deleted', deleted_at = ?2, \
             journal_length = ?3, journal_last = ?4, announced = ?5, sealed = NULL WHERE key = ?1",
        )?
        .execute(params![
            key,
            row::time(tombstone.deleted_at),
            tombstone.journal.length,
            tombstone.journal.last.map(row::time),
            tombstone.announced,
        ])?;
    for sql in [
        "-- forget_entries\nUPDATE journal SET sealed = NULL WHERE verification = ?1 AND sealed IS NOT NULL",
        "-- forget_evidence\nDELETE FROM evidence WHERE verification = ?1",
        "-- forget_examination\nDELETE FROM examinations WHERE verification = ?1",
        "-- forget_answers\nUPDATE attempts SET answer = NULL WHERE answer IS NOT NULL \
         AND delivery IN (SELECT key FROM deliveries WHERE verification = ?1)",
    ] {
        writer.data.prepare_cached(sql)?.execute([key])?;
    }
    audit::forget(writer, tombstone.id)?;
    reviews::remove(writer, key)?;
    fingerprints::forget(writer, key)?;
    deliveries::forget(writer, key, tombstone.deleted_at)?;
    search::forget(writer, key, row.account)?;
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([id])?;
    writer.has_forgotten = true;
    Ok(row)
}

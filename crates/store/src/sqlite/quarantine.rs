//! The quarantine of orphans: keys and pictures for which no verification is known.

use jiff::{SignedDuration, Timestamp};
use rusqlite::params;
use uuid::Uuid;
use verification::VerificationId;

use crate::ports::{Quarantined, Standing};
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::standing::standing;
use crate::sqlite::writer::Writer;

/// Records new orphans, removes those that no longer are, and returns those after their quarantine
/// with the number of verifications.
pub(crate) fn quarantine(
    writer: &mut Writer,
    orphans: &[VerificationId],
    now: Timestamp,
    at_least: SignedDuration,
) -> Result<Quarantined, Fault> {
    let ids: Vec<[u8; 16]> = orphans.iter().map(|id| row::id(id.uuid())).collect();
    writer.data.execute_batch(
        "-- found_orphans\n\
         CREATE TEMP TABLE IF NOT EXISTS found (id BLOB NOT NULL PRIMARY KEY) WITHOUT ROWID; DELETE FROM found",
    )?;
    for id in &ids {
        writer
            .data
            .prepare_cached("-- find_orphan\nINSERT INTO found (id) VALUES (?1)")?
            .execute([id])?;
    }
    writer.data.execute(
        "-- strike_out_orphans\nDELETE FROM orphans WHERE id NOT IN (SELECT id FROM found)",
        [],
    )?;
    writer.data.execute(
        "-- note_orphans\n\
         INSERT INTO orphans (id, found_at) SELECT id, ?1 FROM found WHERE true ON CONFLICT DO NOTHING",
        [row::time(now)],
    )?;
    let since = now.checked_sub(at_least).unwrap_or(Timestamp::MIN);
    let due: Vec<VerificationId> = writer
        .data
        .prepare_cached("-- due_orphans\nSELECT id FROM orphans WHERE found_at <= ?1")?
        .query_map([row::time(since)], |row| row.get(0).map(Uuid::from_bytes))?
        .map(|id| id.map(VerificationId::new))
        .collect::<Result<_, _>>()?;
    let living: i64 = writer.data.query_row(
        "-- count_living\nSELECT count(*) FROM verifications WHERE sealed IS NOT NULL",
        [],
        |row| row.get(0),
    )?;
    Ok(Quarantined {
        due,
        living: usize::try_from(living).unwrap_or_default(),
    })
}

/// Records that the key of a verification is to be destroyed, if its state has not changed.
pub(crate) fn condemn(
    writer: &mut Writer,
    id: VerificationId,
    was: Standing,
) -> Result<bool, Fault> {
    if matches!(was, Standing::Living { .. }) || standing(&writer.data, id)? != was {
        return Ok(false);
    }
    writer.has_news = true;
    let id = row::id(id.uuid());
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([id])?;
    writer
        .data
        .prepare_cached("-- orphan_goes\nDELETE FROM orphans WHERE id = ?1")?
        .execute(params![id])?;
    writer.has_forgotten = true;
    Ok(true)
}

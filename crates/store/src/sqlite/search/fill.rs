//! Makes verifications searchable that an earlier version stored, from the newest to the oldest.
//!
//! How far this has come is stored with what it made, so that it goes on where it was after any
//! end of the process.

use proofing::ports::StoreError;
use rusqlite::{OptionalExtension, params};

use super::record;
use crate::codec::v1::columns;
use crate::ports::{BlindTerm, LateRecord, Unsearchable, VerificationRecord};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::writer::Writer;

/// Returns how many of the oldest verifications may have no terms yet.
pub(crate) fn missing(reader: &Reader) -> Result<u64, Fault> {
    let below: i64 = reader.data.query_row(
        "-- missing_terms\nSELECT missing_below FROM search_state",
        [],
        |row| row.get(0),
    )?;
    Ok(u64::try_from(below.saturating_sub(1)).unwrap_or_default())
}

/// Returns the newest verifications that have no terms yet.
pub(crate) fn unsearchable(
    writer: &Writer,
    mark: BlindTerm,
    limit: usize,
) -> Result<Unsearchable, Fault> {
    // Terms of another key find nothing. That key was lost with an older `keys.db`.
    writer
        .data
        .prepare_cached(
            "-- make_anew\n\
             UPDATE search_state SET made_with = ?1, missing_below = CASE WHEN made_with IS NULL \
             THEN missing_below ELSE (SELECT coalesce(max(key), 0) + 1 FROM verifications) END \
             WHERE made_with IS NOT ?1",
        )?
        .execute([mark.0])?;
    let mut statement = writer.data.prepare_cached(
        "-- unsearchable\n\
         SELECT key, id, account, reference, transaction_id, version, stage, created_at, deleted_at, \
         journal_length, journal_last, announced, sealed FROM verifications \
         WHERE key < (SELECT missing_below FROM search_state) AND sealed IS NOT NULL \
         ORDER BY key DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut found = Unsearchable {
        records: Vec::new(),
        below: 0,
    };
    while let Some(row) = rows.next()? {
        let cells = Cells::new("verifications", "id", row);
        found.below = cells.read("key", |key: i64| u64::try_from(key).ok())?;
        match VerificationRecord::try_from(&cells) {
            Ok(VerificationRecord::Living(living)) => found.records.push(living),
            Ok(VerificationRecord::Forgotten(_)) => {}
            // One damaged row must not keep all older ones from being found.
            Err(fault) => {
                let error = StoreError::from(fault);
                tracing::warn!(error = %error, "a verification cannot be made searchable");
            }
        }
    }
    Ok(found)
}

/// Stores records that were made late, and that none is missing at this place or above it.
pub(crate) fn make_searchable(
    writer: &Writer,
    records: &[LateRecord],
    from: u64,
) -> Result<(), Fault> {
    for late in records {
        let row: Option<(i64, [u8; 16], String)> = writer
            .data
            .prepare_cached(
                "-- late_record\n\
                 SELECT key, account, stage FROM verifications \
                 WHERE id = ?1 AND version = ?2 AND sealed IS NOT NULL",
            )?
            .query_row(params![row::id(late.id.uuid()), late.version], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        // Whatever was stored since has brought its own record.
        let Some((key, account, stage)) = row else {
            continue;
        };
        let Some(stage) = columns::stage(&stage) else {
            continue;
        };
        record::update(writer, key, account, stage, &late.search)?;
    }
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    writer
        .data
        .prepare_cached(
            "-- made_searchable\nUPDATE search_state SET missing_below = min(missing_below, ?1)",
        )?
        .execute([from])?;
    Ok(())
}

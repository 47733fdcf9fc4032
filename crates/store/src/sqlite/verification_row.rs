//! The row of a verification that a change builds on.

use proofing::ports::StoreError;
use rusqlite::OptionalExtension;
use verification::VerificationId;
use verification::stage::StageName;

use crate::codec::v1::columns;
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// The row to which the rest of a change belongs.
pub(crate) struct VerificationRow {
    pub(crate) key: i64,
    pub(crate) id: VerificationId,
    /// The account, as it is stored.
    pub(crate) account: [u8; 16],
    /// The previous length of the journal.
    pub(crate) journal_length: u32,
    /// Whether it awaited review.
    pub(crate) was_in_review: bool,
}

/// Returns the row on which a change builds, or a conflict if it is not of this version.
pub(crate) fn expect_version(
    writer: &Writer,
    id: VerificationId,
    version: u64,
) -> Result<VerificationRow, Fault> {
    let row: Option<(i64, u64, String, u32, [u8; 16])> = writer
        .data
        .prepare_cached(
            "-- expect_version\nSELECT key, version, stage, journal_length, account FROM verifications WHERE id = ?1",
        )?
        .query_row([row::id(id.uuid())], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    match row {
        Some((key, stored, stage, journal_length, account))
            if stored == version && stage != "deleted" =>
        {
            Ok(VerificationRow {
                key,
                id,
                account,
                journal_length,
                was_in_review: columns::stage(&stage) == Some(StageName::InReview),
            })
        }
        _ => Err(StoreError::Conflict.into()),
    }
}

//! What is known about an ID.

use rusqlite::{Connection, OptionalExtension};
use verification::VerificationId;

use crate::ports::Standing;
use crate::sqlite::error::Fault;
use crate::sqlite::row;

/// Returns what is known about an ID.
pub(crate) fn standing(data: &Connection, id: VerificationId) -> Result<Standing, Fault> {
    let found: Option<(u64, bool)> = data
        .prepare_cached(
            "-- standing\nSELECT version, stage = 'deleted' FROM verifications WHERE id = ?1",
        )?
        .query_row([row::id(id.uuid())], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(match found {
        None if has_other_key(data, id)? => Standing::Living { version: 0 },
        None => Standing::Unknown,
        Some((_, true)) => Standing::Forgotten,
        Some((version, false)) => Standing::Living { version },
    })
}

/// Returns true if it is the ID of a key that belongs to something else than a verification.
fn has_other_key(data: &Connection, id: VerificationId) -> Result<bool, Fault> {
    Ok(data
        .prepare_cached(
            "-- has_other_key\n\
             SELECT EXISTS (SELECT 1 FROM account_keys WHERE id = ?1) \
             OR EXISTS (SELECT 1 FROM enrolments WHERE id = ?1)",
        )?
        .query_row([row::id(id.uuid())], |row| row.get(0))?)
}

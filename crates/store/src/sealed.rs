//! The places for which the values of a verification are sealed, and the names of its pictures.
//!
//! Both readers and the writer read the names here.

use proofing::ports::{EvidenceRef, StoreError};
use rusqlite::Connection;
use verification::VerificationId;

use crate::codec;
use crate::seal::{Key, place, unseal};
use crate::sqlite::error::Fault;
use crate::sqlite::row::Cells;

/// Either the verification was just deleted, or `keys.db` does not belong to these data.
pub(crate) const KEY_GONE: StoreError = StoreError::Unsealable("the verification's key is gone");

/// Returns the names of the pictures of a row, in the order in which the slots were first filled.
pub(crate) fn evidence(
    data: &Connection,
    row: i64,
    id: VerificationId,
    key: &Key,
) -> Result<Vec<EvidenceRef>, Fault> {
    let mut statement = data.prepare_cached(
        "-- evidence\nSELECT position, sealed FROM evidence WHERE verification = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([row])?;
    let mut pictures = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("evidence", "position", row);
        let at = cells.read("position", |at: i64| usize::try_from(at).ok())?;
        let sealed: Vec<u8> = cells.get("sealed")?;
        let plain = unseal(key, &evidence_place(id, at), &sealed)?;
        pictures.push(codec::decode(&plain, format_args!("{id}/{at}"))?);
    }
    Ok(pictures)
}

/// Returns the place of a verification: its ID and version, so that an older value does not open.
pub(crate) fn sealed_place(id: VerificationId, version: u64) -> String {
    place("verifications.sealed", format_args!("{id}/{version}"))
}

/// Returns the place of the private part of an entry.
pub(crate) fn entry_place(id: VerificationId, number: u32) -> String {
    place("journal.sealed", format_args!("{id}/{number}"))
}

/// Returns the place of the name of a picture.
pub(crate) fn evidence_place(id: VerificationId, position: usize) -> String {
    place("evidence.sealed", format_args!("{id}/{position}"))
}

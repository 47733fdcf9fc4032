//! The names of a verification's pictures.

use rusqlite::params;
use verification::VerificationId;

use crate::ports::{EvidenceRecord, Standing};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::standing::standing;
use crate::sqlite::writer::Writer;

/// Returns the names of a verification's pictures by position, and what it was when it had them.
pub(crate) fn of(
    reader: &Reader,
    id: VerificationId,
) -> Result<(Standing, Vec<EvidenceRecord>), Fault> {
    let standing = standing(&reader.data, id)?;
    let mut statement = reader.data.prepare_cached(
        "-- evidence\n\
         SELECT position, e.sealed FROM evidence AS e \
         JOIN verifications AS v ON v.key = e.verification WHERE v.id = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([row::id(id.uuid())])?;
    let mut pictures = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("evidence", "position", row);
        pictures.push(EvidenceRecord {
            position: cells.read("position", |at: i64| usize::try_from(at).ok())?,
            sealed: cells.get("sealed")?,
        });
    }
    Ok((standing, pictures))
}

/// Adds pictures, each in place of the one that is at its position, if there is one.
pub(crate) fn add(writer: &Writer, key: i64, pictures: &[EvidenceRecord]) -> Result<(), Fault> {
    for picture in pictures {
        writer
            .data
            .prepare_cached(
                "-- add_evidence\n\
                 INSERT OR REPLACE INTO evidence (verification, position, sealed) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![key, picture.position as i64, picture.sealed])?;
    }
    Ok(())
}

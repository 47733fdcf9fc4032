//! Deletes what was to be sent.

use jiff::Timestamp;
use rusqlite::params;

use super::order::settle;
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Deletes a verification's personal bodies, and ends the deliveries of those that are not over.
///
/// One that is being sent at the moment loses its body but keeps its place, because later ones must
/// not overtake it. It ends with its attempt, or when its lease expires.
pub(crate) fn forget(writer: &Writer, verification: i64, at: Timestamp) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- forget_deliveries\n\
             UPDATE deliveries SET state = 'forgotten', ended_at = ?2, due_at = NULL, free_at = NULL, \
             leased_until = NULL \
             WHERE verification = ?1 AND is_personal AND state IN ('waiting', 'ready') \
             AND NOT (state = 'ready' AND coalesce(leased_until > ?2, 0))",
        )?
        .execute(params![verification, row::time(at)])?;
    writer
        .data
        .prepare_cached(
            "-- forget_bodies\n\
             UPDATE deliveries SET body = NULL, body_form = 'forgotten' WHERE verification = ?1 AND is_personal",
        )?
        .execute([verification])?;
    let destinations: Vec<i64> = writer
        .data
        .prepare_cached(
            "-- destinations_of\n\
             SELECT DISTINCT destination FROM deliveries WHERE verification = ?1 AND state = 'waiting'",
        )?
        .query_map([verification], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for destination in destinations {
        settle(writer, verification, destination, at)?;
    }
    Ok(())
}

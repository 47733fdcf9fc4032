//! Order: of the unfinished deliveries of one verification to one destination, one is ready.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use verification::notification::DeliveryState;

use crate::codec::v1::columns;
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Makes the first unfinished delivery of a verification and destination the one that is ready.
///
/// A later one that is ready gives way to it, unless it is being sent; in that case the first one
/// waits.
pub(super) fn settle(
    writer: &Writer,
    verification: i64,
    destination: i64,
    now: Timestamp,
) -> Result<(), Fault> {
    let first: Option<(i64, bool)> = writer
        .data
        .prepare_cached(
            "-- first_in_order\n\
             SELECT key, state = 'ready' FROM deliveries \
             WHERE verification = ?1 AND destination = ?2 AND state IN ('ready', 'waiting') \
             ORDER BY number, key LIMIT 1",
        )?
        .query_row([verification, destination], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((first, false)) = first else {
        return Ok(());
    };
    let ready: Option<(i64, bool)> = writer
        .data
        .prepare_cached(
            "-- ready_in_order\n\
             SELECT key, coalesce(leased_until > ?3, 0) FROM deliveries \
             WHERE verification = ?1 AND destination = ?2 AND state = 'ready'",
        )?
        .query_row(params![verification, destination, row::time(now)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    match ready {
        Some((_, true)) => return Ok(()),
        Some((ready, false)) => {
            writer
                .data
                .prepare_cached(
                    "-- step_back\n\
                     UPDATE deliveries SET state = 'waiting', free_at = NULL, leased_until = NULL \
                     WHERE key = ?1",
                )?
                .execute([ready])?;
        }
        None => {}
    }
    // One that was ready before keeps its times, because its schedule continues.
    writer
        .data
        .prepare_cached(
            "-- promote\n\
             UPDATE deliveries SET state = 'ready', first_due_at = coalesce(first_due_at, ?2), \
             due_at = coalesce(due_at, ?2), free_at = coalesce(due_at, ?2) WHERE key = ?1",
        )?
        .execute([first, row::time(now)])?;
    Ok(())
}

/// Ends a delivery.
pub(super) fn end(
    writer: &Writer,
    key: i64,
    state: DeliveryState,
    at: Timestamp,
    note: Option<&str>,
) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- end_delivery\n\
             UPDATE deliveries SET state = ?2, ended_at = ?3, note = ?4, due_at = NULL, free_at = NULL, \
             leased_until = NULL WHERE key = ?1",
        )?
        .execute(params![key, columns::delivery_state_word(state), row::time(at), note])?;
    Ok(())
}

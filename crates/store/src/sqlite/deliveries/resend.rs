//! Sends again what is over.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use verification::NotificationId;

use super::order::settle;
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Makes a delivery that is over ready again and enables its destination. Returns false if that is
/// impossible.
///
/// The order also holds for it: a later one that is ready and not being sent gives way; one that is
/// being sent goes first.
pub(crate) fn resend(
    writer: &mut Writer,
    id: NotificationId,
    now: Timestamp,
) -> Result<bool, Fault> {
    writer.has_news = true;
    let row: Option<(i64, i64, i64)> = writer
        .data
        .prepare_cached(
            "-- resendable\n\
             SELECT key, verification, destination FROM deliveries \
             WHERE id = ?1 AND state IN ('delivered', 'failed') AND body_form <> 'forgotten'",
        )?
        .query_row([row::id(id.uuid())], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((key, verification, destination)) = row else {
        return Ok(false);
    };
    let at = row::time(now);
    writer
        .data
        .prepare_cached(
            "-- enable_destination\nUPDATE destinations SET disabled_at = NULL WHERE key = ?1",
        )?
        .execute([destination])?;
    writer
        .data
        .prepare_cached(
            "-- resend\n\
             UPDATE deliveries SET state = 'waiting', first_due_at = ?2, due_at = ?2, ended_at = NULL, \
             tries = 0, crashes = 0, note = NULL WHERE key = ?1",
        )?
        .execute(params![key, at])?;
    settle(writer, verification, destination, now)?;
    Ok(true)
}

//! Stores notifications as deliveries.

use jiff::Timestamp;
use proofing::ports::{Lane, StoreError};
use rusqlite::{OptionalExtension, params};
use verification::notification::{NewNotification, NotificationKind};

use crate::codec::v1::columns::told_word;
use crate::ports::{Body, NewDelivery};
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::verification_row::VerificationRow;
use crate::sqlite::writer::Writer;

/// The reason why a delivery failed without an attempt.
pub(super) const DISABLED: &str = "the destination is disabled: it answered 410";

struct Destination {
    key: i64,
    lane: i64,
    is_disabled: bool,
}

/// Stores a notification. It is ready if it is the only unfinished one of its verification and
/// destination, waits behind the others if not, and fails if the destination is disabled.
pub(crate) fn add(
    writer: &Writer,
    row: &VerificationRow,
    NewDelivery { new, body }: &NewDelivery,
) -> Result<(), Fault> {
    if new.verification != row.id {
        let row = new.id.to_string();
        return Err(StoreError::Inconsistent {
            table: "deliveries",
            column: "verification",
            row,
        }
        .into());
    }
    let (form, body) = match body {
        Body::Rendered => ("rendered", None),
        Body::Plain(body) => ("plain", Some(body)),
        Body::Sealed(body) => ("sealed", Some(body)),
    };
    let destination = destination(writer, new)?;
    if new.told == NotificationKind::Journal
        && is_told_anyway(writer, row, &destination, new.created_at)?
    {
        return Ok(());
    }
    let has_earlier: bool = writer
        .data
        .prepare_cached(
            "-- has_earlier\n\
             SELECT EXISTS (SELECT 1 FROM deliveries \
             WHERE verification = ?1 AND destination = ?2 AND state IN ('waiting', 'ready'))",
        )?
        .query_row(params![row.key, destination.key], |row| row.get(0))?;
    let now = row::time(new.created_at);
    let (state, due, ended, note) = match (destination.is_disabled, has_earlier) {
        (true, _) => ("failed", None, Some(now), Some(DISABLED)),
        (false, true) => ("waiting", None, None, None),
        (false, false) => ("ready", Some(now), None, None),
    };
    writer
        .data
        .prepare_cached(
            "-- add_delivery\n\
             INSERT INTO deliveries (id, verification, destination, lane, number, told, state, created_at, \
             first_due_at, due_at, free_at, ended_at, note, is_personal, body_form, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            row::id(new.id.uuid()),
            row.key,
            destination.key,
            destination.lane,
            new.number,
            told_word(new.told),
            state,
            now,
            due,
            ended,
            note,
            new.is_personal,
            form,
            body,
        ])?;
    Ok(())
}

/// Returns true if the journal is still to be sent there. It is sent whole, so the one that waits
/// includes this change. One that is being sent at the moment was rendered before.
fn is_told_anyway(
    writer: &Writer,
    row: &VerificationRow,
    destination: &Destination,
    now: Timestamp,
) -> Result<bool, Fault> {
    let waits = writer
        .data
        .prepare_cached(
            "-- is_told_anyway\n\
             SELECT EXISTS (SELECT 1 FROM deliveries \
             WHERE verification = ?1 AND destination = ?2 AND told = 'journal' AND (state = 'waiting' \
             OR state = 'ready' AND (leased_until IS NULL OR leased_until <= ?3)))",
        )?
        .query_row(params![row.key, destination.key, row::time(now)], |row| {
            row.get(0)
        })?;
    Ok(waits)
}

/// Disables a destination, and fails everything that was still to be sent to it.
pub(super) fn disable(writer: &Writer, destination: i64, at: Timestamp) -> Result<(), Fault> {
    let at = row::time(at);
    writer
        .data
        .prepare_cached(
            "-- disable_destination\nUPDATE destinations SET disabled_at = ?2 WHERE key = ?1",
        )?
        .execute(params![destination, at])?;
    writer
        .data
        .prepare_cached(
            "-- fail_destination\n\
             UPDATE deliveries INDEXED BY deliveries_open SET state = 'failed', ended_at = ?2, note = ?3, \
             due_at = NULL, free_at = NULL, leased_until = NULL \
             WHERE destination = ?1 AND ended_at IS NULL",
        )?
        .execute(params![destination, at, DISABLED])?;
    Ok(())
}

fn destination(writer: &Writer, new: &NewNotification) -> Result<Destination, Fault> {
    let account = row::id(new.account.uuid());
    let url = new.destination.as_str();
    let known = writer
        .data
        .prepare_cached(
            "-- destination\n\
             SELECT key, lane, disabled_at IS NOT NULL FROM destinations WHERE account = ?1 AND url = ?2",
        )?
        .query_row(params![account, url], |row| {
            Ok(Destination { key: row.get(0)?, lane: row.get(1)?, is_disabled: row.get(2)? })
        })
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let origin = Lane::of(new.account, &new.destination).origin;
    writer
        .data
        .prepare_cached("-- add_lane\nINSERT INTO lanes (account, origin) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![account, origin])?;
    let lane: i64 = writer
        .data
        .prepare_cached("-- lane\nSELECT key FROM lanes WHERE account = ?1 AND origin = ?2")?
        .query_row(params![account, origin], |row| row.get(0))?;
    writer
        .data
        .prepare_cached(
            "-- add_destination\nINSERT INTO destinations (account, url, lane) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![account, url, lane])?;
    Ok(Destination {
        key: writer.data.last_insert_rowid(),
        lane,
        is_disabled: false,
    })
}

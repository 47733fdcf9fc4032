//! Ends attempts: the attempt is always stored, but the delivery only changes for its holder.

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{DeliveryLease, StoreError};
use rusqlite::{OptionalExtension, params};
use verification::notification::{Attempt, AttemptEnd, DeliveryState};

use super::add::{DISABLED, disable};
use super::order::{end, settle};
use crate::ports::{AttemptRecord, Finished};
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

struct Row {
    key: i64,
    verification: i64,
    destination: i64,
    attempts: u32,
    is_held: bool,
    is_forgotten: bool,
    is_disabled: bool,
}

/// Stores an attempt and what follows from it, or returns the number of the attempt if its answer
/// was sealed for another one.
pub(crate) fn finish(
    writer: &mut Writer,
    lease: &DeliveryLease,
    record: &AttemptRecord,
    ending: &AttemptEnd,
) -> Result<Finished, Fault> {
    writer.has_news = true;
    let attempt = &record.attempt;
    let row = writer
        .data
        .prepare_cached(
            "-- leased_delivery\n\
             SELECT key, verification, destination, attempts, \
             state = 'ready' AND leases = ?2 AND leased_until IS NOT NULL, \
             body_form = 'forgotten', \
             state = 'failed' AND leases = ?2 AND note IS ?3 FROM deliveries WHERE id = ?1",
        )?
        .query_row(
            params![row::id(lease.delivery.id.uuid()), lease.token, DISABLED],
            |row| {
                Ok(Row {
                    key: row.get(0)?,
                    verification: row.get(1)?,
                    destination: row.get(2)?,
                    attempts: row.get(3)?,
                    is_held: row.get(4)?,
                    is_forgotten: row.get(5)?,
                    is_disabled: row.get(6)?,
                })
            },
        )
        .optional()?
        .ok_or(StoreError::Conflict)?;
    let number = row.attempts.saturating_add(1);
    if record.answer.is_some() && record.number != number {
        return Ok(Finished::Number(number));
    }
    keep(writer, &row, record, number)?;
    let ended = ended_at(attempt);
    if !row.is_held {
        // Another attempt's 410 came while this one was on its way; it arrived all the same.
        if row.is_disabled && *ending == AttemptEnd::Delivered {
            end(writer, row.key, DeliveryState::Delivered, ended, None)?;
        }
        return Ok(Finished::Stored);
    }
    match ending {
        // There is nothing left to send again.
        AttemptEnd::Retry(_) if row.is_forgotten => {
            end(writer, row.key, DeliveryState::Forgotten, ended, None)?;
        }
        AttemptEnd::Retry(at) => {
            writer
                .data
                .prepare_cached(
                    "-- retry_delivery\n\
                     UPDATE deliveries SET due_at = ?2, free_at = ?2, leased_until = NULL, \
                     tries = tries + 1, crashes = 0 WHERE key = ?1",
                )?
                .execute([row.key, row::time(*at)])?;
        }
        AttemptEnd::Delivered => end(writer, row.key, DeliveryState::Delivered, ended, None)?,
        AttemptEnd::GiveUp => end(writer, row.key, DeliveryState::Failed, ended, None)?,
        AttemptEnd::DisableDestination => {
            end(writer, row.key, DeliveryState::Failed, ended, None)?;
            disable(writer, row.destination, ended)?;
        }
    }
    settle(writer, row.verification, row.destination, ended)?;
    Ok(Finished::Stored)
}

/// Stores the attempt. The answer of a deleted verification's receiver is not kept, because there
/// is no key left that opens it.
fn keep(writer: &Writer, row: &Row, record: &AttemptRecord, number: u32) -> Result<(), Fault> {
    let attempt = &record.attempt;
    writer
        .data
        .prepare_cached(
            "-- keep_attempt\n\
             INSERT INTO attempts (delivery, number, id, at, took, status, error, answer) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, \
             (SELECT ?8 FROM verifications WHERE key = ?9 AND stage <> 'deleted'))",
        )?
        .execute(params![
            row.key,
            number,
            row::id(attempt.id.uuid()),
            row::time(attempt.at),
            i64::try_from(attempt.took.as_nanos()).unwrap_or(i64::MAX),
            attempt.status,
            attempt.error,
            record.answer,
            row.verification,
        ])?;
    writer
        .data
        .prepare_cached("-- count_attempt\nUPDATE deliveries SET attempts = ?2 WHERE key = ?1")?
        .execute(params![row.key, number])?;
    Ok(())
}

fn ended_at(attempt: &Attempt) -> Timestamp {
    SignedDuration::try_from(attempt.took)
        .ok()
        .and_then(|took| attempt.at.checked_add(took).ok())
        .unwrap_or(attempt.at)
}

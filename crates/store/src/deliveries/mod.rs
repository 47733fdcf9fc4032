//! The outbox: deliveries in order, leased lane by lane, kept with their attempts.
//!
//! Of the deliveries of one verification to one destination that are not over, one is ready and the
//! others wait. Everything here keeps it so.

mod add;
mod finish;
mod lease;
mod resend;
mod show;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use verification::NotificationId;
use verification::telling::{Delivery, DeliveryState};
use verification::{AccountId, VerificationId};

pub(crate) use self::add::add;
pub(crate) use self::finish::finish;
pub(crate) use self::lease::lease;
pub(crate) use self::resend::resend;
pub(crate) use self::show::{list, one};

use crate::cells::{self, Cells};
use crate::codec::v1::columns;
use crate::fault::Fault;
use crate::seal::place;
use crate::writer::Writer;

/// Makes the first delivery of a verification and destination that is not over the ready one.
///
/// A later one that is ready steps back for it, unless it is being sent: then it is waited for.
fn settle(
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
        .query_row(
            params![verification, destination, cells::time(now)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
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
    // One that was ready before keeps its times: its schedule goes on.
    writer
        .data
        .prepare_cached(
            "-- promote\n\
             UPDATE deliveries SET state = 'ready', first_due_at = coalesce(first_due_at, ?2), \
             due_at = coalesce(due_at, ?2), free_at = coalesce(due_at, ?2) WHERE key = ?1",
        )?
        .execute([first, cells::time(now)])?;
    Ok(())
}

/// Ends a delivery.
fn end(
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
        .execute(params![key, columns::delivery_state_word(state), cells::time(at), note])?;
    Ok(())
}

/// Forgets a verification's personal bodies, and the deliveries of those that are not over.
///
/// One that is being sent at this moment loses its body and keeps its place: what follows must not
/// overtake it. It ends with its attempt, or when its lease runs out.
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
        .execute(params![verification, cells::time(at)])?;
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

/// Where a body is sealed for.
fn body_place(id: NotificationId) -> String {
    place("deliveries.body", id)
}

/// Where an answer is sealed for.
fn answer_place(id: NotificationId, number: u32) -> String {
    place("attempts.answer", format_args!("{id}/{number}"))
}

/// The columns that a [`Delivery`] is made of.
const COLUMNS: &str = "SELECT d.key, d.id, v.id AS verification, t.account, t.url, d.number, d.told, d.state, \
     d.attempts, d.tries, d.crashes, d.created_at, d.first_due_at, d.due_at, d.ended_at, d.leases, d.body_form, d.body \
     FROM deliveries d \
     JOIN verifications v ON v.key = d.verification \
     JOIN destinations t ON t.key = d.destination";

impl TryFrom<&Cells<'_>> for Delivery {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        let state = cells.read("state", |name: String| columns::delivery_state(&name))?;
        let due_at = cells.time_if_any("due_at")?;
        Ok(Self {
            id: cells.id("id", NotificationId::new)?,
            verification: cells.id("verification", VerificationId::new)?,
            account: cells.id("account", AccountId::new)?,
            number: cells.get("number")?,
            told: cells.read("told", |name: String| columns::told(&name))?,
            destination: cells.read("url", |text: String| {
                verification::request::HttpUrl::stored(&text).ok()
            })?,
            state,
            attempts: cells.get("attempts")?,
            created_at: cells.time("created_at")?,
            next_attempt_at: due_at.filter(|_| state == DeliveryState::Ready),
            ended_at: cells.time_if_any("ended_at")?,
        })
    }
}

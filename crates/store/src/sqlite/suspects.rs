//! Suspects: jobs and deliveries that were under way at [`SUSPECT`] consecutive deaths of the
//! server.
//!
//! A suspect runs alone, so that another death says something about it. It is leased when nothing
//! else is under way, and nothing else is leased while it runs. Requests that examine their own
//! pictures also hold leases and cannot be made to wait, so there may always be one of them: a
//! suspect waits at most [`PATIENCE`], then runs beside them, and its death is not counted. It is
//! tried again at growing intervals, or as soon as the server has nothing else to do.
//!
//! Both tables have the same columns for this, so what is written for one holds for the other.

use jiff::{SignedDuration, Timestamp};
use proofing::ports::SUSPECT;
use rusqlite::params;

use crate::sqlite::backlog;
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// How long everything else waits for a suspect's turn to run alone.
const PATIENCE: SignedDuration = SignedDuration::from_secs(15);

/// How long everything else waits for a suspect that runs alone.
const ALONE: SignedDuration = SignedDuration::from_secs(30);

/// What may be leased now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Everything that is due and not suspected.
    Others,
    /// This suspect and nothing else.
    Alone(i64),
    /// This suspect, which has waited long enough, and others.
    Beside(i64),
    /// Nothing, because a suspect runs alone or is about to.
    Nobody,
}

/// The kind of work that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Jobs. Those that are only due because of the time are left out if the clock is not believed.
    Jobs { is_believed: bool },
    /// Deliveries.
    Deliveries,
}

/// Returns what may be leased of one kind.
pub(crate) fn turn(writer: &Writer, kind: Kind, now: Timestamp) -> Result<Turn, Fault> {
    let at = row::time(now);
    if runs_alone(writer, at)? {
        return Ok(Turn::Nobody);
    }
    // Times that only the clock makes due do not matter for the other kind's wait: at worst it is
    // waited for without need.
    let (mine, other) = match kind {
        Kind::Jobs { is_believed } => (job(writer, at, is_believed)?, delivery(writer, at)?),
        Kind::Deliveries => (delivery(writer, at)?, job(writer, at, true)?),
    };
    if mine.is_none() && other.is_none() {
        return Ok(paused(writer, kind, now)?.map_or(Turn::Others, Turn::Alone));
    }
    let is_patient = |suspect: &Suspect| suspect.since > row::time(back(now, PATIENCE));
    match mine {
        Some(suspect) if !is_anything_leased(writer)? => Ok(Turn::Alone(suspect.key)),
        Some(suspect) if !is_patient(&suspect) => Ok(Turn::Beside(suspect.key)),
        Some(_) => Ok(Turn::Nobody),
        None if other.as_ref().is_some_and(is_patient) => Ok(Turn::Nobody),
        None => Ok(Turn::Others),
    }
}

/// Returns until when a suspect that is leased now runs alone.
pub(crate) fn alone_until(now: Timestamp) -> i64 {
    row::time(now.checked_add(ALONE).unwrap_or(Timestamp::MAX))
}

/// Records that something was leased beside the suspects that are under way.
pub(crate) fn disturb(writer: &Writer) -> Result<(), Fault> {
    for sql in [
        "-- disturb_jobs\n\
         UPDATE jobs INDEXED BY jobs_crashed SET alone_until = NULL \
         WHERE state = 'open' AND crashes > 0 AND alone_until IS NOT NULL",
        "-- disturb_deliveries\n\
         UPDATE deliveries INDEXED BY deliveries_crashed SET alone_until = NULL \
         WHERE free_at IS NOT NULL AND crashes > 0 AND alone_until IS NOT NULL",
    ] {
        writer.data.prepare_cached(sql)?.execute([])?;
    }
    Ok(())
}

/// Releases the leases of other processes that expired. Their holders died, and that is counted
/// before anybody runs the work again.
pub(crate) fn reap(writer: &Writer, now: Timestamp) -> Result<(), Fault> {
    for table in ["jobs", "deliveries"] {
        let sql = format!(
            "-- reap_{table}\n\
             UPDATE {table} INDEXED BY {table}_leased SET {COUNTED}, \
             free_at = CASE WHEN {COUNTS} THEN free_at ELSE {LATER} END, \
             leased_until = NULL, holder = NULL, alone_until = NULL \
             WHERE leased_until IS NOT NULL AND leased_until <= ?1 AND holder IS NOT ?3"
        );
        let params = params![row::time(now), SUSPECT, writer.holder];
        writer.data.prepare_cached(&sql)?.execute(params)?;
    }
    Ok(())
}

/// Releases every lease, and counts one more holder that died with it, because nobody else holds
/// any.
pub(crate) fn release(writer: &Writer, now: Timestamp) -> Result<usize, Fault> {
    let mut released = 0;
    for table in ["jobs", "deliveries"] {
        let sql = format!(
            "-- release_{table}\n\
             UPDATE {table} INDEXED BY {table}_leased SET {COUNTED}, \
             free_at = CASE WHEN {COUNTS} THEN due_at ELSE {LATER} END, \
             leased_until = NULL, holder = NULL, alone_until = NULL WHERE leased_until IS NOT NULL"
        );
        released += writer
            .data
            .execute(&sql, params![row::time(now), SUSPECT])?;
    }
    Ok(released)
}

/// Whether the death of a row's holder says something about it; `?2` is [`SUSPECT`].
const COUNTS: &str = "(crashes < ?2 OR alone_until IS NOT NULL)";

/// The column that counts it.
const COUNTED: &str = "crashes = crashes + (crashes < ?2 OR alone_until IS NOT NULL)";

/// When a suspect is tried again whose holder died at `?1` beside others: after an interval that
/// doubles each time, up to an hour.
const LATER: &str = "?1 + 1000000000 * min(1 << min(leases, 12), 3600)";

struct Suspect {
    key: i64,
    /// The time from which it could have been leased.
    since: i64,
}

/// Returns a suspect that waits for longer than it was scheduled to, because its holder died beside
/// others, if the server has been up for a while and has nothing else to do: its turn is now.
fn paused(writer: &Writer, kind: Kind, now: Timestamp) -> Result<Option<i64>, Fault> {
    if writer.calm_at.is_some_and(|calm| now < calm) {
        return Ok(None);
    }
    let (sql, is_believed) = match kind {
        Kind::Jobs { is_believed } => (
            "-- paused_job\n\
             SELECT key FROM jobs INDEXED BY jobs_crashed \
             WHERE state = 'open' AND crashes > 0 AND crashes >= ?2 AND leased_until IS NULL \
             AND due_at <= ?1 AND (?3 OR kind NOT IN ('expire', 'retain')) \
             ORDER BY free_at, key LIMIT 1",
            is_believed,
        ),
        Kind::Deliveries => (
            "-- paused_delivery\n\
             SELECT key FROM deliveries INDEXED BY deliveries_crashed \
             WHERE free_at IS NOT NULL AND crashes > 0 AND crashes >= ?2 AND leased_until IS NULL \
             AND due_at <= ?1 AND ?3 ORDER BY free_at, key LIMIT 1",
            true,
        ),
    };
    let paused: Option<i64> = writer
        .data
        .prepare_cached(sql)?
        .query_map(params![row::time(now), SUSPECT, is_believed], |row| {
            row.get(0)
        })?
        .next()
        .transpose()?;
    let is_idle = |writer: &Writer| -> Result<bool, Fault> {
        Ok(!is_anything_leased(writer)?
            && backlog::earliest_due(&writer.data)?.is_none_or(|due| due > now))
    };
    Ok(match paused {
        Some(key) if is_idle(writer)? => Some(key),
        _ => None,
    })
}

fn runs_alone(writer: &Writer, now: i64) -> Result<bool, Fault> {
    Ok(writer
        .data
        .prepare_cached(
            "-- runs_alone\n\
             SELECT EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_crashed \
              WHERE state = 'open' AND crashes > 0 AND leased_until > ?1 AND alone_until > ?1) \
             OR EXISTS (SELECT 1 FROM deliveries INDEXED BY deliveries_crashed \
              WHERE free_at IS NOT NULL AND crashes > 0 AND leased_until > ?1 AND alone_until > ?1)",
        )?
        .query_row([now], |row| row.get(0))?)
}

/// A lease of this process that expired still counts, because its holder may be working.
fn is_anything_leased(writer: &Writer) -> Result<bool, Fault> {
    Ok(writer
        .data
        .prepare_cached(
            "-- is_anything_leased\n\
             SELECT EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_leased WHERE leased_until IS NOT NULL) \
             OR EXISTS (SELECT 1 FROM deliveries INDEXED BY deliveries_leased WHERE leased_until IS NOT NULL)",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Returns the suspected job whose turn it is. There is none while another job that crashed is
/// running, or is less suspected and about to run.
fn job(writer: &Writer, now: i64, is_believed: bool) -> Result<Option<Suspect>, Fault> {
    Ok(writer
        .data
        .prepare_cached(
            "-- suspect_job\n\
             SELECT key, free_at FROM jobs INDEXED BY jobs_crashed \
             WHERE state = 'open' AND crashes > 0 AND crashes >= ?2 AND free_at <= ?1 \
             AND (?3 OR kind NOT IN ('expire', 'retain')) AND NOT EXISTS \
             (SELECT 1 FROM jobs INDEXED BY jobs_crashed WHERE state = 'open' AND crashes > 0 \
              AND (leased_until > ?1 OR (crashes < ?2 AND free_at <= ?1 \
              AND (?3 OR kind NOT IN ('expire', 'retain'))))) \
             ORDER BY free_at, key LIMIT 1",
        )?
        .query_map(params![now, SUSPECT, is_believed], suspect)?
        .next()
        .transpose()?)
}

/// Returns the suspected delivery whose turn it is. There is none while another that crashed is
/// being sent. A less suspected one may wait for a slot of its lane for hours, so nothing waits for
/// it.
fn delivery(writer: &Writer, now: i64) -> Result<Option<Suspect>, Fault> {
    Ok(writer
        .data
        .prepare_cached(
            "-- suspect_delivery\n\
             SELECT key, free_at FROM deliveries INDEXED BY deliveries_crashed \
             WHERE free_at IS NOT NULL AND crashes > 0 AND crashes >= ?2 AND free_at <= ?1 AND NOT EXISTS \
             (SELECT 1 FROM deliveries INDEXED BY deliveries_crashed \
              WHERE free_at IS NOT NULL AND crashes > 0 AND leased_until > ?1) \
             ORDER BY free_at, key LIMIT 1",
        )?
        .query_map(params![now, SUSPECT], suspect)?
        .next()
        .transpose()?)
}

fn suspect(row: &rusqlite::Row<'_>) -> Result<Suspect, rusqlite::Error> {
    Ok(Suspect {
        key: row.get(0)?,
        since: row.get(1)?,
    })
}

fn back(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}

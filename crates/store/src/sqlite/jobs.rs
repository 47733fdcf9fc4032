//! Jobs, which are leased by one holder at a time, whose token is the number of the lease.
//!
//! A lease that expires without having been ended or returned was held by a process that died. This
//! is counted in the transaction of the next lease, or when a server starts ([`crate::Serving`]),
//! so that nobody runs the job before it is on disk. A suspect is run alone: see
//! [`crate::sqlite::suspects`].

use jiff::Timestamp;
use proofing::ports::{GivenUp, JobEnd, JobLease, MOST_CRASHES, NewJob, SUSPECT};
use rusqlite::params;
use verification::{JobId, VerificationId};

use crate::codec::v1::columns;
use crate::sqlite::clock;
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::suspects::{self, Kind, Turn};
use crate::sqlite::writer::Writer;

/// Stores a job. One that is stored as leased has the token of a first lease.
pub(crate) fn add(writer: &Writer, new: &NewJob) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- add_job\n\
             INSERT INTO jobs (id, kind, verification, state, due_at, free_at, leases, leased_until, holder) \
             VALUES (?1, ?2, ?3, 'open', ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            row::id(new.id.uuid()),
            columns::job_word(new.job),
            row::id(new.job.verification().uuid()),
            row::time(new.due_at),
            row::time(new.leased_until.unwrap_or(new.due_at)),
            i64::from(new.leased_until.is_some()),
            new.leased_until.map(row::time),
            new.leased_until.map(|_| writer.holder),
        ])?;
    if new.leased_until.is_some() {
        suspects::disturb(writer)?;
    }
    Ok(())
}

/// Leases what is due, oldest first. Jobs that are only due because of the time are left while the
/// clock is not believed.
pub(crate) fn lease(
    writer: &mut Writer,
    now: Timestamp,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<JobLease>, Fault> {
    let is_believed = clock::is_believed(&mut writer.watch, &writer.data, now)?;
    if limit == 0 {
        return Ok(Vec::new());
    }
    suspects::reap(writer, now)?;
    let due = match suspects::turn(writer, Kind::Jobs { is_believed }, now)? {
        Turn::Nobody => return Ok(Vec::new()),
        Turn::Alone(suspect) => return take(writer, suspect, until, Some(now)),
        Turn::Others => due(writer, now, limit, is_believed)?,
        // The suspect comes first: there may always be others, and its turn would never come.
        Turn::Beside(suspect) => {
            let mut due = due(writer, now, limit.saturating_sub(1), is_believed)?;
            due.insert(0, suspect);
            due
        }
    };
    let mut leases = Vec::with_capacity(due.len());
    for key in due {
        leases.extend(take(writer, key, until, None)?);
    }
    if !leases.is_empty() {
        suspects::disturb(writer)?;
    }
    Ok(leases)
}

/// Leases one, alone or beside others from a certain time on.
fn take(
    writer: &Writer,
    key: i64,
    until: Timestamp,
    alone: Option<Timestamp>,
) -> Result<Vec<JobLease>, Fault> {
    let mut statement = writer.data.prepare_cached(
        "-- lease_job\n\
         UPDATE jobs SET leases = leases + 1, leased_until = ?2, free_at = ?2, holder = ?3, \
         alone_until = ?4 WHERE key = ?1 RETURNING id, kind, verification, leases, crashes",
    )?;
    let mut rows = statement.query(params![
        key,
        row::time(until),
        writer.holder,
        alone.map(suspects::alone_until)
    ])?;
    let mut leases = Vec::new();
    while let Some(row) = rows.next()? {
        leases.push(JobLease::try_from(&Cells::new("jobs", "id", row))?);
    }
    Ok(leases)
}

/// Leases what is due and not suspected. Work that was under way when a server died goes first: it
/// preceded everything else that is due, and while it waits no suspect has its turn.
fn due(
    writer: &Writer,
    now: Timestamp,
    limit: usize,
    is_believed: bool,
) -> Result<Vec<i64>, Fault> {
    let mut due = Vec::new();
    for query in [
        "-- due_jobs_that_crashed\n\
         SELECT key FROM jobs INDEXED BY jobs_crashed WHERE state = 'open' AND free_at <= ?1 \
         AND crashes > 0 AND crashes < ?3 AND (?4 OR kind NOT IN ('expire', 'retain')) \
         ORDER BY free_at, key LIMIT ?2",
        "-- due_jobs\n\
         SELECT key FROM jobs WHERE state = 'open' AND free_at <= ?1 AND crashes = 0 AND crashes < ?3 \
         AND (?4 OR kind NOT IN ('expire', 'retain')) ORDER BY free_at, key LIMIT ?2",
    ] {
        let rest = limit.saturating_sub(due.len()) as i64;
        let mut statement = writer.data.prepare_cached(query)?;
        let params = params![row::time(now), rest, SUSPECT, is_believed];
        let found = statement.query_map(params, |row| row.get(0))?;
        due.extend(found.collect::<Result<Vec<i64>, _>>()?);
    }
    Ok(due)
}

/// The jobs that were given up, newest first.
pub(crate) fn given_up(reader: &Reader, limit: usize) -> Result<Vec<GivenUp>, Fault> {
    let mut statement = reader.data.prepare_cached(
        "-- given_up_jobs\n\
         SELECT id, kind, verification, leases, crashes, coalesce(why, '') AS why FROM jobs \
         WHERE state = 'given_up' ORDER BY key DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([limit as i64])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("jobs", "id", row);
        let lease = JobLease::try_from(&cells)?;
        found.push(GivenUp {
            id: lease.id,
            job: lease.job,
            why: cells.get("why")?,
        });
    }
    Ok(found)
}

/// Removes a job that is done. Returns false if the lease was lost.
pub(crate) fn complete(writer: &Writer, lease: &JobLease) -> Result<bool, Fault> {
    let sql = format!("-- complete_job\nDELETE FROM jobs WHERE {HELD}");
    let removed = writer
        .data
        .prepare_cached(&sql)?
        .execute(params![row::id(lease.id.uuid()), lease.token])?;
    Ok(removed == 1)
}

/// Ends a job. If the lease was lost, nothing changes.
pub(crate) fn finish(writer: &mut Writer, lease: &JobLease, end: &JobEnd) -> Result<(), Fault> {
    writer.has_news = true;
    let id = row::id(lease.id.uuid());
    match end {
        JobEnd::Done => {
            complete(writer, lease)?;
        }
        JobEnd::Retry { at, why } => {
            let sql = format!(
                "-- retry_job\nUPDATE jobs SET due_at = ?3, free_at = ?3, leased_until = NULL, why = ?4, \
                 crashes = CASE WHEN crashes < {MOST_CRASHES} THEN 0 ELSE crashes END WHERE {HELD}"
            );
            writer.data.prepare_cached(&sql)?.execute(params![
                id,
                lease.token,
                row::time(*at),
                why
            ])?;
        }
        JobEnd::GiveUp { why } => {
            let sql = format!(
                "-- give_up_job\nUPDATE jobs SET state = 'given_up', leased_until = NULL, why = ?3 WHERE {HELD}"
            );
            writer
                .data
                .prepare_cached(&sql)?
                .execute(params![id, lease.token, why])?;
        }
    }
    Ok(())
}

/// Returns true if the row's last lease is this one. Its time may be over, as long as nobody has
/// taken it since.
const HELD: &str = "id = ?1 AND leases = ?2 AND leased_until IS NOT NULL AND state = 'open'";

impl TryFrom<&Cells<'_>> for JobLease {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        let verification = cells.id("verification", VerificationId::new)?;
        let job = cells.read("kind", |word: String| columns::job(&word, verification))?;
        let token: u64 = cells.get("leases")?;
        let tries = u32::try_from(token.saturating_sub(1)).unwrap_or(u32::MAX);
        Ok(Self {
            id: cells.id("id", JobId::new)?,
            job,
            tries,
            crashes: cells.get("crashes")?,
            token,
        })
    }
}

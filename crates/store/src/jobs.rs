//! Jobs: leased by one holder at a time, whose token is the number of the lease.

use jiff::Timestamp;
use proofing::ports::{Job, JobEnd, JobLease, NewJob};
use rusqlite::params;
use verification::{JobId, VerificationId};

use crate::cells::{self, Cells};
use crate::fault::Fault;
use crate::writer::Writer;

/// Stores a job. One that is stored as leased has the token of a first lease.
pub(crate) fn add(writer: &Writer, new: &NewJob) -> Result<(), Fault> {
    let (kind, verification) = parts(new.job);
    writer
        .data
        .prepare_cached(
            "-- add_job\n\
             INSERT INTO jobs (id, kind, verification, state, due_at, free_at, leases, leased_until) \
             VALUES (?1, ?2, ?3, 'open', ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            cells::id(new.id.uuid()),
            kind,
            cells::id(verification.uuid()),
            cells::time(new.due_at),
            cells::time(new.leased_until.unwrap_or(new.due_at)),
            i64::from(new.leased_until.is_some()),
            new.leased_until.map(cells::time),
        ])?;
    Ok(())
}

/// Leases what is due, oldest first.
pub(crate) fn lease(
    writer: &Writer,
    now: Timestamp,
    until: Timestamp,
    limit: usize,
) -> Result<Vec<JobLease>, Fault> {
    let due: Vec<i64> = writer
        .data
        .prepare_cached(
            "-- due_jobs\n\
             SELECT key FROM jobs WHERE state = 'open' AND free_at <= ?1 ORDER BY free_at, key LIMIT ?2",
        )?
        .query_map(params![cells::time(now), limit as i64], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut statement = writer.data.prepare_cached(
        "-- lease_job\n\
         UPDATE jobs SET leases = leases + 1, leased_until = ?2, free_at = ?2 WHERE key = ?1 \
         RETURNING id, kind, verification, leases",
    )?;
    let mut leases = Vec::with_capacity(due.len());
    for key in due {
        let mut rows = statement.query(params![key, cells::time(until)])?;
        while let Some(row) = rows.next()? {
            leases.push(JobLease::try_from(&Cells::new("jobs", "id", row))?);
        }
    }
    Ok(leases)
}

/// Removes a job that is done. False if the lease was lost.
pub(crate) fn complete(writer: &Writer, lease: &JobLease) -> Result<bool, Fault> {
    let sql = format!("-- complete_job\nDELETE FROM jobs WHERE {HELD}");
    let removed = writer
        .data
        .prepare_cached(&sql)?
        .execute(params![cells::id(lease.id.uuid()), lease.token])?;
    Ok(removed == 1)
}

/// Ends a job. A lease that was lost changes nothing.
pub(crate) fn finish(writer: &Writer, lease: &JobLease, end: &JobEnd) -> Result<(), Fault> {
    let id = cells::id(lease.id.uuid());
    match end {
        JobEnd::Done => {
            complete(writer, lease)?;
        }
        JobEnd::Retry { at, why } => {
            let sql = format!(
                "-- retry_job\nUPDATE jobs SET due_at = ?3, free_at = ?3, leased_until = NULL, why = ?4 WHERE {HELD}"
            );
            writer.data.prepare_cached(&sql)?.execute(params![
                id,
                lease.token,
                cells::time(*at),
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

/// True of a row whose last lease is this one. Its time may be over, as long as nobody took it since.
const HELD: &str = "id = ?1 AND leases = ?2 AND leased_until IS NOT NULL AND state = 'open'";

fn parts(job: Job) -> (&'static str, VerificationId) {
    match job {
        Job::Examine(id) => ("examine", id),
        Job::Expire(id) => ("expire", id),
        Job::Erase(id) => ("erase", id),
        Job::Retain(id) => ("retain", id),
        Job::SendLink(id) => ("send_link", id),
    }
}

impl TryFrom<&Cells<'_>> for JobLease {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        let verification = cells.id("verification", VerificationId::new)?;
        let job = cells.read("kind", |kind: String| match kind.as_str() {
            "examine" => Some(Job::Examine(verification)),
            "expire" => Some(Job::Expire(verification)),
            "erase" => Some(Job::Erase(verification)),
            "retain" => Some(Job::Retain(verification)),
            "send_link" => Some(Job::SendLink(verification)),
            _ => None,
        })?;
        let token: u64 = cells.get("leases")?;
        let tries = u32::try_from(token.saturating_sub(1)).unwrap_or(u32::MAX);
        Ok(Self {
            id: cells.id("id", JobId::new)?,
            job,
            tries,
            token,
        })
    }
}

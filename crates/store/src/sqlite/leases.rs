//! Leases that were left over by servers that died or stopped.

use jiff::Timestamp;
use proofing::ports::{CALM, SUSPECT};
use rusqlite::params;

use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::suspects;
use crate::sqlite::writer::Writer;

/// Releases every lease, counted as a death. A suspect waits until the server has been up for a
/// while, so that it is not blamed for what else may end servers right after their start.
pub(crate) fn release(writer: &mut Writer, now: Timestamp) -> Result<usize, Fault> {
    let calm = now
        .checked_add(jiff::SignedDuration::try_from(CALM).unwrap_or_default())
        .unwrap_or(Timestamp::MAX);
    writer.calm_at = Some(calm);
    let released = suspects::release(writer, now)?;
    for sql in [
        "-- calm_deliveries\n\
         UPDATE deliveries INDEXED BY deliveries_crashed SET free_at = ?1 \
         WHERE free_at IS NOT NULL AND crashes > 0 AND crashes >= ?2 AND free_at < ?1",
        "-- calm_jobs\n\
         UPDATE jobs INDEXED BY jobs_crashed SET free_at = ?1 \
         WHERE state = 'open' AND crashes > 0 AND crashes >= ?2 AND free_at < ?1",
    ] {
        writer
            .data
            .execute(sql, params![row::time(calm), SUSPECT])?;
    }
    Ok(released)
}

/// Releases the leases that this process holds.
pub(crate) fn give_back(writer: &mut Writer) -> Result<usize, Fault> {
    let mut given = 0;
    for sql in [
        "-- give_back_deliveries\n\
         UPDATE deliveries INDEXED BY deliveries_ready SET free_at = due_at, leased_until = NULL, holder = NULL \
         WHERE free_at IS NOT NULL AND leased_until IS NOT NULL AND holder = ?1",
        "-- give_back_jobs\n\
         UPDATE jobs SET free_at = due_at, leased_until = NULL, holder = NULL \
         WHERE state = 'open' AND leased_until IS NOT NULL AND holder = ?1",
    ] {
        given += writer.data.execute(sql, [writer.holder])?;
    }
    Ok(given)
}

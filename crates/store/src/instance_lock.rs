//! Serving: who else works on the folder, and what a server that died was holding.
//!
//! A lease outlives its holder by design: it runs out by its time. Where a start can know that
//! nobody else serves the folder, it need not wait for that time, and goes on with what was in
//! flight at once. What was in flight may also be what the server died of, so it is counted; a
//! server that stops in good order gives back what it holds, which counts for nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use jiff::Timestamp;
use proofing::ports::{CALM, SUSPECT, StoreError};
use rusqlite::params;

use crate::error::Fault;
use crate::row;
use crate::sqlite_store::SqliteStore;
use crate::suspects;
use crate::writer::Writer;

/// The file whose lock says that a server works on the folder. It stays empty.
pub(crate) const LOCK: &str = "serving.lock";

/// Held by a server as long as it runs. The system takes it back when the process ends, however it
/// ends.
#[derive(Debug)]
pub struct Serving {
    lock: File,
}

impl Drop for Serving {
    /// A child process that is just being started has the file too, until it becomes another
    /// program: closing ours would not be enough.
    fn drop(&mut self) {
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the folder was not unlocked; the end of the process does it");
        }
    }
}

impl Serving {
    /// Says that a server starts on this folder, before it leases anything. If no other one serves
    /// it, the leases that are left over are given back. The second number of the pair is how many
    /// were.
    pub async fn begin(
        dir: &Path,
        store: &SqliteStore,
        now: Timestamp,
    ) -> Result<(Self, usize), StoreError> {
        let path = dir.join(LOCK);
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(crate::error::io)?;
        let released = match lock.try_lock() {
            Ok(()) => store.write(move |writer| release(writer, now)).await?,
            Err(TryLockError::WouldBlock) => 0,
            // A file system without locks: leases run out by their time.
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the folder cannot be locked; what a crash left is done later");
                return Ok((Self { lock }, 0));
            }
        };
        // From here on others may serve as well, and know that they are not alone.
        lock.lock_shared().map_err(crate::error::io)?;
        Ok((Self { lock }, released))
    }

    /// Says that the server stops in good order, after everything of it has ended: what it still
    /// holds is given back, and did not end it. Gives how many that were.
    pub async fn end(self, store: &SqliteStore) -> Result<usize, StoreError> {
        store.write(give_back).await
    }
}

/// Gives back every lease, counted as deaths. A suspect waits until the
/// server has been calm for a while, so that it is not blamed for what else may end servers just
/// after their start.
fn release(writer: &mut Writer, now: Timestamp) -> Result<usize, Fault> {
    let calm = now
        .checked_add(jiff::SignedDuration::try_from(CALM).unwrap_or_default())
        .unwrap_or(Timestamp::MAX);
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

/// Gives back what this process holds.
fn give_back(writer: &mut Writer) -> Result<usize, Fault> {
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

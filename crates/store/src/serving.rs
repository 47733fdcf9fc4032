//! Serving: who else works on the folder, and what a server that died was holding.
//!
//! A lease outlives its holder by design: it runs out by its time. Where a start can know that nobody
//! else serves the folder, it need not wait for that time, and goes on with what was in flight at once.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use jiff::Timestamp;
use proofing::ports::StoreError;
use rusqlite::params;

use crate::adapter::SqliteStore;
use crate::cells;
use crate::fault::Fault;
use crate::writer::Writer;

/// The file whose lock says that a server works on the folder. It stays empty.
const LOCK: &str = "serving.lock";

/// Held by a server as long as it runs. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct Serving {
    lock: File,
}

impl Drop for Serving {
    /// A child process that is just being started has the file too, until it becomes another program: closing
    /// ours would not be enough.
    fn drop(&mut self) {
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the folder was not unlocked; the end of the process does it");
        }
    }
}

impl Serving {
    /// Says that a server starts on this folder, before it leases anything. If no other one serves it,
    /// the leases that are left over are given back. The second number of the pair is how many were.
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
            .map_err(crate::fault::io)?;
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
        lock.lock_shared().map_err(crate::fault::io)?;
        Ok((Self { lock }, released))
    }
}

/// Gives back every lease. A job that has been leased often may be what ends the server: it waits
/// from two seconds, doubled every time, to half a minute, but never longer than its lease.
fn release(writer: &mut Writer, now: Timestamp) -> Result<usize, Fault> {
    let deliveries = writer.data.execute(
        "-- release_deliveries\n\
         UPDATE deliveries INDEXED BY deliveries_ready SET free_at = due_at, leased_until = NULL \
         WHERE free_at IS NOT NULL AND leased_until IS NOT NULL",
        [],
    )?;
    let jobs = writer.data.execute(
        "-- release_jobs\n\
         UPDATE jobs SET leased_until = NULL, free_at = CASE WHEN leases <= 3 THEN due_at \
         ELSE min(free_at, ?1 + (1 << min(leases - 3, 5)) * 1000000000) END \
         WHERE state = 'open' AND leased_until IS NOT NULL",
        params![cells::time(now)],
    )?;
    Ok(deliveries + jobs)
}

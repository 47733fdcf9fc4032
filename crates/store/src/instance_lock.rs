//! Serving: whether another server uses the folder, and what a dead server was holding.
//!
//! A lease outlives its holder by design, until its time is over. If a start can know that nobody
//! else serves the folder, it need not wait for that time and continues with the work at once. That
//! work may also be what killed the server, so it is counted; a server that stops properly returns
//! its leases, which does not count.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use jiff::Timestamp;
use proofing::ports::StoreError;

use crate::error::io as refused;
use crate::sealed::SealedStore;

/// The file whose lock says that a server uses the folder. It stays empty.
pub(crate) const LOCK: &str = "serving.lock";

/// Held by a server as long as it runs. The system releases it when the process ends, for whatever
/// reason.
#[derive(Debug)]
pub struct Serving {
    lock: File,
}

impl Drop for Serving {
    /// A child process that is just being started has the file too, until it becomes another
    /// program, so closing our own would not be enough.
    fn drop(&mut self) {
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the folder was not unlocked; the end of the process does it");
        }
    }
}

impl Serving {
    /// Records that a server starts on this folder, before it leases anything. If no other server
    /// uses it, the leases that are left over are returned. The second number of the pair is how
    /// many there were.
    pub async fn begin(
        dir: &Path,
        store: &SealedStore,
        now: Timestamp,
    ) -> Result<(Self, usize), StoreError> {
        let path = dir.join(LOCK);
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(refused)?;
        let released = match lock.try_lock() {
            Ok(()) => store.upkeep().release(now).await?,
            Err(TryLockError::WouldBlock) => 0,
            // On a file system without locks, leases expire after their time.
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, "the folder cannot be locked; what a crash left is done later");
                return Ok((Self { lock }, 0));
            }
        };
        // From here on, others may serve too, and know that they are not alone.
        lock.lock_shared().map_err(refused)?;
        Ok((Self { lock }, released))
    }

    /// Records that the server stops properly, after everything in it has ended: leases that it
    /// still holds are returned, because they did not end it. Returns how many there were.
    pub async fn end(self, store: &SealedStore) -> Result<usize, StoreError> {
        store.upkeep().give_back().await
    }
}

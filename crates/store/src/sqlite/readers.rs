//! Readers: a few connections that read committed data while the writer writes.
//!
//! Nothing is written here.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use proofing::ports::StoreError;
use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::Ended;
use crate::sqlite::database::{DATA, KEYS};
use crate::sqlite::error::Fault;

/// A pair of connections.
pub(crate) struct Reader {
    pub(crate) data: Connection,
    pub(crate) keys: Connection,
}

/// Several readers that take turns.
pub(crate) struct Readers {
    dir: PathBuf,
    busy: Duration,
    idle: Mutex<Vec<Reader>>,
    turns: Arc<Semaphore>,
}

impl Readers {
    /// Creates at most this many, which are opened when they are needed.
    pub(crate) fn new(dir: &Path, busy: Duration, count: usize) -> Self {
        Self {
            dir: dir.to_owned(),
            busy,
            idle: Mutex::new(Vec::new()),
            turns: Arc::new(Semaphore::new(count.max(1))),
        }
    }

    /// Returns the folder that they read.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Runs a query on a thread that may block. It sees a single state of the data.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        query: impl FnOnce(&Reader) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Ended::Reader)?;
        let readers = Arc::clone(self);
        spawn_blocking(move || {
            // This moves with the work rather than its caller, so a caller who leaves does not end
            // it.
            let _turn = turn;
            let reader = readers.take()?;
            let answer = {
                let snapshot = reader.data.unchecked_transaction()?;
                let answer = query(&reader);
                snapshot.finish()?;
                answer
            };
            // A reader that met an error is not kept; the next one opens the files again.
            if answer.is_ok() || matches!(answer, Err(Fault::Port(_))) {
                readers
                    .idle
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(reader);
            }
            answer
        })
        .await
        .map_err(|_| Ended::Reader)?
        .map_err(StoreError::from)
    }

    fn take(&self) -> Result<Reader, Fault> {
        if let Some(reader) = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
        {
            return Ok(reader);
        }
        Ok(Reader {
            data: DATA.open_for_reading(&self.dir, self.busy)?,
            keys: KEYS.open_for_reading(&self.dir, self.busy)?,
        })
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Readers({})", self.dir.display())
    }
}

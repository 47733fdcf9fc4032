//! The adapter: one writer and several readers over the two databases of a folder.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use proofing::ports::StoreError;
use tokio::sync::Mutex;

use crate::blocking::blocking;
use crate::settings::Settings;
use crate::sqlite::error::Fault;
use crate::sqlite::queue::Queue;
use crate::sqlite::readers::{Reader, Readers};
use crate::sqlite::writer::Writer;
use crate::sqlite::{backlog, room};

/// How long the result of a check is valid. Each costs an `fsync`, and anyone may ask for health.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// The databases of a folder. It implements the ports for rows, wrapped keys and upkeep.
pub(crate) struct Sqlite {
    queue: Queue,
    readers: Arc<Readers>,
    /// When the store was last found healthy. It is held during a check, so that there is one at a
    /// time.
    well_at: Mutex<Option<Instant>>,
    /// The number of bytes that must be free.
    room: u64,
    /// How long the store may be unused before the clock is doubted.
    longest_rest: SignedDuration,
}

impl Sqlite {
    pub(crate) fn new(queue: Queue, readers: Arc<Readers>, settings: &Settings) -> Self {
        Self {
            queue,
            readers,
            well_at: Mutex::default(),
            room: settings.room,
            longest_rest: settings.longest_rest,
        }
    }

    /// Returns how long the store may be unused before the clock is doubted.
    pub(crate) const fn longest_rest(&self) -> SignedDuration {
        self.longest_rest
    }

    /// Queues work for the writer, and waits until it is committed or refused.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        todo: impl FnOnce(&mut Writer) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.queue.write(todo).await
    }

    /// Runs a query that sees a single state of the data.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Reader) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(query).await
    }

    /// Forgets that the store was healthy, so that the next check is made.
    pub(crate) async fn doubt(&self) {
        *self.well_at.lock().await = None;
    }

    /// Fails if nothing can be written and read back, or there is no space left.
    pub(crate) async fn examine(&self) -> Result<(), StoreError> {
        let mut well_at = self.well_at.lock().await;
        // Asked every time, since it costs nothing: a page of the log may still be writable on a
        // full disk, and whether it is would otherwise decide by chance.
        if let Err(error) = self.has_room().await {
            *well_at = None;
            return Err(error);
        }
        let is_fresh = well_at.is_some_and(|at| at.elapsed() < GOOD_FOR);
        if is_fresh && !self.queue.has_ended() {
            return Ok(());
        }
        let written = self.write(|writer| backlog::beat(writer)).await?;
        let read = self.read(backlog::last_beat).await?;
        if read < written {
            let row = "1".to_owned();
            return Err(StoreError::Inconsistent {
                table: "health",
                column: "beats",
                row,
            });
        }
        *well_at = Some(Instant::now());
        Ok(())
    }

    /// Fails if a disk of the store has no room.
    async fn has_room(&self) -> Result<(), StoreError> {
        let (dir, room) = (Path::to_owned(self.readers.dir()), self.room);
        blocking(move || room::check(&dir, room)).await
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sqlite({:?}, {:?})", self.queue, self.readers)
    }
}

//! The course of a store in use: how far each part has come, and how far the others are known to
//! have come.
//!
//! See [`crate::sqlite::generation`] for how it is compared at the next start.

use std::time::{Duration, Instant};

use proofing::ports::StoreError;
use rusqlite::Connection;

use crate::error::io as refused;
use crate::sqlite::error::Fault;
use crate::sqlite::generation::{self, OfData};
use crate::sqlite::mark::Mark;

/// How long nothing has to happen before the records are flushed.
const REST: Duration = Duration::from_secs(1);

/// How long work may continue without a rest before they are flushed in between.
const OVERDUE: Duration = Duration::from_secs(10);

/// How long to wait for work if there is nothing to flush.
const LONG: Duration = Duration::from_hours(24);

/// What the writer knows about the parts.
#[derive(Debug)]
pub(crate) struct Course {
    mark: Mark,
    /// The number of commits of the data.
    data: u64,
    /// The number of commits of the keys that are on disk.
    keys: u64,
    /// How far the mark is on disk for certain.
    vault: u64,
    /// Commits up to this one are recorded.
    rested: u64,
    /// When it was last flushed.
    rested_at: Instant,
    /// Whether the last attempt to record something failed, and the log says so.
    is_failing: bool,
}

impl Course {
    /// Continues from the state of the parts, which were found to fit.
    pub(crate) fn new(mark: Mark, data: &OfData, keys: u64) -> Self {
        Self {
            mark,
            data: data.commits,
            keys,
            vault: data.vault_seen,
            rested: data.commits,
            rested_at: Instant::now(),
            is_failing: false,
        }
    }

    /// Counts a commit in the open transaction of `bonafide.db`.
    pub(crate) fn count_data(&self, data: &Connection) -> Result<u64, Fault> {
        generation::count_data(data, self.keys, self.vault)
    }

    /// Records the commit in the mark before anybody is told.
    pub(crate) fn data_are_at(&mut self, commits: u64) {
        self.data = commits;
        let advanced = self.mark.advance(commits);
        self.tell(advanced.map_err(refused));
    }

    /// Counts a commit in the open transaction of `keys.db`.
    pub(crate) fn count_keys(&self, keys: &Connection) -> Result<u64, rusqlite::Error> {
        generation::count_keys(keys, self.data)
    }

    /// Records that it was committed.
    pub(crate) const fn keys_are_at(&mut self, commits: u64) {
        self.keys = commits;
    }

    /// Returns how long to wait for work before the next rest.
    pub(crate) const fn pause(&self) -> Duration {
        if self.rested < self.data { REST } else { LONG }
    }

    /// Flushes the mark, and records in both databases how far the others have come. From then on,
    /// a copy of any part that is older than this moment is detected.
    pub(crate) fn rest(&mut self, data: &Connection, keys: &Connection) {
        if self.rested >= self.data {
            return;
        }
        let noted = self.note(data, keys);
        self.rested_at = Instant::now();
        if noted.is_ok() {
            self.vault = self.data;
            self.rested = self.data;
        }
        self.tell(noted);
    }

    /// Rests although there is work, if the last rest was long ago.
    pub(crate) fn rest_if_overdue(&mut self, data: &Connection, keys: &Connection) {
        if self.rested_at.elapsed() > OVERDUE {
            self.rest(data, keys);
        }
    }

    fn note(&self, data: &Connection, keys: &Connection) -> Result<(), StoreError> {
        self.mark.advance(self.data).map_err(refused)?;
        self.mark.flush().map_err(refused)?;
        generation::note_data(keys, self.data)
            .and_then(|()| generation::note_others(data, self.keys, self.data))
            .map_err(|error| Fault::from(error).into())
    }

    /// What was committed is committed, whether this can be recorded or not; the log says it once.
    fn tell(&mut self, noted: Result<(), StoreError>) {
        match noted {
            Err(error) if !self.is_failing => {
                self.is_failing = true;
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "how far the store has come cannot be noted: a loss would not be found"
                );
            }
            Err(_) => {}
            Ok(()) => self.is_failing = false,
        }
    }
}

//! The writer: one thread that owns the writing connections and commits in groups.
//!
//! It takes everything that is queued, runs each piece of work in its own savepoint, so that a
//! piece that fails does not affect the others, commits once, and only then answers all of them.
//! New keys, which arrive wrapped, are committed before the data that they seal, so a crash in
//! between leaves an additional key but never a missing one. Keys are destroyed after the deletion
//! was committed, and the `forgetting` table remembers to do it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use proofing::ports::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

use crate::ports::{KeyId, KeyObserver, WrappedKey};
use crate::sqlite::clock::Watch;
use crate::sqlite::course::Course;
use crate::sqlite::error::{BatchLost, Fault};
use crate::sqlite::keys_table;

/// How long to wait before emptying the logs again if a reader was in the way. Every attempt may
/// delay queued work by some milliseconds, so it is not made after every batch.
const SCRUB_AGAIN: Duration = Duration::from_millis(250);

/// What a piece of work may use.
pub(crate) struct Writer {
    pub(crate) data: Connection,
    pub(crate) keys: Connection,
    /// The lane that was served last.
    pub(crate) last_lane: i64,
    /// Set by work that left rows in `forgetting`, whose keys are still to be destroyed.
    pub(crate) has_forgotten: bool,
    /// Set by work that somebody is told about and that must not be lost, so its commit is counted.
    pub(crate) has_news: bool,
    /// The number under which this process holds leases.
    pub(crate) holder: i64,
    /// The time from which suspects may run, if this process serves.
    pub(crate) calm_at: Option<Timestamp>,
    /// Whether the time is believed.
    pub(crate) watch: Watch,
    course: Course,
    /// Deleted verifications whose keys are destroyed but may still be in the logs.
    logged: Vec<[u8; 16]>,
    /// When the logs were last found in use.
    tried_at: Option<Instant>,
    /// Set by work that stored keys, which are committed before the data that they seal.
    keys_in_transaction: bool,
    observer: Arc<dyn KeyObserver>,
    busy: Duration,
}

impl Writer {
    pub(crate) fn new(
        data: Connection,
        keys: Connection,
        observer: Arc<dyn KeyObserver>,
        course: Course,
        watch: Watch,
        holder: i64,
        busy: Duration,
    ) -> Self {
        Self {
            data,
            keys,
            last_lane: 0,
            has_forgotten: true,
            has_news: false,
            holder,
            calm_at: None,
            watch,
            course,
            logged: Vec::new(),
            tried_at: None,
            keys_in_transaction: false,
            observer,
            busy,
        }
    }

    /// Stores a wrapped key in the transaction of this batch. Returns false if there is one with
    /// this ID already. The caller knows that what it belongs to was not deleted.
    pub(crate) fn add_key(&mut self, id: KeyId, key: &WrappedKey) -> Result<bool, Fault> {
        if !self.keys_in_transaction {
            self.keys.execute_batch("BEGIN IMMEDIATE")?;
            self.keys_in_transaction = true;
        }
        Ok(keys_table::add(&self.keys, id, key)?)
    }

    /// Runs all of a batch, commits it, and answers.
    fn batch(&mut self, mut work: Vec<Box<dyn Work>>) {
        let lost = self.commit(&mut work).err().map(|fault| {
            let error = StoreError::from(fault);
            tracing::error!(error = ?error, pieces = work.len(), "a batch was lost");
            // There may be nothing to roll back, in which case this fails and adds no information.
            let _ = self.data.execute_batch("ROLLBACK");
            let _ = self.keys.execute_batch("ROLLBACK");
            BatchLost(Arc::new(error))
        });
        self.keys_in_transaction = false;
        self.has_news = false;
        if lost.is_none() {
            self.scrub();
        }
        for piece in work {
            piece.answer(lost.as_ref());
        }
    }

    fn commit(&mut self, work: &mut [Box<dyn Work>]) -> Result<(), Fault> {
        self.data.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for piece in work {
            piece.run(self)?;
        }
        if self.keys_in_transaction {
            let counted = self.course.count_keys(&self.keys)?;
            self.keys.execute_batch("COMMIT")?;
            self.course.keys_are_at(counted);
        }
        let counted = if self.has_news {
            Some(self.course.count_data(&self.data)?)
        } else {
            None
        };
        self.data.prepare_cached("COMMIT")?.execute([])?;
        if let Some(counted) = counted {
            self.course.data_are_at(counted);
        }
        Ok(())
    }

    /// Runs one piece of work completely or not at all. The outer error ends the batch.
    pub(crate) fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<Result<T, StoreError>, Fault> {
        self.data.prepare_cached("SAVEPOINT piece")?.execute([])?;
        let result = work(self);
        match result {
            Ok(done) => {
                self.data.prepare_cached("RELEASE piece")?.execute([])?;
                Ok(Ok(done))
            }
            // A full disk ends the transaction, whatever SQLite may have kept of it.
            Err(fault) if fault.is_fatal() || self.data.is_autocommit() => Err(fault),
            Err(fault) => {
                self.data.prepare_cached("ROLLBACK TO piece")?.execute([])?;
                self.data.prepare_cached("RELEASE piece")?.execute([])?;
                Ok(Err(fault.into()))
            }
        }
    }

    /// Destroys the keys of deleted verifications, and then every trace of them in the logs. What
    /// fails is tried again: keys after the next batch, logs after a while.
    fn scrub(&mut self) {
        if let Err(error) = self.try_scrub() {
            tracing::error!(error = %error, "keys of forgotten verifications are still there");
        }
    }

    fn try_scrub(&mut self) -> Result<(), rusqlite::Error> {
        if self.has_forgotten {
            self.destroy_keys()?;
            self.has_forgotten = false;
        }
        if self.logged.is_empty() || self.is_resting() {
            return Ok(());
        }
        self.tried_at = Some(Instant::now());
        if empty_log(&self.keys, self.busy)? && empty_log(&self.data, self.busy)? {
            self.forget_logged()?;
            self.tried_at = None;
        }
        Ok(())
    }

    /// Returns true if the logs were recently found in use.
    fn is_resting(&self) -> bool {
        self.tried_at
            .is_some_and(|tried| tried.elapsed() < SCRUB_AGAIN)
    }

    /// Deletes the keys of everything recorded in `forgetting`, including those whose logs are
    /// still to be emptied, because a key may have been created for an orphan in the meantime.
    fn destroy_keys(&mut self) -> Result<(), rusqlite::Error> {
        let mut forgotten: Vec<[u8; 16]> = self
            .data
            .prepare_cached(
                // A verification that is swept as an orphan, and opened after all, keeps its key.
                "-- list_forgetting\n\
                 SELECT id FROM forgetting AS f WHERE NOT EXISTS \
                 (SELECT 1 FROM verifications AS v WHERE v.id = f.id AND v.stage <> 'deleted') \
                 AND NOT EXISTS (SELECT 1 FROM account_keys AS a WHERE a.id = f.id) \
                 AND NOT EXISTS (SELECT 1 FROM enrolments AS e WHERE e.id = f.id)",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if forgotten.is_empty() {
            return Ok(());
        }
        let transaction = Transaction::new_unchecked(&self.keys, TransactionBehavior::Immediate)?;
        for id in &forgotten {
            transaction
                .prepare_cached("-- destroy_key\nDELETE FROM keys WHERE id = ?1")?
                .execute([id])?;
        }
        let counted = self.course.count_keys(&transaction)?;
        transaction.commit()?;
        self.course.keys_are_at(counted);
        for id in &forgotten {
            self.observer.destroyed(KeyId::new(Uuid::from_bytes(*id)));
        }
        self.logged.append(&mut forgotten);
        self.logged.sort_unstable();
        self.logged.dedup();
        Ok(())
    }

    /// Removes the records of what is gone from the keys and from both logs.
    fn forget_logged(&mut self) -> Result<(), rusqlite::Error> {
        let transaction = Transaction::new_unchecked(&self.data, TransactionBehavior::Immediate)?;
        for id in &self.logged {
            transaction
                .prepare_cached("-- forgot\nDELETE FROM forgetting WHERE id = ?1")?
                .execute([id])?;
        }
        transaction.commit()?;
        self.logged.clear();
        Ok(())
    }

    /// Works until nobody can ask for anything any more.
    pub(crate) fn run(mut self, inbox: &Receiver<Box<dyn Work>>, most: usize) {
        // Deletions that a crash interrupted are completed first.
        self.scrub();
        loop {
            let must_scrub = self.has_forgotten || !self.logged.is_empty();
            let pause = if must_scrub {
                SCRUB_AGAIN
            } else {
                self.course.pause()
            };
            let first = match inbox.recv_timeout(pause) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => {
                    if must_scrub {
                        self.scrub();
                    } else {
                        self.course.rest(&self.data, &self.keys);
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let mut work = vec![first];
            work.extend(inbox.try_iter().take(most.saturating_sub(1)));
            self.batch(work);
            self.course.rest_if_overdue(&self.data, &self.keys);
        }
        self.course.rest(&self.data, &self.keys);
    }
}

/// Moves everything from a write-ahead log into its database and truncates the log. Returns false
/// if a reader still uses it; it does not wait long for the reader, because everybody else waits
/// too.
fn empty_log(connection: &Connection, busy: Duration) -> Result<bool, rusqlite::Error> {
    connection.busy_timeout(Duration::from_millis(5))?;
    let is_busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        row.get::<_, bool>(0)
    });
    connection.busy_timeout(busy)?;
    is_busy.map(|is_busy| !is_busy)
}

/// A piece of work whose type is erased.
pub(crate) trait Work: Send {
    /// Runs it in the open transaction. An error ends the batch.
    fn run(&mut self, writer: &mut Writer) -> Result<(), Fault>;
    /// Reports the result, after the commit.
    fn answer(self: Box<Self>, lost: Option<&BatchLost>);
}

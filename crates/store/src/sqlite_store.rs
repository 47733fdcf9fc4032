//! The port `Store` over the writer and the readers; each method names its piece of work.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::{
    Backlog, Change, DeliveryFilter, DeliveryLease, DeliveryQuery, EvidenceRef, Found, GivenUp,
    JobEnd, JobLease, KeptExamination, Listed, Store, StoreError, VerificationFilter,
    VerificationQuery,
};
use tokio::sync::Mutex;
use verification::account::Account;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery};
use verification::request::Reference;
use verification::{AccountId, NotificationId, TransactionId, VerificationId};

use crate::changes::Prepared;
use crate::error::Fault;
use crate::readers::{Reader, Readers};
use crate::vault::blocking;
use crate::writer::{Queue, Writer};
use crate::{
    Settings, State, accounts, backlog, changes, deliveries, examinations, jobs, room, search,
    state, verifications,
};

/// Stores everything but pictures, in SQLite. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    /// When the store was last found healthy. It is held during a check, so that there is one at a
    /// time.
    well_at: Arc<Mutex<Option<Instant>>>,
    /// The number of bytes that must be free.
    room: u64,
    /// How long the store may be unused before the clock is doubted.
    longest_rest: SignedDuration,
}

/// How long the result of a check is valid. Each costs an `fsync`, and anyone may ask for health.
const GOOD_FOR: Duration = Duration::from_secs(1);

impl SqliteStore {
    pub(crate) fn new(queue: Arc<Queue>, readers: Arc<Readers>, settings: &Settings) -> Self {
        Self {
            queue,
            readers,
            well_at: Arc::default(),
            room: settings.room,
            longest_rest: settings.longest_rest,
        }
    }

    /// Returns what the operator should know about the store besides its backlog.
    pub async fn state(&self, now: Timestamp) -> Result<State, StoreError> {
        let longest = self.longest_rest;
        self.read(move |reader| state::of(reader, now, longest))
            .await
    }

    /// Fails if a disk of the store has no room.
    async fn has_room(&self) -> Result<(), StoreError> {
        let (dir, room) = (self.readers.dir().to_owned(), self.room);
        blocking(move || room::check(&dir, room)).await
    }

    /// Performs a write that belongs to no port.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        todo: impl FnOnce(&mut Writer) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.queue.write(todo).await
    }

    /// Reads, and reads again if something cannot be unsealed. The two databases are read one after
    /// the other, so a verification that was deleted in between may have a row but no key.
    async fn read<T: Send + 'static>(
        &self,
        query: impl Fn(&Reader) -> Result<T, Fault> + Clone + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.readers.read(query.clone()).await {
            Err(StoreError::Unsealable(_)) => self.readers.read(query).await,
            answer => answer,
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn create_account(&self, account: Account) -> Result<(), StoreError> {
        self.queue
            .write(move |writer| accounts::create(writer, &account))
            .await
    }

    async fn save_account(&self, account: Account) -> Result<(), StoreError> {
        self.queue
            .write(move |writer| accounts::save(writer, &account))
            .await
    }

    async fn account_by_client(&self, client_id: &str) -> Result<Option<Arc<Account>>, StoreError> {
        let client = client_id.to_owned();
        let found = self
            .read(move |reader| accounts::by_client(&reader.data, &reader.keyring, &client))
            .await?;
        Ok(found.map(Arc::new))
    }

    async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, StoreError> {
        let found = self
            .read(move |reader| accounts::by_id(&reader.data, &reader.keyring, id))
            .await?;
        Ok(found.map(Arc::new))
    }

    async fn account_by_customer(
        &self,
        customer_id: &str,
    ) -> Result<Option<Arc<Account>>, StoreError> {
        let customer = customer_id.to_owned();
        let found = self
            .read(move |reader| accounts::by_customer(&reader.data, &reader.keyring, &customer))
            .await?;
        Ok(found.map(Arc::new))
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.read(|reader| accounts::all(&reader.data, &reader.keyring))
            .await
    }

    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.queue
            .write(move |writer| accounts::save_token(writer, hash, account, until))
            .await
    }

    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        self.queue
            .write(move |writer| accounts::take_token(writer, hash, now))
            .await
    }

    async fn apply(&self, change: Change) -> Result<(), StoreError> {
        let prepared = Prepared::new(change)?;
        let applied = self
            .queue
            .write(move |writer| changes::apply(writer, &prepared))
            .await;
        if matches!(applied, Err(StoreError::Unavailable(_))) {
            // Health must not say for another second that everything is fine.
            *self.well_at.lock().await = None;
        }
        applied
    }

    async fn by_reference(
        &self,
        account: AccountId,
        reference: &Reference,
    ) -> Result<Option<Found>, StoreError> {
        let reference = reference.clone();
        self.read(move |reader| verifications::by_reference(reader, account, &reference))
            .await
    }

    async fn by_id(&self, id: VerificationId) -> Result<Option<Found>, StoreError> {
        self.read(move |reader| verifications::by_id(reader, id))
            .await
    }

    async fn by_transaction(
        &self,
        account: AccountId,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError> {
        self.read(move |reader| verifications::by_transaction(reader, Some(account), transaction))
            .await
    }

    async fn by_any_transaction(
        &self,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError> {
        self.read(move |reader| verifications::by_transaction(reader, None, transaction))
            .await
    }

    async fn verifications(&self, query: VerificationQuery) -> Result<Vec<Listed>, StoreError> {
        self.read(move |reader| verifications::list(reader, &query))
            .await
    }

    async fn search(&self, filter: VerificationFilter) -> Result<Vec<Listed>, StoreError> {
        self.read(move |reader| search::search(reader, &filter))
            .await
    }

    async fn journal_after(
        &self,
        id: VerificationId,
        number: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        self.read(move |reader| verifications::journal(reader, id, Some(number)))
            .await
    }

    async fn evidence(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, StoreError> {
        self.read(move |reader| verifications::evidence_of(reader, id))
            .await
    }

    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: KeptExamination,
    ) -> Result<(), StoreError> {
        let sealed = self
            .readers
            .read(move |reader| examinations::prepare(reader, id, &kept))
            .await?;
        self.queue
            .write(move |writer| examinations::keep(writer, &sealed))
            .await
    }

    async fn examination(&self, id: VerificationId) -> Result<Option<KeptExamination>, StoreError> {
        self.read(move |reader| examinations::of(reader, id)).await
    }

    async fn journal(&self, id: VerificationId) -> Result<Vec<Entry>, StoreError> {
        self.read(move |reader| verifications::journal(reader, id, None))
            .await
    }

    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError> {
        self.queue
            .write(move |writer| jobs::lease(writer, now, until, limit))
            .await
    }

    async fn finish_job(&self, lease: &JobLease, end: JobEnd) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.queue
            .write(move |writer| jobs::finish(writer, &lease, &end))
            .await
    }

    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError> {
        self.read(move |reader| jobs::given_up(reader, limit)).await
    }

    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<DeliveryLease>, StoreError> {
        self.queue
            .write(move |writer| deliveries::lease(writer, &query))
            .await
    }

    async fn finish_delivery(
        &self,
        lease: &DeliveryLease,
        attempt: Attempt,
        end: AttemptEnd,
    ) -> Result<(), StoreError> {
        // The body was sent and is no longer needed.
        let lease = DeliveryLease {
            body: None,
            ..lease.clone()
        };
        self.queue
            .write(move |writer| deliveries::finish(writer, &lease, &attempt, &end))
            .await
    }

    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError> {
        self.read(move |reader| deliveries::list(reader, &filter))
            .await
    }

    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, StoreError> {
        self.read(move |reader| deliveries::one(reader, id)).await
    }

    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError> {
        self.queue
            .write(move |writer| deliveries::resend(writer, id, now))
            .await
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        self.read(backlog::backlog).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(backlog::next_due).await
    }

    async fn check(&self) -> Result<(), StoreError> {
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
        let written = self.queue.write(|writer| backlog::beat(writer)).await?;
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
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use testkit::SeededEntropy;
    use testkit::builders::{notification, opening, verification_id};

    use super::*;
    use crate::{MasterKey, Settings};

    fn open(dir: &Path) -> SqliteStore {
        let master =
            MasterKey::load_or_create(&dir.join("master.key"), |bytes| bytes.fill(1)).unwrap();
        let entropy = Arc::new(SeededEntropy::new(1));
        crate::open(dir, master, entropy, &Settings::default())
            .unwrap()
            .0
    }

    /// Limits a database of the writer to so many more pages than it has.
    async fn leave_pages(store: &SqliteStore, is_keys: bool, more: i64) {
        store
            .queue
            .write(move |writer| {
                let file = if is_keys { &writer.keys } else { &writer.data };
                let pages: i64 = file.query_row("PRAGMA page_count", [], |row| row.get(0))?;
                let limit = format!("PRAGMA max_page_count = {}", pages + more);
                Ok(file.query_row(&limit, [], |row| row.get::<_, i64>(0))?)
            })
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_full_disk_refuses_all_of_a_batch_and_recovers() {
        for is_keys in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let store = open(dir.path());
            store.apply(opening(1)).await.unwrap();
            leave_pages(&store, is_keys, 2).await;
            let mut stored = Vec::new();
            let mut refused = Vec::new();
            for number in 2..150 {
                let notifications = vec![notification(number, number, 1)];
                match store
                    .apply(Change {
                        notifications,
                        ..opening(number)
                    })
                    .await
                {
                    Ok(()) => stored.push(number),
                    Err(StoreError::Unavailable(_)) => refused.push(number),
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert!(!refused.is_empty(), "the disk was full");
            assert!(
                store.by_id(verification_id(1)).await.unwrap().is_some(),
                "reading goes on"
            );
            store.check().await.unwrap();
            for number in &refused {
                assert_eq!(store.by_id(verification_id(*number)).await.unwrap(), None);
            }
            leave_pages(&store, is_keys, 10_000).await;
            for number in refused.iter().copied() {
                let notifications = vec![notification(number, number, 1)];
                store
                    .apply(Change {
                        notifications,
                        ..opening(number)
                    })
                    .await
                    .unwrap();
            }
            assert_eq!(
                store.backlog().await.unwrap().deliveries,
                148,
                "nothing is there twice"
            );
        }
    }

    #[tokio::test]
    async fn one_that_is_refused_does_not_hurt_the_others_of_its_batch() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        // The writer is held until all are queued, so that they come in one batch.
        let (release, held) = std::sync::mpsc::channel::<()>();
        let holding = store.queue.write(move |_| {
            let _ = held.recv();
            Ok(())
        });
        let many = async {
            let changes = (0..20).map(|number| store.apply(opening(number / 2)));
            let all = changes.map(|change| async { change.await.is_ok() });
            let queued = async {
                tokio::task::yield_now().await;
                release.send(()).unwrap();
            };
            tokio::join!(join_all(all), queued).0
        };
        let (held, done) = tokio::join!(holding, many);
        held.unwrap();
        assert_eq!(
            done.iter().filter(|is_ok| **is_ok).count(),
            10,
            "of each pair one was refused"
        );
        for number in 0..10 {
            assert!(
                store
                    .by_id(verification_id(number))
                    .await
                    .unwrap()
                    .is_some()
            );
        }
    }

    #[tokio::test]
    async fn checks_of_one_second_are_one_write() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        let before = Instant::now();
        for _ in 0..50 {
            store.check().await.unwrap();
        }
        let seconds = i64::try_from(before.elapsed().as_secs()).unwrap();
        let beats = store.read(backlog::last_beat).await.unwrap();
        assert!(beats <= 1 + seconds, "{beats}");
    }

    #[tokio::test]
    async fn a_writer_that_broke_down_is_no_secret() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(dir.path());
        store.check().await.unwrap();
        let broken = store
            .queue
            .write::<()>(|_| panic!("a defect of the writer"))
            .await;
        assert!(
            matches!(broken, Err(StoreError::Unavailable(_))),
            "{broken:?}"
        );
        for answer in [store.check().await, store.apply(opening(1)).await] {
            assert!(
                matches!(answer, Err(StoreError::Unavailable(_))),
                "{answer:?}"
            );
        }
    }

    /// Polls all of them in turn.
    async fn join_all<F: Future<Output = bool>>(futures: impl Iterator<Item = F>) -> Vec<bool> {
        let mut futures: Vec<_> = futures.map(Box::pin).collect();
        let mut done = vec![None; futures.len()];
        std::future::poll_fn(|context| {
            for (future, done) in futures.iter_mut().zip(&mut done) {
                if done.is_none()
                    && let std::task::Poll::Ready(is_ok) = future.as_mut().poll(context)
                {
                    *done = Some(is_ok);
                }
            }
            if done.iter().all(Option::is_some) {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
        done.into_iter().flatten().collect()
    }
}

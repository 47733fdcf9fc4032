//! Implements the store's port in memory.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{
    Backlog, Change, DeliveryFilter, DeliveryLease, DeliveryQuery, Enrolment, EvidenceRef,
    FingerprintQuery, Fingerprints, Found, GivenUp, JobEnd, JobLease, KeptExamination, Listed,
    Next, ReviewQuery, Store, StoreError, VerificationQuery,
};
use verification::account::Account;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery};
use verification::request::{CustomerName, Reference};
use verification::{AccountId, NotificationId, TransactionId, VerificationId};

use super::rows::Row;
use super::{MemoryStore, World, jobs};

impl World {
    fn apply(&mut self, change: &Change) -> Result<(), StoreError> {
        if let Some((id, version)) = change.member
            && self.staff.of(id).is_none_or(|it| it.version != version)
        {
            return Err(StoreError::Conflict);
        }
        if let Some(lease) = &change.finishes
            && !self.jobs.complete(lease)
        {
            return Err(StoreError::Conflict);
        }
        let row = self.rows.apply(change)?;
        let (id, is_forgotten) = (row.id, row.is_forgotten());
        if let Next::Forget(stored) = &change.next {
            self.fingerprints.forget(id);
            self.outbox.forget(id, stored.value.deleted_at);
            self.audit.forget(id);
        }
        if let (Some(new), Next::Update(stored)) = (&change.fingerprint, &change.next) {
            self.fingerprints.add(stored.value.account, id, new)?;
        }
        let mut notifications: Vec<_> = change.notifications.iter().collect();
        notifications.sort_by_key(|notification| notification.number);
        for notification in notifications {
            self.outbox.add(notification, id, is_forgotten)?;
        }
        for job in &change.jobs {
            self.jobs.add(job)?;
        }
        for entry in &change.audit {
            self.audit.append(entry.clone());
        }
        Ok(())
    }

    fn next_due(&self) -> Option<Timestamp> {
        self.outbox.free().chain(self.jobs.open()).min()
    }

    fn by_transaction(&self, transaction: TransactionId) -> Option<&Row> {
        self.rows.0.iter().find(|row| match &row.found {
            Found::Live(stored) => stored.value.transaction == transaction,
            Found::Forgotten(tombstone) => tombstone.transaction == transaction,
        })
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn create_account(&self, account: Account) -> Result<(), StoreError> {
        self.change(|world| world.accounts.create(account))
    }

    async fn save_account(&self, account: Account) -> Result<(), StoreError> {
        self.change(|world| world.accounts.save(account))
    }

    async fn account_by_client(&self, client_id: &str) -> Result<Option<Arc<Account>>, StoreError> {
        let world = self.lock();
        let mut all = world.accounts.all.iter();
        let found = all.find(|account| account.client_id == client_id);
        Ok(found.cloned().map(Arc::new))
    }

    async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, StoreError> {
        let world = self.lock();
        let mut all = world.accounts.all.iter();
        Ok(all.find(|account| account.id == id).cloned().map(Arc::new))
    }

    async fn account_by_customer(
        &self,
        customer_id: &str,
    ) -> Result<Option<Arc<Account>>, StoreError> {
        let world = self.lock();
        let mut all = world.accounts.all.iter();
        let found = all.find(|account| account.customer_id() == customer_id);
        Ok(found.cloned().map(Arc::new))
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        Ok(self.lock().accounts.all.clone())
    }

    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let mut world = self.lock();
        world.accounts.tokens.insert(hash, (account, until));
        Ok(())
    }

    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        let taken = self.lock().accounts.tokens.remove(&hash);
        Ok(taken
            .filter(|(_, until)| *until > now)
            .map(|(account, _)| account))
    }

    async fn apply(&self, change: Change) -> Result<(), StoreError> {
        self.change(|world| world.apply(&change))
    }

    async fn by_reference(
        &self,
        account: AccountId,
        reference: &Reference,
    ) -> Result<Option<Found>, StoreError> {
        let world = self.lock();
        let row = world.rows.named(account, reference);
        Ok(row.map(|row| row.found.clone()))
    }

    async fn by_id(&self, id: VerificationId) -> Result<Option<Found>, StoreError> {
        let world = self.lock();
        Ok(world.rows.of(id).map(|row| row.found.clone()))
    }

    async fn by_transaction(
        &self,
        account: AccountId,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError> {
        let found = self.by_any_transaction(transaction).await?;
        Ok(found.filter(|found| found.account() == account))
    }

    async fn by_any_transaction(
        &self,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError> {
        let world = self.lock();
        let row = world.by_transaction(transaction);
        Ok(row.map(|row| row.found.clone()))
    }

    async fn verifications(&self, query: VerificationQuery) -> Result<Vec<Listed>, StoreError> {
        Ok(self.lock().rows.list(&query))
    }

    async fn count_verifications(&self, query: VerificationQuery) -> Result<u64, StoreError> {
        Ok(self.lock().rows.list(&query).len() as u64)
    }

    async fn not_yet_searchable(&self) -> Result<u64, StoreError> {
        Ok(0)
    }

    async fn evidence(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, StoreError> {
        let world = self.lock();
        let row = world.rows.of(id);
        Ok(row.map_or_else(Vec::new, |row| row.evidence.clone()))
    }

    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: KeptExamination,
    ) -> Result<(), StoreError> {
        self.change(|world| world.rows.keep(id, kept))
    }

    async fn examination(&self, id: VerificationId) -> Result<Option<KeptExamination>, StoreError> {
        let world = self.lock();
        Ok(world.rows.of(id).and_then(|row| row.examination.clone()))
    }

    async fn keep_fingerprints(&self, account: AccountId) -> Result<(), StoreError> {
        self.lock().fingerprints.keep(account);
        Ok(())
    }

    async fn find_alike(&self, query: FingerprintQuery) -> Result<Fingerprints, StoreError> {
        let world = self.lock();
        let is_accepted = |id| world.rows.of(id).is_some_and(Row::is_accepted);
        Ok(world.fingerprints.find(&query, is_accepted))
    }

    async fn forget_fingerprints(&self, account: AccountId) -> Result<(), StoreError> {
        self.lock().fingerprints.forget_all(account);
        Ok(())
    }

    async fn enrol(&self, enrolment: Enrolment) -> Result<bool, StoreError> {
        let mut world = self.lock();
        let is_taken = world.enrolments.iter().any(|other| {
            (other.account, &other.customer) == (enrolment.account, &enrolment.customer)
        });
        if !is_taken {
            world.enrolments.push(enrolment);
        }
        Ok(!is_taken)
    }

    async fn enrolment(
        &self,
        account: AccountId,
        customer: &CustomerName,
    ) -> Result<Option<Enrolment>, StoreError> {
        let all = self.enrolments(account).await?.into_iter();
        Ok(all.into_iter().find(|other| other.customer == *customer))
    }

    async fn enrolments(&self, account: AccountId) -> Result<Vec<Enrolment>, StoreError> {
        let mut all = self.lock().enrolments.clone();
        all.retain(|other| other.account == account);
        all.sort_by_key(|other| other.at);
        Ok(all)
    }

    async fn forget_enrolment(
        &self,
        account: AccountId,
        customer: &CustomerName,
    ) -> Result<bool, StoreError> {
        let mut world = self.lock();
        let before = world.enrolments.len();
        let is_other = |other: &Enrolment| (other.account, &other.customer) != (account, customer);
        world.enrolments.retain(is_other);
        Ok(world.enrolments.len() < before)
    }

    async fn journal(&self, id: VerificationId) -> Result<Vec<Entry>, StoreError> {
        self.journal_after(id, 0).await
    }

    async fn journal_after(
        &self,
        id: VerificationId,
        number: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let world = self.lock();
        let entries = world.rows.of(id).map(|row| row.journal.iter());
        let after = entries.into_iter().flatten();
        Ok(after
            .filter(|entry| entry.number > number)
            .cloned()
            .collect())
    }

    async fn review_queue(&self, query: ReviewQuery) -> Result<Vec<VerificationId>, StoreError> {
        Ok(self.lock().rows.review_queue(&query))
    }

    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError> {
        let mut world = self.lock();
        let is_believed = jobs::is_believed(&mut world.at_work, now);
        Ok(world.jobs.lease(now, until, limit, is_believed))
    }

    async fn finish_job(&self, lease: &JobLease, end: JobEnd) -> Result<(), StoreError> {
        self.lock().jobs.finish(lease, end);
        Ok(())
    }

    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError> {
        let mut given_up = self.lock().jobs.given_up();
        given_up.truncate(limit);
        Ok(given_up)
    }

    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<DeliveryLease>, StoreError> {
        Ok(self.lock().outbox.lease(&query))
    }

    async fn finish_delivery(
        &self,
        lease: &DeliveryLease,
        attempt: Attempt,
        end: AttemptEnd,
    ) -> Result<(), StoreError> {
        self.change(|world| {
            let row = world.rows.of(lease.delivery.verification);
            let keeps_answer = row.is_some_and(|row| !row.is_forgotten());
            world.outbox.finish(lease, attempt, &end, keeps_answer)
        })
    }

    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError> {
        let world = self.lock();
        let is_asked = |id| {
            filter.reference.as_ref().is_none_or(|reference| {
                let row = world.rows.of(id);
                row.is_some_and(|row| row.reference == *reference)
            })
        };
        Ok(world.outbox.list(&filter, is_asked))
    }

    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, StoreError> {
        Ok(self.lock().outbox.one(id))
    }

    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.lock().outbox.resend(id, now))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.lock().next_due())
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let world = self.lock();
        Ok(Backlog {
            next_due_at: world.next_due(),
            deliveries: world.outbox.open().count() as u64,
            oldest_delivery_at: world.outbox.open().min(),
            jobs: world.jobs.open().count() as u64,
            given_up: world.jobs.given_up().len() as u64,
        })
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

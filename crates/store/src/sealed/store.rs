//! The port `Store` over rows, with everything personal sealed.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{
    Backlog, Change, DeliveryFilter, DeliveryLease, DeliveryQuery, Enrolment, EvidenceRef,
    FingerprintQuery, Fingerprints, Found, GivenUp, JobEnd, JobLease, KeptExamination, Listed,
    ReviewQuery, Store, StoreError, VerificationQuery,
};
use verification::account::Account;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery};
use verification::request::{CustomerName, Reference};
use verification::{AccountId, NotificationId, TransactionId, VerificationId};

use super::search::Indexed;
use super::{
    accounts, change, deliveries, enrolments, examinations, fingerprints, search, verifications,
};
use crate::blocking::blocking;
use crate::ports::{
    AccountQuery, Rows, StaffRows, Standing, State, Upkeep, VerificationKey, VerificationRecord,
};
use crate::seal::{Blinder, Sealer};

/// Stores everything but pictures: seals what is personal, and has a database store it. Cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct SealedStore {
    pub(super) rows: Arc<dyn Rows>,
    pub(super) staff: Arc<dyn StaffRows>,
    upkeep: Arc<dyn Upkeep>,
    pub(super) sealer: Arc<Sealer>,
    blinder: Arc<Blinder>,
}

impl SealedStore {
    pub(crate) fn new(
        rows: Arc<dyn Rows>,
        staff: Arc<dyn StaffRows>,
        upkeep: Arc<dyn Upkeep>,
        sealer: Arc<Sealer>,
        blinder: Arc<Blinder>,
    ) -> Self {
        Self {
            rows,
            staff,
            upkeep,
            sealer,
            blinder,
        }
    }

    /// Makes verifications searchable that an earlier version stored: the newest that are not, up
    /// to this many. It goes on where it was, whoever calls it, and may be called while the store
    /// is in use.
    pub async fn make_searchable(&self, limit: usize) -> Result<Indexed, StoreError> {
        search::index(&*self.rows, &self.sealer, &self.blinder, limit).await
    }

    /// Returns what the operator should know about the store besides its backlog.
    pub async fn state(&self, now: Timestamp) -> Result<State, StoreError> {
        self.upkeep.state(now).await
    }

    /// Returns what keeps the database in order.
    pub(crate) fn upkeep(&self) -> &dyn Upkeep {
        &*self.upkeep
    }

    async fn accounts_of(&self, query: AccountQuery) -> Result<Vec<Account>, StoreError> {
        let records = self.rows.accounts(query).await?.into_iter();
        records
            .map(|record| accounts::open(&self.sealer, record))
            .collect()
    }

    async fn one_account(&self, query: AccountQuery) -> Result<Option<Arc<Account>>, StoreError> {
        let found = self.accounts_of(query).await?;
        Ok(found.into_iter().next().map(Arc::new))
    }

    async fn found(&self, of: &VerificationKey) -> Result<Option<Found>, StoreError> {
        twice(|| self.find(of.clone())).await
    }

    async fn find(&self, of: VerificationKey) -> Result<Option<Found>, StoreError> {
        match self.rows.verification(of).await? {
            None => Ok(None),
            Some(VerificationRecord::Forgotten(tombstone)) => Ok(Some(Found::Forgotten(tombstone))),
            Some(VerificationRecord::Living(living)) => {
                let key = self.sealer.living_key(living.id).await?;
                verifications::open(&key, &living).map(Some)
            }
        }
    }

    /// Opens verifications that were listed.
    async fn opened(
        &self,
        records: Vec<(u64, VerificationRecord)>,
    ) -> Result<Vec<Listed>, StoreError> {
        let living: Vec<VerificationId> = records
            .iter()
            .filter_map(|(_, record)| match record {
                VerificationRecord::Living(living) => Some(living.id),
                VerificationRecord::Forgotten(_) => None,
            })
            .collect();
        let keys = self.sealer.keys_of(living).await?;
        // There may be hundreds of them, so they are opened on a thread that may block.
        blocking(move || {
            let mut listed = Vec::with_capacity(records.len());
            for (place, record) in records {
                let found = match record {
                    VerificationRecord::Forgotten(tombstone) => Found::Forgotten(tombstone),
                    VerificationRecord::Living(living) => {
                        // It was deleted after the list was read, and will be listed as such.
                        let Some(key) = keys.get(&living.id) else {
                            continue;
                        };
                        match verifications::open(key, &living) {
                            Ok(found) => found,
                            Err(StoreError::Unsealable(_)) => continue,
                            Err(error) => return Err(error),
                        }
                    }
                };
                listed.push(Listed { place, found });
            }
            Ok(listed)
        })
        .await
    }

    async fn pictures(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, StoreError> {
        let (standing, records) = self.rows.evidence(id).await?;
        if !matches!(standing, Standing::Living { .. }) {
            return Ok(Vec::new());
        }
        let key = self.sealer.living_key(id).await?;
        verifications::open_evidence(&key, id, &records)
    }

    async fn entries(
        &self,
        id: VerificationId,
        after: Option<u32>,
    ) -> Result<Vec<Entry>, StoreError> {
        let records = self.rows.journal(id, after).await?;
        let mut entries = Vec::with_capacity(records.len());
        for record in records {
            entries.push(match &record.sealed {
                None => record.entry,
                Some(sealed) => {
                    let key = self.sealer.living_key(id).await?;
                    verifications::open_entry(&key, id, record.entry, sealed)?
                }
            });
        }
        Ok(entries)
    }

    async fn kept_examination(
        &self,
        id: VerificationId,
    ) -> Result<Option<KeptExamination>, StoreError> {
        let Some(record) = self.rows.examination(id).await? else {
            return Ok(None);
        };
        let key = self.sealer.living_key(id).await?;
        examinations::open(&key, id, &record).map(Some)
    }

    async fn shown_delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, StoreError> {
        let Some((delivery, records)) = self.rows.delivery(id).await? else {
            return Ok(None);
        };
        let attempts = deliveries::open_attempts(&self.sealer, &delivery, records).await?;
        Ok(Some((delivery, attempts)))
    }
}

/// Reads, and reads again if something cannot be opened. Rows and keys are read one after the
/// other, so a verification that was deleted in between may have a row but no key.
async fn twice<T, F>(read: impl Fn() -> F + Send) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>> + Send,
{
    match read().await {
        Err(StoreError::Unsealable(_)) => read().await,
        answer => answer,
    }
}

#[async_trait]
impl Store for SealedStore {
    async fn create_account(&self, account: Account) -> Result<(), StoreError> {
        let sealed = accounts::seal(&self.sealer, &account)?;
        self.rows.create_account(sealed).await
    }

    async fn save_account(&self, account: Account) -> Result<(), StoreError> {
        let sealed = accounts::seal(&self.sealer, &account)?;
        self.rows.save_account(sealed).await
    }

    async fn account_by_client(&self, client_id: &str) -> Result<Option<Arc<Account>>, StoreError> {
        self.one_account(AccountQuery::Client(client_id.to_owned()))
            .await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, StoreError> {
        self.one_account(AccountQuery::Id(id)).await
    }

    async fn account_by_customer(
        &self,
        customer_id: &str,
    ) -> Result<Option<Arc<Account>>, StoreError> {
        self.one_account(AccountQuery::Customer(customer_id.to_owned()))
            .await
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.accounts_of(AccountQuery::All).await
    }

    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.rows.save_token(hash, account, until).await
    }

    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        self.rows.take_token(hash, now).await
    }

    async fn apply(&self, change: Change) -> Result<(), StoreError> {
        change::apply(&*self.rows, &self.sealer, &self.blinder, &change).await
    }

    async fn by_reference(
        &self,
        account: AccountId,
        reference: &Reference,
    ) -> Result<Option<Found>, StoreError> {
        self.found(&VerificationKey::Reference(account, reference.clone()))
            .await
    }

    async fn by_id(&self, id: VerificationId) -> Result<Option<Found>, StoreError> {
        self.found(&VerificationKey::Id(id)).await
    }

    async fn by_transaction(
        &self,
        account: AccountId,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError> {
        self.found(&VerificationKey::Transaction(Some(account), transaction))
            .await
    }

    async fn by_any_transaction(
        &self,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError> {
        self.found(&VerificationKey::Transaction(None, transaction))
            .await
    }

    async fn verifications(&self, query: VerificationQuery) -> Result<Vec<Listed>, StoreError> {
        let query = search::blind(&*self.rows, &self.blinder, query).await?;
        twice(|| async {
            self.opened(self.rows.verifications(query.clone()).await?)
                .await
        })
        .await
    }

    async fn count_verifications(&self, query: VerificationQuery) -> Result<u64, StoreError> {
        let query = search::blind(&*self.rows, &self.blinder, query).await?;
        self.rows.count_verifications(query).await
    }

    async fn not_yet_searchable(&self) -> Result<u64, StoreError> {
        self.rows.not_yet_searchable().await
    }

    async fn evidence(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, StoreError> {
        twice(|| self.pictures(id)).await
    }

    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: KeptExamination,
    ) -> Result<(), StoreError> {
        let key = self.sealer.key(id).await?.ok_or(StoreError::Conflict)?;
        let sealed = examinations::seal(&self.sealer, &key, id, &kept)?;
        self.rows.keep_examination(id, sealed).await
    }

    async fn examination(&self, id: VerificationId) -> Result<Option<KeptExamination>, StoreError> {
        twice(|| self.kept_examination(id)).await
    }

    async fn journal(&self, id: VerificationId) -> Result<Vec<Entry>, StoreError> {
        twice(|| self.entries(id, None)).await
    }

    async fn journal_after(
        &self,
        id: VerificationId,
        number: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        twice(|| self.entries(id, Some(number))).await
    }

    async fn review_queue(&self, query: ReviewQuery) -> Result<Vec<VerificationId>, StoreError> {
        self.rows.review_queue(query).await
    }

    async fn keep_fingerprints(&self, account: AccountId) -> Result<(), StoreError> {
        fingerprints::keep(&*self.rows, &self.sealer, account).await
    }

    async fn find_alike(&self, query: FingerprintQuery) -> Result<Fingerprints, StoreError> {
        fingerprints::find(&*self.rows, &self.sealer, query).await
    }

    async fn forget_fingerprints(&self, account: AccountId) -> Result<(), StoreError> {
        self.rows.forget_fingerprints(account).await
    }

    async fn enrol(&self, enrolment: Enrolment) -> Result<bool, StoreError> {
        enrolments::add(&*self.rows, &self.sealer, &enrolment).await
    }

    async fn enrolment(
        &self,
        account: AccountId,
        customer: &CustomerName,
    ) -> Result<Option<Enrolment>, StoreError> {
        twice(|| enrolments::of(&*self.rows, &self.sealer, account, customer)).await
    }

    async fn enrolments(&self, account: AccountId) -> Result<Vec<Enrolment>, StoreError> {
        twice(|| enrolments::all(&*self.rows, &self.sealer, account)).await
    }

    async fn forget_enrolment(
        &self,
        account: AccountId,
        customer: &CustomerName,
    ) -> Result<bool, StoreError> {
        let name = self.sealer.customer(account, customer);
        self.rows.forget_enrolment(account, name).await
    }

    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError> {
        self.rows.lease_jobs(now, until, limit).await
    }

    async fn finish_job(&self, lease: &JobLease, end: JobEnd) -> Result<(), StoreError> {
        self.rows.finish_job(lease.clone(), end).await
    }

    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError> {
        self.rows.given_up(limit).await
    }

    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<DeliveryLease>, StoreError> {
        deliveries::lease(&*self.rows, &self.sealer, query).await
    }

    async fn finish_delivery(
        &self,
        lease: &DeliveryLease,
        attempt: Attempt,
        end: AttemptEnd,
    ) -> Result<(), StoreError> {
        deliveries::finish(&*self.rows, &self.sealer, lease, attempt, end).await
    }

    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError> {
        self.rows.deliveries(filter).await
    }

    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, StoreError> {
        twice(|| self.shown_delivery(id)).await
    }

    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError> {
        self.rows.resend(id, now).await
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        self.rows.backlog().await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.rows.next_due().await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.rows.check().await
    }
}

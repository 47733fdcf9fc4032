//! The port `Rows` over the writer and the readers; each method names its piece of work.

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{
    AuditChain, AuditQuery, Backlog, DeliveryFilter, DeliveryLease, DeliveryQuery, GivenUp, JobEnd,
    JobLease, ReviewQuery, StoreError,
};
use verification::notification::{AttemptEnd, Delivery};
use verification::{AccountId, NotificationId, VerificationId};

use crate::ports::{
    AccountQuery, AccountRecord, Applied, AttemptRecord, AuditRecord, BlindQuery, BlindTerm,
    EnrolmentRecord, EntryRecord, EvidenceRecord, ExaminationRecord, Finished, KeyId, LateRecord,
    LeasedDelivery, Rows, SealedChange, SelfieQuery, SelfieRecord, Standing, StoredAudit,
    Unsearchable, VerificationKey, VerificationRecord, WrappedKey,
};
use crate::sqlite::adapter::Sqlite;
use crate::sqlite::standing::standing;
use crate::sqlite::{
    accounts, audit, backlog, changes, deliveries, enrolments, evidence, examinations,
    fingerprints, jobs, reviews, search, verifications,
};

#[async_trait]
impl Rows for Sqlite {
    async fn create_account(&self, account: AccountRecord) -> Result<(), StoreError> {
        self.write(move |writer| accounts::create(writer, &account))
            .await
    }

    async fn save_account(&self, account: AccountRecord) -> Result<(), StoreError> {
        self.write(move |writer| accounts::save(writer, &account))
            .await
    }

    async fn accounts(&self, query: AccountQuery) -> Result<Vec<AccountRecord>, StoreError> {
        self.read(move |reader| accounts::find(&reader.data, &query))
            .await
    }

    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |writer| accounts::save_token(writer, hash, account, until))
            .await
    }

    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError> {
        self.write(move |writer| accounts::take_token(writer, hash, now))
            .await
    }

    async fn apply(&self, change: SealedChange) -> Result<Applied, StoreError> {
        let applied = self
            .write(move |writer| changes::apply(writer, &change))
            .await;
        if matches!(applied, Err(StoreError::Unavailable(_))) {
            // Health must not say for another second that everything is fine.
            self.doubt().await;
        }
        applied
    }

    async fn verification(
        &self,
        of: VerificationKey,
    ) -> Result<Option<VerificationRecord>, StoreError> {
        self.read(move |reader| verifications::find(reader, &of))
            .await
    }

    async fn verifications(
        &self,
        query: BlindQuery,
    ) -> Result<Vec<(u64, VerificationRecord)>, StoreError> {
        self.read(move |reader| {
            let keys = search::find(reader, &query)?;
            verifications::read(reader, &keys)
        })
        .await
    }

    async fn count_verifications(&self, query: BlindQuery) -> Result<u64, StoreError> {
        self.read(move |reader| Ok(search::find(reader, &query)?.len() as u64))
            .await
    }

    async fn not_yet_searchable(&self) -> Result<u64, StoreError> {
        self.read(search::missing).await
    }

    async fn unsearchable(
        &self,
        mark: BlindTerm,
        limit: usize,
    ) -> Result<Unsearchable, StoreError> {
        self.write(move |writer| search::unsearchable(writer, mark, limit))
            .await
    }

    async fn make_searchable(&self, records: Vec<LateRecord>, from: u64) -> Result<(), StoreError> {
        self.write(move |writer| search::make_searchable(writer, &records, from))
            .await
    }

    async fn standings(&self, ids: Vec<VerificationId>) -> Result<Vec<Standing>, StoreError> {
        self.read(move |reader| ids.iter().map(|id| standing(&reader.data, *id)).collect())
            .await
    }

    async fn evidence(
        &self,
        id: VerificationId,
    ) -> Result<(Standing, Vec<EvidenceRecord>), StoreError> {
        self.read(move |reader| evidence::of(reader, id)).await
    }

    async fn journal(
        &self,
        id: VerificationId,
        after: Option<u32>,
    ) -> Result<Vec<EntryRecord>, StoreError> {
        self.read(move |reader| verifications::journal(reader, id, after))
            .await
    }

    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: ExaminationRecord,
    ) -> Result<(), StoreError> {
        self.write(move |writer| examinations::keep(writer, id, &kept))
            .await
    }

    async fn examination(
        &self,
        id: VerificationId,
    ) -> Result<Option<ExaminationRecord>, StoreError> {
        self.read(move |reader| examinations::of(reader, id)).await
    }

    async fn review_queue(&self, query: ReviewQuery) -> Result<Vec<VerificationId>, StoreError> {
        self.read(move |reader| reviews::list(reader, &query)).await
    }

    async fn account_key(&self, account: AccountId) -> Result<Option<KeyId>, StoreError> {
        self.read(move |reader| fingerprints::account_key(reader, account))
            .await
    }

    async fn add_account_key(
        &self,
        account: AccountId,
        id: KeyId,
        key: WrappedKey,
    ) -> Result<(), StoreError> {
        self.write(move |writer| fingerprints::add_account_key(writer, account, id, &key))
            .await
    }

    async fn documents(
        &self,
        account: AccountId,
        except: VerificationId,
        hashes: Vec<[u8; 32]>,
    ) -> Result<(u64, Vec<VerificationId>), StoreError> {
        self.read(move |reader| fingerprints::documents(reader, account, except, &hashes))
            .await
    }

    async fn selfies(&self, query: SelfieQuery) -> Result<Vec<SelfieRecord>, StoreError> {
        self.read(move |reader| fingerprints::selfies(reader, &query))
            .await
    }

    async fn forget_fingerprints(&self, account: AccountId) -> Result<(), StoreError> {
        self.write(move |writer| fingerprints::forget_all(writer, account))
            .await
    }

    async fn add_enrolment(
        &self,
        account: AccountId,
        name: [u8; 32],
        record: EnrolmentRecord,
        key: WrappedKey,
    ) -> Result<bool, StoreError> {
        self.write(move |writer| enrolments::add(writer, account, name, &record, &key))
            .await
    }

    async fn enrolment(
        &self,
        account: AccountId,
        name: [u8; 32],
    ) -> Result<Option<EnrolmentRecord>, StoreError> {
        self.read(move |reader| enrolments::of(reader, account, name))
            .await
    }

    async fn enrolments(&self, account: AccountId) -> Result<Vec<EnrolmentRecord>, StoreError> {
        self.read(move |reader| enrolments::all(reader, account))
            .await
    }

    async fn forget_enrolment(
        &self,
        account: AccountId,
        name: [u8; 32],
    ) -> Result<bool, StoreError> {
        self.write(move |writer| enrolments::forget(writer, account, name))
            .await
    }

    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError> {
        self.write(move |writer| jobs::lease(writer, now, until, limit))
            .await
    }

    async fn finish_job(&self, lease: JobLease, end: JobEnd) -> Result<(), StoreError> {
        self.write(move |writer| jobs::finish(writer, &lease, &end))
            .await
    }

    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError> {
        self.read(move |reader| jobs::given_up(reader, limit)).await
    }

    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<LeasedDelivery>, StoreError> {
        self.write(move |writer| deliveries::lease(writer, &query))
            .await
    }

    async fn fail_delivery(
        &self,
        lease: DeliveryLease,
        at: Timestamp,
        why: String,
    ) -> Result<(), StoreError> {
        self.write(move |writer| deliveries::fail(writer, &lease, at, &why))
            .await
    }

    async fn finish_delivery(
        &self,
        lease: DeliveryLease,
        attempt: AttemptRecord,
        end: AttemptEnd,
    ) -> Result<Finished, StoreError> {
        self.write(move |writer| deliveries::finish(writer, &lease, &attempt, &end))
            .await
    }

    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError> {
        self.read(move |reader| deliveries::list(reader, &filter))
            .await
    }

    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<AttemptRecord>)>, StoreError> {
        self.read(move |reader| deliveries::one(reader, id)).await
    }

    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |writer| deliveries::resend(writer, id, now))
            .await
    }

    async fn append_audit(&self, record: AuditRecord) -> Result<(), StoreError> {
        self.write(move |writer| audit::append_alone(writer, &record))
            .await
    }

    async fn audited(&self, query: AuditQuery) -> Result<Vec<StoredAudit>, StoreError> {
        self.read(move |reader| audit::list(reader, &query)).await
    }

    async fn verify_audit(&self) -> Result<AuditChain, StoreError> {
        self.read(audit::verify).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(backlog::next_due).await
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        self.read(backlog::backlog).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.examine().await
    }
}

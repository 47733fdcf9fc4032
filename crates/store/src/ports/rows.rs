//! Storage for rows: everything except keys and pictures.
//!
//! The methods are those of [`proofing::ports::Store`], with records in place of values that are
//! sealed.

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{
    AuditChain, AuditQuery, Backlog, DeliveryFilter, DeliveryLease, DeliveryQuery, GivenUp, JobEnd,
    JobLease, ReviewQuery, StoreError,
};
use verification::notification::{AttemptEnd, Delivery};
use verification::{AccountId, NotificationId, VerificationId};

use super::keys::{KeyId, WrappedKey};
use super::records::{
    AccountQuery, AccountRecord, AttemptRecord, AuditRecord, EnrolmentRecord, EntryRecord,
    EvidenceRecord, ExaminationRecord, LeasedDelivery, SealedChange, SelfieQuery, SelfieRecord,
    Standing, StoredAudit, Unsearchable, VerificationKey, VerificationRecord,
};
use super::search::{BlindQuery, BlindTerm, LateRecord};

/// The result of a change that was not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applied {
    /// Everything is on disk.
    Stored,
    /// Nothing was stored, because the new verification has another key than the one under which
    /// the change was sealed, or none. Sealing it under the right key may succeed.
    OtherKey,
}

/// The result of storing an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finished {
    /// Everything is on disk.
    Stored,
    /// Nothing was stored, because the answer was sealed for another number than this one, which is
    /// the attempt's.
    Number(u32),
}

/// A database: it stores plain columns and sealed values, and knows no key.
#[async_trait]
pub(crate) trait Rows: Send + Sync + fmt::Debug {
    /// Stores a new account, or fails if one with this name exists.
    async fn create_account(&self, account: AccountRecord) -> Result<(), StoreError>;
    /// Replaces an account. If it does not exist, that is a conflict.
    async fn save_account(&self, account: AccountRecord) -> Result<(), StoreError>;
    /// Returns accounts by name.
    async fn accounts(&self, query: AccountQuery) -> Result<Vec<AccountRecord>, StoreError>;
    /// Stores a temporary token by its hash.
    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError>;
    /// Takes a token. Only one caller ever gets it.
    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError>;

    /// Stores all of a change, or nothing. The key that it brings is on disk before anything else;
    /// if the change is refused, the key may stay, and is an orphan.
    async fn apply(&self, change: SealedChange) -> Result<Applied, StoreError>;
    /// Returns a verification.
    async fn verification(
        &self,
        of: VerificationKey,
    ) -> Result<Option<VerificationRecord>, StoreError>;
    /// Returns the verifications that a query asks for, with their places.
    async fn verifications(
        &self,
        query: BlindQuery,
    ) -> Result<Vec<(u64, VerificationRecord)>, StoreError>;
    /// Returns how many verifications a query asks for, up to its limit.
    async fn count_verifications(&self, query: BlindQuery) -> Result<u64, StoreError>;
    /// Returns how many of the oldest verifications may have no search record yet.
    async fn not_yet_searchable(&self) -> Result<u64, StoreError>;
    /// Returns the newest verifications that have no search record yet, up to this many. If the
    /// records that there are were made with another key than the one that has this mark, all of
    /// them have to be made anew.
    async fn unsearchable(&self, mark: BlindTerm, limit: usize)
    -> Result<Unsearchable, StoreError>;
    /// Stores search records, and that none is missing at this place or above it.
    async fn make_searchable(&self, records: Vec<LateRecord>, from: u64) -> Result<(), StoreError>;
    /// Returns what is known about each of these IDs, in their order.
    async fn standings(&self, ids: Vec<VerificationId>) -> Result<Vec<Standing>, StoreError>;
    /// Returns the names of a verification's pictures by position, and what it was when it had
    /// them.
    async fn evidence(
        &self,
        id: VerificationId,
    ) -> Result<(Standing, Vec<EvidenceRecord>), StoreError>;
    /// Returns the journal's entries after a number, oldest first; without a number all of them,
    /// including impossible ones.
    async fn journal(
        &self,
        id: VerificationId,
        after: Option<u32>,
    ) -> Result<Vec<EntryRecord>, StoreError>;
    /// Keeps an examination, unless one of the same pictures is kept already. For a verification
    /// that does not exist or was deleted, that is a conflict.
    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: ExaminationRecord,
    ) -> Result<(), StoreError>;
    /// Returns the examination that is kept of a verification.
    async fn examination(
        &self,
        id: VerificationId,
    ) -> Result<Option<ExaminationRecord>, StoreError>;

    /// Returns the cases in review that a query asks for, with the one that waits longest first.
    async fn review_queue(&self, query: ReviewQuery) -> Result<Vec<VerificationId>, StoreError>;
    /// Returns the ID of an account's key, if its customers are searched.
    async fn account_key(&self, account: AccountId) -> Result<Option<KeyId>, StoreError>;
    /// Stores the key of an account, unless it has one.
    async fn add_account_key(
        &self,
        account: AccountId,
        id: KeyId,
        key: WrappedKey,
    ) -> Result<(), StoreError>;
    /// Returns the number of the account's newest fingerprint, and its accepted verifications with
    /// one of these hashes, the newest first.
    async fn documents(
        &self,
        account: AccountId,
        except: VerificationId,
        hashes: Vec<[u8; 32]>,
    ) -> Result<(u64, Vec<VerificationId>), StoreError>;
    /// Returns a page of an account's sealed selfies.
    async fn selfies(&self, query: SelfieQuery) -> Result<Vec<SelfieRecord>, StoreError>;
    /// Removes all fingerprints of an account, and destroys its key.
    async fn forget_fingerprints(&self, account: AccountId) -> Result<(), StoreError>;
    /// Stores an enrolment with its key. Returns false if there is one under the hash of the name.
    async fn add_enrolment(
        &self,
        account: AccountId,
        name: [u8; 32],
        record: EnrolmentRecord,
        key: WrappedKey,
    ) -> Result<bool, StoreError>;
    /// Returns what is enrolled under the hash of a name.
    async fn enrolment(
        &self,
        account: AccountId,
        name: [u8; 32],
    ) -> Result<Option<EnrolmentRecord>, StoreError>;
    /// Returns everything that is enrolled of an account.
    async fn enrolments(&self, account: AccountId) -> Result<Vec<EnrolmentRecord>, StoreError>;
    /// Removes an enrolment, and destroys its key. Returns false if there is none.
    async fn forget_enrolment(
        &self,
        account: AccountId,
        name: [u8; 32],
    ) -> Result<bool, StoreError>;

    /// Leases jobs that are due, oldest first.
    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError>;
    /// Ends a job. If the lease was lost, nothing changes.
    async fn finish_job(&self, lease: JobLease, end: JobEnd) -> Result<(), StoreError>;
    /// Returns the jobs that were given up, newest first.
    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError>;

    /// Leases deliveries that may be sent now.
    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<LeasedDelivery>, StoreError>;
    /// Ends a leased delivery that cannot be sent, for this reason. If the lease was lost, nothing
    /// changes; if the verification was deleted meanwhile, the delivery is forgotten.
    async fn fail_delivery(
        &self,
        lease: DeliveryLease,
        at: Timestamp,
        why: String,
    ) -> Result<(), StoreError>;
    /// Stores an attempt and what follows from it. If the lease was lost, the attempt is stored but
    /// nothing else changes. The answer of a deleted verification's receiver is not stored.
    async fn finish_delivery(
        &self,
        lease: DeliveryLease,
        attempt: AttemptRecord,
        end: AttemptEnd,
    ) -> Result<Finished, StoreError>;
    /// Returns deliveries to show.
    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError>;
    /// Returns one delivery with its attempts, oldest first.
    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<AttemptRecord>)>, StoreError>;
    /// Makes a delivery that is over ready again, and enables its destination.
    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError>;

    /// Appends an entry to the audit trail. For a verification that does not exist or was deleted,
    /// that is a conflict.
    async fn append_audit(&self, record: AuditRecord) -> Result<(), StoreError>;
    /// Returns the entries of the audit trail that a query asks for, newest first.
    async fn audited(&self, query: AuditQuery) -> Result<Vec<StoredAudit>, StoreError>;
    /// Follows the chain of the audit trail.
    async fn verify_audit(&self) -> Result<AuditChain, StoreError>;

    /// Returns when the next delivery or job is due, if any.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
    /// Returns how much is waiting.
    async fn backlog(&self) -> Result<Backlog, StoreError>;
    /// Fails if nothing can be written and read back, or there is no space left.
    async fn check(&self) -> Result<(), StoreError>;
}

//! Storage: rows in the store, pictures in the vault.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use verification::account::Account;
use verification::audit::AuditEntry;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery, DeliveryState, NewNotification};
use verification::reading::Examination;
use verification::request::{CustomerName, EvidenceSlot, HttpUrl, MediaType, Reference};
use verification::review::Reviewer;
use verification::search::SearchFilter;
use verification::stage::StageName;
use verification::{
    AccountId, NotificationId, StaffId, Tombstone, TransactionId, Verification, VerificationId,
};

use super::customers::{Enrolment, FingerprintQuery, Fingerprints, NewFingerprint};
use super::jobs::{GivenUp, JobEnd, JobLease, NewJob};

/// The errors of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the verification after it was read. Read it again and retry.
    #[error("the verification was changed in the meantime")]
    Conflict,
    /// The account has used this reference before.
    #[error("the reference is taken")]
    ReferenceTaken,
    /// An account with this name exists.
    #[error("an account of this name exists")]
    AccountExists,
    /// A member of staff with this e-mail address exists.
    #[error("a member of staff with this e-mail address exists")]
    MemberExists,
    /// A stored row is impossible: the store is damaged or belongs to another version.
    #[error("impossible value in {table}.{column} of row {row}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        row: String,
    },
    /// A stored value is in a format that this version does not know.
    #[error(
        "{table}.{column} of row {row} has format {format}: a newer version of this program wrote it, use that one"
    )]
    Newer {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        row: String,
        /// The tag of the format.
        format: char,
    },
    /// What a search found is no longer everything, because a fingerprint was stored since. Search
    /// again.
    #[error("the search before the change is out of date")]
    Outdated,
    /// The key or the sealed data are missing or do not match.
    #[error("sealed data cannot be opened: {0}")]
    Unsealable(&'static str),
    /// The disk is full or fails. Nothing was stored.
    #[error("the store is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A verification with the number of its stored version, for optimistic locking.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// The number of its changes; an [`apply`](Store::apply) to an older one is a conflict.
    pub version: u64,
}

/// What is stored under a reference or an ID.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A verification.
    Live(Box<Stored<Verification>>),
    /// The tombstone of a deleted verification.
    Forgotten(Tombstone),
}

impl Found {
    /// Returns the account that the verification belongs to.
    pub const fn account(&self) -> AccountId {
        match self {
            Self::Live(stored) => stored.value.account,
            Self::Forgotten(tombstone) => tombstone.account,
        }
    }
}

/// The name of a picture in the vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRef {
    /// The slot of the picture.
    pub slot: EvidenceSlot,
    /// The type of the file.
    pub media: MediaType,
    /// Its size in bytes.
    pub size: u64,
    /// Its name in the vault.
    pub digest: Digest,
}

/// The name of a sealed object: a SHA-256 hash over the verification's ID and the content.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What was read of a verification's pictures, and of which ones. It guarantees that the verdict
/// rests on what the form showed, whoever asks and whenever.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptExamination {
    /// The pictures that it rests on. With any other pictures, it would be another examination.
    pub evidence: Vec<(EvidenceSlot, Digest)>,
    /// What was read.
    pub examination: Examination,
}

impl KeptExamination {
    /// Creates the record of what was read of these pictures.
    pub fn new(examination: Examination, evidence: &[EvidenceRef]) -> Self {
        Self {
            evidence: names(evidence).collect(),
            examination,
        }
    }

    /// Returns true if it rests on exactly these pictures.
    pub fn rests_on(&self, evidence: &[EvidenceRef]) -> bool {
        self.evidence.iter().copied().eq(names(evidence))
    }
}

fn names(evidence: &[EvidenceRef]) -> impl Iterator<Item = (EvidenceSlot, Digest)> + '_ {
    let names = evidence.iter();
    names.map(|picture| (picture.slot, picture.digest))
}

/// The next state of a verification.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// A new verification, which gets a key and takes its reference. Its version is 1, and every
    /// change adds 1.
    Open(Box<Verification>),
    /// The next value of the verification that was read with this version.
    Update(Box<Stored<Verification>>),
    /// The tombstone of the verification that was read with this version. Its key is destroyed, and
    /// personal notifications that were not delivered become [`DeliveryState::Forgotten`].
    Forget(Box<Stored<Tombstone>>),
}

impl Next {
    /// Returns the verification that it is about.
    pub fn id(&self) -> VerificationId {
        match self {
            Self::Open(verification) => verification.id,
            Self::Update(stored) => stored.value.id,
            Self::Forget(stored) => stored.value.id,
        }
    }
}

/// Everything that one act alters, which is stored completely or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The verification.
    pub next: Next,
    /// Pictures in the vault that belong to the verification from now on, each in place of an
    /// earlier one in its slot.
    pub evidence: Vec<EvidenceRef>,
    /// By what the verification is found again from now on, in place of an earlier fingerprint. It
    /// goes with the verification, and only an [`Update`](Next::Update) may bring one.
    pub fingerprint: Option<NewFingerprint>,
    /// Entries to append to its journal. They must follow the last one without a gap and end where
    /// the verification's [`Tail`](verification::journal::Tail) says, otherwise the change is
    /// `Inconsistent`.
    pub entries: Vec<Entry>,
    /// Notifications to send. For a deleted verification they cannot be personal; that is
    /// `Unsealable`.
    pub notifications: Vec<NewNotification>,
    /// Jobs to run.
    pub jobs: Vec<NewJob>,
    /// The job that this change completes, if any. If the lease was lost, that is a conflict.
    pub finishes: Option<JobLease>,
    /// Entries to append to the audit trail.
    pub audit: Vec<AuditEntry>,
    /// The member of staff who acts, with the version at which they were allowed to. If they were
    /// changed since, that is a conflict.
    pub member: Option<(StaffId, u64)>,
}

/// The deliveries to lease.
#[derive(Debug, Clone)]
pub struct DeliveryQuery {
    /// The current time.
    pub now: Timestamp,
    /// The end of the lease.
    pub lease_until: Timestamp,
    /// The maximum number of deliveries.
    pub limit: usize,
    /// The maximum number at a time for one lane, including those in `in_flight`.
    pub per_lane: usize,
    /// The maximum number at a time for one account, over all its lanes, including those in
    /// `in_flight`.
    pub per_account: usize,
    /// How many deliveries of each lane are being sent at the moment.
    pub in_flight: Vec<(Lane, usize)>,
}

/// The key by which delivery slots are shared: an account's destinations on one scheme, host and
/// port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane {
    /// The account.
    pub account: AccountId,
    /// `https://host:port`.
    pub origin: String,
}

impl Lane {
    /// Returns the lane of an account's destination.
    pub fn of(account: AccountId, destination: &HttpUrl) -> Self {
        let origin = destination.url().origin().ascii_serialization();
        Self { account, origin }
    }
}

/// A delivery to send now, which is held until the lease ends.
#[derive(Clone)]
pub struct DeliveryLease {
    /// The delivery.
    pub delivery: Delivery,
    /// The bytes to send, or `None` if they are rendered when they are sent.
    pub body: Option<Vec<u8>>,
    /// When it could first have been sent. The schedule counts from here.
    pub first_due_at: Timestamp,
    /// How many attempts of this schedule have failed. Sending again starts a new schedule.
    pub tries: u32,
    /// How many of the last attempts ended because their process died, as in [`JobLease::crashes`].
    pub crashes: u32,
    /// The number of the lease.
    pub token: u64,
}

impl fmt::Debug for DeliveryLease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliveryLease")
            .field("delivery", &self.delivery)
            .field("body_bytes", &self.body.as_ref().map(Vec::len))
            .field("first_due_at", &self.first_due_at)
            .field("tries", &self.tries)
            .field("crashes", &self.crashes)
            .field("token", &self.token)
            .finish()
    }
}

/// The deliveries to show, newest first.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only those of the verification with this reference.
    pub reference: Option<Reference>,
    /// Only those in this state.
    pub state: Option<DeliveryState>,
    /// The maximum number of deliveries.
    pub limit: usize,
}

/// The verifications to list.
#[derive(Debug, Clone, Default)]
pub struct VerificationQuery {
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only those in one of these stages; empty means any stage.
    pub stages: Vec<StageName>,
    /// Only those opened at this time or later.
    pub from: Option<Timestamp>,
    /// Only those opened before this time.
    pub until: Option<Timestamp>,
    /// Only those with such a reference.
    pub reference: Option<ReferenceFilter>,
    /// Only those that this filter matches. Only the empty filter matches a deleted verification.
    pub filter: SearchFilter,
    /// Only those that follow this one, which an earlier answer returned.
    pub after: Option<After>,
    /// The order of the list.
    pub order: ListOrder,
    /// The maximum number of verifications.
    pub limit: usize,
}

/// The references that a list is narrowed down to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceFilter {
    /// This one.
    Exact(Reference),
    /// Those that start with this text.
    Prefix(String),
}

/// The verification after which a list continues. It may have been deleted in the meantime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The one at this place in the order of all.
    Place(u64),
    /// The one with this ID, which tells nothing about how many others there are. If the list has
    /// no such verification, nothing follows.
    Verification(VerificationId),
}

/// The cases in review to list, with the one that waits longest first.
#[derive(Debug, Clone, Default)]
pub struct ReviewQuery {
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only those that this reviewer may take at this time.
    pub next_for: Option<(Reviewer, Timestamp)>,
    /// The maximum number of cases.
    pub limit: usize,
}

/// The order of a list of verifications, by the time of their opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListOrder {
    /// The newest comes first.
    #[default]
    NewestFirst,
    /// The oldest comes first, as in a queue.
    OldestFirst,
}

/// A verification in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its place in the order of all, from which the next page continues.
    pub place: u64,
    /// The verification or its tombstone.
    pub found: Found,
}

/// How much is waiting, for health checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// When the next delivery or job is due, if any.
    pub next_due_at: Option<Timestamp>,
    /// The number of deliveries that are not over.
    pub deliveries: u64,
    /// When the oldest of them was stored.
    pub oldest_delivery_at: Option<Timestamp>,
    /// The number of jobs that are not over.
    pub jobs: u64,
    /// The number of jobs that were given up, so that somebody has to look at them.
    pub given_up: u64,
}

/// Stores everything except pictures.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug {
    /// Stores a new account, or fails if one with this name exists.
    async fn create_account(&self, account: Account) -> Result<(), StoreError>;
    /// Replaces an account.
    async fn save_account(&self, account: Account) -> Result<(), StoreError>;
    /// Returns the account with a client ID.
    async fn account_by_client(&self, client_id: &str) -> Result<Option<Arc<Account>>, StoreError>;
    /// Returns the account with an ID.
    async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, StoreError>;
    /// Returns the account with a customer ID of the capture protocol: the separate one if the
    /// account has one, otherwise its client ID.
    async fn account_by_customer(
        &self,
        customer_id: &str,
    ) -> Result<Option<Arc<Account>>, StoreError>;
    /// Returns all accounts by name.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// Stores a temporary token by its hash.
    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError>;
    /// Takes a token. Only one caller ever gets it. Expired and unknown tokens return `None`.
    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError>;

    /// Stores all of a change, or nothing. It is on disk when this returns.
    async fn apply(&self, change: Change) -> Result<(), StoreError>;
    /// Returns the verification with an account's reference.
    async fn by_reference(
        &self,
        account: AccountId,
        reference: &Reference,
    ) -> Result<Option<Found>, StoreError>;
    /// Returns the verification with an ID.
    async fn by_id(&self, id: VerificationId) -> Result<Option<Found>, StoreError>;
    /// Returns the verification with an account's transaction ID.
    async fn by_transaction(
        &self,
        account: AccountId,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError>;
    /// Returns the verification with a transaction ID of any account, for links that are
    /// transaction IDs.
    async fn by_any_transaction(
        &self,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError>;
    /// Returns the verifications that a query asks for.
    async fn verifications(&self, query: VerificationQuery) -> Result<Vec<Listed>, StoreError>;
    /// Returns how many verifications a query asks for, up to its limit.
    async fn count_verifications(&self, query: VerificationQuery) -> Result<u64, StoreError>;
    /// Returns how many of the oldest verifications a filter may not find yet, because an earlier
    /// version stored them and their search terms are still being made.
    async fn not_yet_searchable(&self) -> Result<u64, StoreError>;
    /// Returns the cases in review that a query asks for.
    async fn review_queue(&self, query: ReviewQuery) -> Result<Vec<VerificationId>, StoreError>;
    /// Returns the names of its pictures.
    async fn evidence(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, StoreError>;
    /// Keeps what was read of a verification's pictures, in place of what was read of other
    /// pictures. What is already kept for the same pictures stays, because somebody was shown it.
    ///
    /// # Errors
    /// Returns [`StoreError::Conflict`] if the verification does not exist or was deleted.
    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: KeptExamination,
    ) -> Result<(), StoreError>;
    /// Returns the examination that is kept of a verification.
    async fn examination(&self, id: VerificationId) -> Result<Option<KeptExamination>, StoreError>;
    /// Keeps fingerprints of an account from now on, under a key of its own. If they are kept
    /// already, nothing changes; if their key was lost, they start anew.
    async fn keep_fingerprints(&self, account: AccountId) -> Result<(), StoreError>;
    /// Finds accepted verifications of an account by their fingerprints.
    ///
    /// # Errors
    /// Returns [`StoreError::Unsealable`] if the account's key was lost.
    async fn find_alike(&self, query: FingerprintQuery) -> Result<Fingerprints, StoreError>;
    /// Removes all fingerprints of an account, destroys their key, and keeps no more of them.
    async fn forget_fingerprints(&self, account: AccountId) -> Result<(), StoreError>;
    /// Enrols the face of a customer under a key of its own, which outlives the verification.
    /// Returns false if the customer is enrolled already.
    async fn enrol(&self, enrolment: Enrolment) -> Result<bool, StoreError>;
    /// Returns the face that a customer enrolled.
    ///
    /// # Errors
    /// Returns [`StoreError::Unsealable`] if its key was lost.
    async fn enrolment(
        &self,
        account: AccountId,
        customer: &CustomerName,
    ) -> Result<Option<Enrolment>, StoreError>;
    /// Returns everything that customers of an account enrolled, oldest first.
    async fn enrolments(&self, account: AccountId) -> Result<Vec<Enrolment>, StoreError>;
    /// Forgets the face that a customer enrolled, and destroys its key. Returns false if there is
    /// none.
    async fn forget_enrolment(
        &self,
        account: AccountId,
        customer: &CustomerName,
    ) -> Result<bool, StoreError>;
    /// Returns its journal, oldest first.
    async fn journal(&self, id: VerificationId) -> Result<Vec<Entry>, StoreError>;
    /// Returns the entries of its journal after this number, oldest first.
    async fn journal_after(
        &self,
        id: VerificationId,
        number: u32,
    ) -> Result<Vec<Entry>, StoreError>;

    /// Leases jobs that are due, oldest first. The attempt is counted before this returns.
    ///
    /// If the time is far ahead of every time at which the store was used, the clock may be wrong.
    /// Jobs that are only due because of the time ([`Job::Expire`](super::Job::Expire),
    /// [`Job::Retain`](super::Job::Retain)) are then left out.
    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError>;
    /// Ends a job. If the lease was lost, nothing changes.
    async fn finish_job(&self, lease: &JobLease, end: JobEnd) -> Result<(), StoreError>;
    /// Returns the jobs that were given up, newest first, up to this many.
    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError>;

    /// Leases deliveries that may be sent now: they are due, first for their verification and
    /// destination, and their lane has slots left. Lanes take turns, so that none starves.
    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<DeliveryLease>, StoreError>;
    /// Stores an attempt and what follows from it. When a delivery is over, the next one for the
    /// same verification and destination becomes ready. If the lease was lost, the attempt is
    /// stored but nothing else changes.
    async fn finish_delivery(
        &self,
        lease: &DeliveryLease,
        attempt: Attempt,
        end: AttemptEnd,
    ) -> Result<(), StoreError>;
    /// Returns deliveries to show.
    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError>;
    /// Returns one delivery with its attempts, oldest first.
    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, StoreError>;
    /// Makes a delivery that is over ready again, and enables its destination. Returns false if
    /// there is no such delivery, it is not over, or its body was deleted.
    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError>;
    /// Returns when the next delivery or job is due, if any. It counts nothing, so it may be called
    /// often.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
    /// Returns how much is waiting. It counts everything that is not over.
    async fn backlog(&self) -> Result<Backlog, StoreError>;
    /// Writes something and reads it back, and checks whether there is space left, so the result
    /// reflects the real state. It may be called as often as you like: if everything worked less
    /// than a second ago, nothing is tried again.
    async fn check(&self) -> Result<(), StoreError>;
}

/// Stores pictures, sealed under their verification's key.
#[async_trait]
pub trait Vault: Send + Sync + fmt::Debug {
    /// Seals a picture. It is on disk when this returns, and repeating it is harmless.
    async fn put(&self, id: VerificationId, content: Bytes) -> Result<Digest, StoreError>;
    /// Opens a picture.
    async fn get(&self, id: VerificationId, digest: Digest) -> Result<Vec<u8>, StoreError>;
    /// Removes all pictures of a verification.
    async fn erase(&self, id: VerificationId) -> Result<(), StoreError>;
}

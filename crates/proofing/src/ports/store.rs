//! Where everything is kept: rows in the store, pictures in the vault.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use verification::account::Account;
use verification::journal::Entry;
use verification::notification::{Attempt, AttemptEnd, Delivery, DeliveryState, NewNotification};
use verification::reading::Examination;
use verification::request::{EvidenceSlot, HttpUrl, MediaType, Reference};
use verification::{
    AccountId, NotificationId, Tombstone, TransactionId, Verification, VerificationId,
};

use super::jobs::{GivenUp, JobEnd, JobLease, NewJob};

/// What the world did instead of what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the verification since it was read. Read it again and retry.
    #[error("the verification was changed in the meantime")]
    Conflict,
    /// The account has used this reference before.
    #[error("the reference is taken")]
    ReferenceTaken,
    /// An account of this name exists.
    #[error("an account of this name exists")]
    AccountExists,
    /// A stored row cannot be: the store is damaged or of another version.
    #[error("impossible value in {table}.{column} of row {row}")]
    Inconsistent {
        /// Where it is.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Which row.
        row: String,
    },
    /// A stored value is in a format that this version does not know.
    #[error(
        "{table}.{column} of row {row} has format {format}: a newer version of this program wrote it, use that one"
    )]
    Newer {
        /// Where it is.
        table: &'static str,
        /// Which column.
        column: &'static str,
        /// Which row.
        row: String,
        /// The tag of the format.
        format: char,
    },
    /// The key or the sealed data are gone or do not fit together.
    #[error("sealed data cannot be opened: {0}")]
    Unsealable(&'static str),
    /// No room left on the disk, or the disk refuses. Nothing was stored.
    #[error("the store is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A verification with the number of its stored version, for optimistic locking.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// Counts its changes; an [`apply`](Store::apply) of an older one is a conflict.
    pub version: u64,
}

/// What a reference or an id leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A verification.
    Live(Box<Stored<Verification>>),
    /// What is left of a deleted one.
    Forgotten(Tombstone),
}

/// A picture in the vault, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRef {
    /// Which picture of the verification it is.
    pub slot: EvidenceSlot,
    /// What kind of file.
    pub media: MediaType,
    /// Its size in bytes.
    pub size: u64,
    /// Its name in the vault.
    pub digest: Digest,
}

/// The name of a sealed object: a SHA-256 over the verification's id and the content.
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

/// What was read of a verification's pictures, and of which: what a form shows is what the verdict
/// rests on, whoever asks and whenever.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptExamination {
    /// The pictures that it rests on. With any other picture it is another examination.
    pub evidence: Vec<(EvidenceSlot, Digest)>,
    /// What was read.
    pub examination: Examination,
}

impl KeptExamination {
    /// What was read of these pictures.
    pub fn new(examination: Examination, evidence: &[EvidenceRef]) -> Self {
        Self {
            evidence: names(evidence).collect(),
            examination,
        }
    }

    /// True if it rests on these pictures and no others.
    pub fn rests_on(&self, evidence: &[EvidenceRef]) -> bool {
        self.evidence.iter().copied().eq(names(evidence))
    }
}

fn names(evidence: &[EvidenceRef]) -> impl Iterator<Item = (EvidenceSlot, Digest)> + '_ {
    let names = evidence.iter();
    names.map(|picture| (picture.slot, picture.digest))
}

/// A verification's next state.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// A new verification: makes its key and takes its reference. Its version is 1, and every
    /// change of it adds 1.
    Open(Box<Verification>),
    /// The next value of the one that was read with this version.
    Update(Box<Stored<Verification>>),
    /// What is left of the one that was read with this version: its key is destroyed, undelivered
    /// personal notifications become [`DeliveryState::Forgotten`].
    Forget(Box<Stored<Tombstone>>),
}

impl Next {
    /// The verification that it is about.
    pub fn id(&self) -> VerificationId {
        match self {
            Self::Open(verification) => verification.id,
            Self::Update(stored) => stored.value.id,
            Self::Forget(stored) => stored.value.id,
        }
    }
}

/// Everything that one act alters, stored at once or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The verification.
    pub next: Next,
    /// Pictures that are in the vault and belong to it from now on, each in place of an earlier one
    /// of its slot.
    pub evidence: Vec<EvidenceRef>,
    /// Entries to append to its journal. They follow its last one without a gap and end where the
    /// verification's [`Tail`](verification::journal::Tail) says: else the change is
    /// `Inconsistent`.
    pub entries: Vec<Entry>,
    /// What is to be told. Of a forgotten verification nothing personal can be: it is `Unsealable`.
    pub notifications: Vec<NewNotification>,
    /// Work to be done.
    pub jobs: Vec<NewJob>,
    /// The job that this change completes, if any: if the lease is lost, it is a conflict.
    pub finishes: Option<JobLease>,
}

/// Which deliveries to lease.
#[derive(Debug, Clone)]
pub struct DeliveryQuery {
    /// Now.
    pub now: Timestamp,
    /// Until when the lease holds.
    pub lease_until: Timestamp,
    /// At most this many.
    pub limit: usize,
    /// At most this many at a time of one lane, counting those in `in_flight`.
    pub per_lane: usize,
    /// At most this many at a time of one account, over all its lanes, counting those in
    /// `in_flight`.
    pub per_account: usize,
    /// How many of each lane are being sent at this moment.
    pub in_flight: Vec<(Lane, usize)>,
}

/// What shares delivery slots: an account's destinations on one scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lane {
    /// Whose destinations.
    pub account: AccountId,
    /// `https://host:port`.
    pub origin: String,
}

impl Lane {
    /// The lane of an account's destination.
    pub fn of(account: AccountId, destination: &HttpUrl) -> Self {
        let origin = destination.url().origin().ascii_serialization();
        Self { account, origin }
    }
}

/// A delivery to be sent now, held until the lease ends.
#[derive(Clone)]
pub struct DeliveryLease {
    /// The delivery.
    pub delivery: Delivery,
    /// The bytes to send; `None` for what is rendered when it is sent.
    pub body: Option<Vec<u8>>,
    /// When it could first have been sent: the schedule counts from here.
    pub first_due_at: Timestamp,
    /// How many attempts of this schedule failed before. A resend begins a new schedule.
    pub tries: u32,
    /// How many of the last attempts ended with the death of the process that made them, as with
    /// [`JobLease::crashes`].
    pub crashes: u32,
    /// The lease's own number.
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

/// Which deliveries to show, newest first.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// Of this account.
    pub account: Option<AccountId>,
    /// Of the verification with this reference.
    pub reference: Option<Reference>,
    /// In this state.
    pub state: Option<DeliveryState>,
    /// At most this many.
    pub limit: usize,
}

/// Which of an account's verifications to list.
#[derive(Debug, Clone)]
pub struct VerificationQuery {
    /// Whose.
    pub account: AccountId,
    /// Opened at this time or later.
    pub from: Option<Timestamp>,
    /// Opened before this time.
    pub until: Option<Timestamp>,
    /// Older than the one with this place, which an earlier answer gave.
    pub after: Option<u64>,
    /// At most this many.
    pub limit: usize,
}

/// A verification in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its place in the order of all: where the next page begins.
    pub place: u64,
    /// What is known of it.
    pub found: Found,
}

/// How much is waiting, for health.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// When the next delivery or job is due, if any.
    pub next_due_at: Option<Timestamp>,
    /// Deliveries not over.
    pub deliveries: u64,
    /// When the oldest of them was stored.
    pub oldest_delivery_at: Option<Timestamp>,
    /// Jobs not over.
    pub jobs: u64,
    /// Jobs that were given up: somebody has to look at them.
    pub given_up: u64,
}

/// Where everything is kept but pictures.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug {
    /// Stores a new account, or fails if one of the name exists.
    async fn create_account(&self, account: Account) -> Result<(), StoreError>;
    /// Replaces an account.
    async fn save_account(&self, account: Account) -> Result<(), StoreError>;
    /// The account of a client id.
    async fn account_by_client(&self, client_id: &str) -> Result<Option<Arc<Account>>, StoreError>;
    /// The account of an id.
    async fn account(&self, id: AccountId) -> Result<Option<Arc<Account>>, StoreError>;
    /// The account of a customer id of the capture protocol: the one that was set apart, else the
    /// client id of an account that set none apart.
    async fn account_by_customer(
        &self,
        customer_id: &str,
    ) -> Result<Option<Arc<Account>>, StoreError>;
    /// All accounts, by name.
    async fn accounts(&self) -> Result<Vec<Account>, StoreError>;

    /// Stores a temporary token by its hash.
    async fn save_token(
        &self,
        hash: [u8; 32],
        account: AccountId,
        until: Timestamp,
    ) -> Result<(), StoreError>;
    /// Takes a token: whoever gets it is the only one. Dead and unknown ones give `None`.
    async fn take_token(
        &self,
        hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<AccountId>, StoreError>;

    /// Stores everything of a change, or nothing. On disk when it returns.
    async fn apply(&self, change: Change) -> Result<(), StoreError>;
    /// The verification of an account's reference.
    async fn by_reference(
        &self,
        account: AccountId,
        reference: &Reference,
    ) -> Result<Option<Found>, StoreError>;
    /// The verification of an id.
    async fn by_id(&self, id: VerificationId) -> Result<Option<Found>, StoreError>;
    /// The verification of an account's transaction id.
    async fn by_transaction(
        &self,
        account: AccountId,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError>;
    /// The verification of a transaction id, whosever it is: for links that are transaction ids.
    async fn by_any_transaction(
        &self,
        transaction: TransactionId,
    ) -> Result<Option<Found>, StoreError>;
    /// An account's verifications, newest first.
    async fn verifications(&self, query: VerificationQuery) -> Result<Vec<Listed>, StoreError>;
    /// Its pictures.
    async fn evidence(&self, id: VerificationId) -> Result<Vec<EvidenceRef>, StoreError>;
    /// Keeps what was read of a verification's pictures, in place of what was read of others. What
    /// is kept of the same pictures stays: somebody was shown it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the verification is not there or forgotten.
    async fn keep_examination(
        &self,
        id: VerificationId,
        kept: KeptExamination,
    ) -> Result<(), StoreError>;
    /// What is kept of a verification.
    async fn examination(&self, id: VerificationId) -> Result<Option<KeptExamination>, StoreError>;
    /// Its journal, oldest first.
    async fn journal(&self, id: VerificationId) -> Result<Vec<Entry>, StoreError>;
    /// The entries of its journal after this number, oldest first.
    async fn journal_after(
        &self,
        id: VerificationId,
        number: u32,
    ) -> Result<Vec<Entry>, StoreError>;

    /// Leases jobs that are due, oldest first. The try is counted before this returns.
    ///
    /// Where the time is far ahead of every time that the store was at work, what only the time
    /// makes due ([`Job::Expire`](super::Job::Expire), [`Job::Retain`](super::Job::Retain)) is
    /// left: the clock may be wrong.
    async fn lease_jobs(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<JobLease>, StoreError>;
    /// Ends a job. A lease that was lost changes nothing.
    async fn finish_job(&self, lease: &JobLease, end: JobEnd) -> Result<(), StoreError>;
    /// Jobs that were given up, newest first, at most this many.
    async fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, StoreError>;

    /// Leases deliveries that may be sent now: due, first of their verification and destination,
    /// and of a lane that has slots left. Lanes take turns, so that none starves.
    async fn lease_deliveries(
        &self,
        query: DeliveryQuery,
    ) -> Result<Vec<DeliveryLease>, StoreError>;
    /// Keeps an attempt and what follows. When a delivery is over, the next of the same
    /// verification and destination becomes ready. A lease that was lost keeps the attempt and
    /// changes nothing.
    async fn finish_delivery(
        &self,
        lease: &DeliveryLease,
        attempt: Attempt,
        end: AttemptEnd,
    ) -> Result<(), StoreError>;
    /// Deliveries to show.
    async fn deliveries(&self, filter: DeliveryFilter) -> Result<Vec<Delivery>, StoreError>;
    /// One delivery with its attempts, oldest first.
    async fn delivery(
        &self,
        id: NotificationId,
    ) -> Result<Option<(Delivery, Vec<Attempt>)>, StoreError>;
    /// Makes a delivery that is over ready again, and enables its destination. False if there is no
    /// such delivery, if it is not over, or if its body was forgotten.
    async fn resend(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError>;
    /// When the next delivery or job is due, if any. It counts nothing, so it may be asked often.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
    /// How much is waiting. Counts everything that is not over.
    async fn backlog(&self) -> Result<Backlog, StoreError>;
    /// Writes something and reads it back, and looks whether there is room: true health. Anyone
    /// may ask as often as they like: what was found well less than a second ago is not tried
    /// again.
    async fn check(&self) -> Result<(), StoreError>;
}

/// Where pictures are kept, sealed under their verification's key.
#[async_trait]
pub trait Vault: Send + Sync + fmt::Debug {
    /// Seals a picture. It is on disk when this returns; doing it again is harmless.
    async fn put(&self, id: VerificationId, content: Bytes) -> Result<Digest, StoreError>;
    /// Opens a picture.
    async fn get(&self, id: VerificationId, digest: Digest) -> Result<Vec<u8>, StoreError>;
    /// Removes all pictures of a verification.
    async fn erase(&self, id: VerificationId) -> Result<(), StoreError>;
}

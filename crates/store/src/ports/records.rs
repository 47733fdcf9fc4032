//! Records: rows as a database sees them, with sealed bytes where a value is personal or secret.

use std::fmt;

use jiff::Timestamp;
use proofing::ports::{DeliveryLease, JobLease, NewJob, Stored};
use verification::account::Environment;
use verification::audit::AuditEntry;
use verification::journal::{Entry, Tail};
use verification::notification::{Attempt, NewNotification};
use verification::request::Reference;
use verification::stage::StageName;
use verification::{AccountId, StaffId, Tombstone, TransactionId, VerificationId};

use super::keys::{KeyId, WrappedKey};
use super::search::SearchRecord;

/// An account. Its secrets are sealed under the master key.
pub(crate) struct AccountRecord {
    pub(crate) id: AccountId,
    pub(crate) name: String,
    pub(crate) client_id: String,
    /// The customer ID, if the account has one besides its client ID.
    pub(crate) customer_id: Option<String>,
    pub(crate) environment: Environment,
    pub(crate) created_at: Timestamp,
    /// The settings in the stored format, not sealed.
    pub(crate) settings: String,
    pub(crate) secrets: Vec<u8>,
}

/// The accounts to read.
#[derive(Clone)]
pub(crate) enum AccountQuery {
    All,
    Id(AccountId),
    Client(String),
    /// The separate customer ID if the account has one, otherwise its client ID.
    Customer(String),
}

/// What names one verification.
#[derive(Clone)]
pub(crate) enum VerificationKey {
    Id(VerificationId),
    Reference(AccountId, Reference),
    /// A transaction ID, of one account or of any.
    Transaction(Option<AccountId>, TransactionId),
}

/// A verification, or what is left of it.
pub(crate) enum VerificationRecord {
    Living(LivingRecord),
    Forgotten(Tombstone),
}

/// A verification that was not deleted.
pub(crate) struct LivingRecord {
    pub(crate) id: VerificationId,
    pub(crate) version: u64,
    pub(crate) stage: StageName,
    pub(crate) sealed: Vec<u8>,
}

/// Verifications whose search records are still to be made, from the newest to the oldest.
pub(crate) struct Unsearchable {
    pub(crate) records: Vec<LivingRecord>,
    /// The place below which there may be more of them.
    pub(crate) below: u64,
}

/// What is known about an ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No verification has it.
    Unknown,
    /// A verification has it.
    Living { version: u64 },
    /// The verification was deleted.
    Forgotten,
}

/// A journal entry. Its private part is sealed, if it has one, and missing in `entry`.
pub(crate) struct EntryRecord {
    pub(crate) entry: Entry,
    pub(crate) sealed: Option<Vec<u8>>,
}

/// The sealed name of a picture.
pub(crate) struct EvidenceRecord {
    /// Its place among the pictures of the verification, from 0: slots in the order in which they
    /// were first filled.
    pub(crate) position: usize,
    pub(crate) sealed: Vec<u8>,
}

/// A kept examination.
pub(crate) struct ExaminationRecord {
    /// A digest over the names of the pictures that it rests on.
    pub(crate) rests_on: [u8; 32],
    pub(crate) sealed: Vec<u8>,
}

/// An entry of the audit trail. Its content is sealed, if it has any, and missing in `entry`.
pub(crate) struct AuditRecord {
    pub(crate) entry: AuditEntry,
    pub(crate) sealed_for: Option<SealedFor>,
    /// The digest of `sealed`, which stays when that is erased.
    pub(crate) digest: Option<[u8; 32]>,
    pub(crate) sealed: Option<Vec<u8>>,
}

/// The key under which the content of an entry of the audit trail is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SealedFor {
    /// The key of its verification, so that it is erased with it.
    Verification,
    /// The key of the store.
    Store,
}

impl SealedFor {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Store => "store",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Verification, Self::Store]
            .into_iter()
            .find(|sealed_for| sealed_for.word() == word)
    }
}

/// An entry with its place in the audit trail.
pub(crate) struct StoredAudit {
    pub(crate) number: u64,
    pub(crate) record: AuditRecord,
    pub(crate) link: [u8; 32],
}

/// By what a verification is found again. Nothing in it can be read without the account's key.
pub(crate) struct FingerprintRecord {
    pub(crate) account: AccountId,
    /// The key under which it was made.
    pub(crate) key: KeyId,
    /// The keyed hashes of its documents.
    pub(crate) documents: Vec<[u8; 32]>,
    /// The sealed hash of its selfie.
    pub(crate) selfie: Option<Vec<u8>>,
    /// The account's newest fingerprint that the search has seen.
    pub(crate) newest: u64,
}

/// An enrolled face, sealed under the key with its ID.
pub(crate) struct EnrolmentRecord {
    pub(crate) id: KeyId,
    pub(crate) sealed: Vec<u8>,
}

/// A page of the sealed selfies of an account's accepted verifications, the newest first.
pub(crate) struct SelfieQuery {
    pub(crate) account: AccountId,
    /// The verification that looks for others.
    pub(crate) except: VerificationId,
    /// Only those before the one at this place.
    pub(crate) before: Option<u64>,
    pub(crate) limit: usize,
}

/// The sealed hash of a selfie.
pub(crate) struct SelfieRecord {
    pub(crate) place: u64,
    pub(crate) id: VerificationId,
    pub(crate) sealed: Vec<u8>,
}

/// A change whose personal values are sealed.
pub(crate) struct SealedChange {
    pub(crate) next: SealedNext,
    /// Entries to append, which must follow the last one without a gap and end at the tail.
    pub(crate) entries: Vec<EntryRecord>,
    /// Pictures, each in place of the one that is at its position, if there is one.
    pub(crate) evidence: Vec<EvidenceRecord>,
    /// By what the verification is found again, if it is from now on.
    pub(crate) fingerprint: Option<FingerprintRecord>,
    pub(crate) notifications: Vec<NewDelivery>,
    pub(crate) jobs: Vec<NewJob>,
    /// The job that this change completes, if any.
    pub(crate) finishes: Option<JobLease>,
    /// Entries to append to the audit trail.
    pub(crate) audit: Vec<AuditRecord>,
    /// The member of staff who acts, who must have this version.
    pub(crate) member: Option<(StaffId, u64)>,
}

/// The next state of a verification.
pub(crate) enum SealedNext {
    /// A new verification, whose version is 1.
    Open(Box<Opening>),
    /// The value that follows the one with this version. It was sealed for the next version, so it
    /// must not be stored as any other.
    Update { expected: u64, head: Box<Head> },
    /// The tombstone of the verification with this version.
    Forget(Box<Stored<Tombstone>>),
}

/// A new verification.
pub(crate) struct Opening {
    pub(crate) key: OpeningKey,
    pub(crate) account: AccountId,
    pub(crate) reference: Reference,
    pub(crate) transaction: TransactionId,
    pub(crate) created_at: Timestamp,
    pub(crate) head: Head,
}

/// The columns of a verification that every change writes.
pub(crate) struct Head {
    pub(crate) id: VerificationId,
    pub(crate) stage: StageName,
    pub(crate) journal: Tail,
    pub(crate) announced: u32,
    pub(crate) search: SearchRecord,
    /// Its place in the review queue, if it awaits review.
    pub(crate) review: Option<ReviewColumns>,
    /// Who decided it, if it was decided in the back office.
    pub(crate) decision: Option<DecisionColumns>,
    pub(crate) sealed: Vec<u8>,
}

/// The columns of a case in the review queue.
pub(crate) struct ReviewColumns {
    pub(crate) account: AccountId,
    pub(crate) since: Timestamp,
    /// From when it may be taken.
    pub(crate) free_at: Timestamp,
    /// Who has it.
    pub(crate) holder: Option<StaffId>,
    pub(crate) fence: u64,
    pub(crate) is_escalated: bool,
    /// Who made the decision that waits for a second person.
    pub(crate) maker: Option<StaffId>,
}

/// The columns of a decision that was made in the back office.
pub(crate) struct DecisionColumns {
    pub(crate) number: u32,
    pub(crate) maker: StaffId,
    pub(crate) approver: Option<StaffId>,
    pub(crate) at: Timestamp,
}

/// The key under which a new verification was sealed.
#[derive(Clone)]
pub(crate) enum OpeningKey {
    /// It is stored with the change, before anything that it seals.
    New(WrappedKey),
    /// It was stored before, with the pictures.
    Stored,
}

/// A notification to store. Its body is separate from the notification.
pub(crate) struct NewDelivery {
    pub(crate) new: NewNotification,
    pub(crate) body: Body,
}

/// The body of a delivery.
pub(crate) enum Body {
    /// It is rendered when it is sent.
    Rendered,
    Plain(Vec<u8>),
    Sealed(Vec<u8>),
}

/// A leased delivery. Its body is separate from the lease.
pub(crate) struct LeasedDelivery {
    pub(crate) lease: DeliveryLease,
    pub(crate) body: Body,
}

/// An attempt. Its answer is separate from the attempt, and sealed for its number.
pub(crate) struct AttemptRecord {
    /// Its number among the attempts of its delivery, from 1.
    pub(crate) number: u32,
    pub(crate) attempt: Attempt,
    pub(crate) answer: Option<Vec<u8>>,
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rendered => f.write_str("Rendered"),
            Self::Plain(body) => write!(f, "Plain({} bytes)", body.len()),
            Self::Sealed(body) => write!(f, "Sealed({} bytes)", body.len()),
        }
    }
}

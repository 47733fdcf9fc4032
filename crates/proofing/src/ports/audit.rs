//! The audit trail's storage: it only ever grows, and every entry is chained to the one before.

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use verification::audit::{AuditAct, AuditEntry};
use verification::{AccountId, StaffId, VerificationId};

use super::store::StoreError;

/// Stores the audit trail. Entries about acts that change a verification are part of their
/// [`Change`](super::Change); [`append`](Self::append) is for acts that change nothing.
#[async_trait]
pub trait AuditTrail: Send + Sync + fmt::Debug {
    /// Appends an entry. It is on disk when this returns, so that what it announces may be shown.
    ///
    /// # Errors
    /// Returns [`StoreError::Conflict`] if the verification does not exist or was deleted.
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError>;
    /// Returns the entries that a query asks for, newest first.
    async fn audited(&self, query: AuditQuery) -> Result<Vec<Audited>, StoreError>;
    /// Follows the chain from the first entry to the last.
    async fn verify_audit(&self) -> Result<AuditChain, StoreError>;
}

/// The entries to list.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only those of this account.
    pub account: Option<AccountId>,
    /// Only those about this verification.
    pub verification: Option<VerificationId>,
    /// Only those of this member of staff.
    pub member: Option<StaffId>,
    /// Only those about this act.
    pub act: Option<AuditAct>,
    /// Only those of this time or later.
    pub from: Option<Timestamp>,
    /// Only those before this time.
    pub until: Option<Timestamp>,
    /// Only those with a lower number, for the next page.
    pub before: Option<u64>,
    /// The maximum number of entries.
    pub limit: usize,
}

/// A stored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// Its number in the trail, from 1.
    pub number: u64,
    /// The entry. Its content is empty if it was erased.
    pub entry: AuditEntry,
    /// Whether its content was erased with its verification.
    pub is_erased: bool,
    /// The key under which its content is sealed, `verification` or `store`, if it has any.
    pub sealed_for: Option<&'static str>,
    /// The SHA-256 of its sealed content, which the chain covers and which stays when the content
    /// is erased.
    pub digest: Option<[u8; 32]>,
    /// The SHA-256 that chains the entry to all earlier ones.
    pub link: [u8; 32],
}

/// The result of following the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditChain {
    /// The number of entries.
    pub entries: u64,
    /// The link of the last one, or zeros if there is none. Whoever keeps it elsewhere can prove
    /// later that nothing before it was changed or cut off.
    pub head: [u8; 32],
    /// The number of the first entry that is missing, was changed, or lost its content although its
    /// verification was not deleted.
    pub broken_at: Option<u64>,
}

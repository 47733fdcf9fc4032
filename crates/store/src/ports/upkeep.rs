//! What the server and the operator need of a database besides its rows: leases of servers that
//! died, the quarantine of orphans, and whether the clock is believed.

use std::fmt;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use proofing::ports::StoreError;
use verification::VerificationId;

use super::records::Standing;

/// What the operator should know about a store besides its backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The number of keys and pictures in quarantine, for which no verification is known.
    pub orphans: u64,
    /// When the first of them was found.
    pub oldest_orphan: Option<Timestamp>,
    /// When the store was last used, if the clock is so far ahead of that time that it is not
    /// believed.
    pub doubted_since: Option<Timestamp>,
}

/// The orphans after a sweep has looked for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quarantined {
    /// Those whose quarantine is over.
    pub(crate) due: Vec<VerificationId>,
    /// The number of verifications that were not deleted.
    pub(crate) living: usize,
}

/// Keeps a database in order.
#[async_trait]
pub(crate) trait Upkeep: Send + Sync + fmt::Debug {
    /// Returns what the operator should know.
    async fn state(&self, now: Timestamp) -> Result<State, StoreError>;

    /// Releases every lease, each counted as a death of its holder. The caller knows that nobody
    /// else serves the store. Returns how many there were.
    async fn release(&self, now: Timestamp) -> Result<usize, StoreError>;
    /// Releases the leases that this process holds. Returns how many there were.
    async fn give_back(&self) -> Result<usize, StoreError>;

    /// Returns true if what the clock makes due may be done.
    async fn is_believed(&self, now: Timestamp) -> Result<bool, StoreError>;
    /// Records exactly these orphans, each with the time at which it was first found, and returns
    /// those that were found at least this long ago.
    async fn quarantine(
        &self,
        orphans: Vec<VerificationId>,
        now: Timestamp,
        at_least: SignedDuration,
    ) -> Result<Quarantined, StoreError>;
    /// Destroys the key of an ID, if what is known about it has not changed and it is no living
    /// verification. Returns whether that is so.
    async fn condemn(&self, id: VerificationId, was: Standing) -> Result<bool, StoreError>;
}

//! Storage for wrapped keys.

use std::fmt;

use async_trait::async_trait;
use proofing::ports::StoreError;
use verification::VerificationId;

/// A key that is sealed under the master key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct WrappedKey {
    /// The version of the master key.
    pub(crate) master_version: i64,
    /// The sealed key.
    pub(crate) wrapped: Vec<u8>,
}

impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey({})", self.master_version)
    }
}

/// Stores a wrapped key for each verification.
#[async_trait]
pub(crate) trait WrappedKeys: Send + Sync + fmt::Debug {
    /// Returns the keys of verifications, in the order of the IDs.
    async fn find(&self, ids: Vec<VerificationId>) -> Result<Vec<Option<WrappedKey>>, StoreError>;

    /// Stores a key for a verification that has none, and returns the key that it has from then on:
    /// the offered one, or the one that somebody stored before. It is on disk when this returns. A
    /// verification that was deleted gets no key, and the answer is `None`.
    async fn add(
        &self,
        id: VerificationId,
        offered: WrappedKey,
    ) -> Result<Option<WrappedKey>, StoreError>;

    /// Returns verifications that have keys, ordered by ID: at most this many of those after one.
    async fn owners_after(
        &self,
        after: Option<VerificationId>,
        limit: usize,
    ) -> Result<Vec<VerificationId>, StoreError>;
}

/// Is told which keys were destroyed, so that no copy of them stays in memory.
pub(crate) trait KeyObserver: Send + Sync {
    /// The stored key of a verification is gone.
    fn destroyed(&self, id: VerificationId);
}

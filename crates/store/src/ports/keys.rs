//! Storage for wrapped keys.

use std::fmt;

use async_trait::async_trait;
use proofing::ports::StoreError;
use uuid::Uuid;
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

/// What a key belongs to: a verification, or something else with a random number of its own, such
/// as what is kept of an account's customers.
///
/// All share one table and one space of numbers, so that whatever loses, restores or sweeps keys
/// treats them alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct KeyId(Uuid);

impl KeyId {
    /// Returns the ID with this number.
    pub(crate) const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// Returns the number.
    pub(crate) const fn uuid(self) -> Uuid {
        self.0
    }

    /// Returns the ID as if it were that of a verification, for work on what nothing is known of.
    pub(crate) const fn as_verification(self) -> VerificationId {
        VerificationId::new(self.0)
    }
}

impl From<VerificationId> for KeyId {
    fn from(id: VerificationId) -> Self {
        Self(id.uuid())
    }
}

/// The first keys were those of verifications, and this text is part of the stored format.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_verification().fmt(f)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({})", self.0.simple())
    }
}

/// Stores wrapped keys.
#[async_trait]
pub(crate) trait WrappedKeys: Send + Sync + fmt::Debug {
    /// Returns the keys with these IDs, in their order.
    async fn find(&self, ids: Vec<KeyId>) -> Result<Vec<Option<WrappedKey>>, StoreError>;

    /// Stores a key for a verification that has none, and returns the key that it has from then on:
    /// the offered one, or the one that somebody stored before. It is on disk when this returns. A
    /// verification that was deleted gets no key, and the answer is `None`.
    async fn add(
        &self,
        id: VerificationId,
        offered: WrappedKey,
    ) -> Result<Option<WrappedKey>, StoreError>;

    /// Returns the IDs that have keys, in order: at most this many of those after one.
    async fn owners_after(
        &self,
        after: Option<KeyId>,
        limit: usize,
    ) -> Result<Vec<KeyId>, StoreError>;
}

/// Is told which keys were destroyed, so that no copy of them stays in memory.
pub(crate) trait KeyObserver: Send + Sync {
    /// The stored key with this ID is gone.
    fn destroyed(&self, id: KeyId);
}

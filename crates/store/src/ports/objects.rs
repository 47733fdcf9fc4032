//! Storage for sealed pictures.

use std::fmt;
use std::time::SystemTime;

use async_trait::async_trait;
use proofing::ports::{Digest, StoreError};
use verification::VerificationId;

/// Stores sealed pictures, each under its verification and its digest.
#[async_trait]
pub(crate) trait Objects: Send + Sync + fmt::Debug {
    /// Writes an object so that it exists completely or not at all, and stays. Writing it again is
    /// harmless.
    async fn put(
        &self,
        of: VerificationId,
        name: Digest,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError>;

    /// Returns an object, if it exists.
    async fn get(&self, of: VerificationId, name: Digest) -> Result<Option<Vec<u8>>, StoreError>;

    /// Removes all objects of a verification, of which there may be none.
    async fn remove_all(&self, of: VerificationId) -> Result<(), StoreError>;

    /// Returns the verifications that have objects.
    async fn owners(&self) -> Result<Vec<VerificationId>, StoreError>;

    /// Removes what was started before this time and never completed.
    async fn remove_halves(&self, before: SystemTime) -> Result<(), StoreError>;
}

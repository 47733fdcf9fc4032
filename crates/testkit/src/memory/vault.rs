//! Implements the vault's port in memory. It returns nothing of what was forgotten.

use async_trait::async_trait;
use bytes::Bytes;
use proofing::ports::{Digest, StoreError, Vault};
use verification::VerificationId;

use super::pictures::digest;
use super::{MemoryVault, World};

impl World {
    fn is_forgotten(&self, id: VerificationId) -> bool {
        self.rows.of(id).is_some_and(super::rows::Row::is_forgotten)
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn put(&self, id: VerificationId, content: Bytes) -> Result<Digest, StoreError> {
        let mut world = self.0.lock();
        if world.is_forgotten(id) {
            return Err(StoreError::Unsealable("the verification is forgotten"));
        }
        let digest = digest(id, &content);
        let pictures = world.pictures.entry(id).or_default();
        pictures.retain(|(known, _)| *known != digest);
        pictures.push((digest, content));
        Ok(digest)
    }

    async fn get(&self, id: VerificationId, digest: Digest) -> Result<Vec<u8>, StoreError> {
        let world = self.0.lock();
        if world.is_forgotten(id) {
            return Err(StoreError::Unsealable("the verification is forgotten"));
        }
        let mut pictures = world.pictures.get(&id).into_iter().flatten();
        let found = pictures.find(|(known, _)| *known == digest);
        found
            .map(|(_, content)| content.to_vec())
            .ok_or(StoreError::Unsealable("there is no such picture"))
    }

    async fn erase(&self, id: VerificationId) -> Result<(), StoreError> {
        self.0.lock().pictures.remove(&id);
        Ok(())
    }
}

//! Pictures, as they came.

use std::collections::HashMap;

use async_trait::async_trait;
use bytes::Bytes;
use proofing::ports::{Digest, StoreError, Vault};
use verification::VerificationId;

use super::{MemoryVault, World};

pub(super) type Pictures = HashMap<VerificationId, Vec<(Digest, Bytes)>>;

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

/// A name that differs for every content and verification. Nothing is kept secret by it.
fn digest(id: VerificationId, content: &[u8]) -> Digest {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut name = [0; 32];
    for (part, bytes) in name.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (part, id, content).hash(&mut hasher);
        bytes.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    Digest(name)
}

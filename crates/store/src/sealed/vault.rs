//! The vault: seals pictures for the place where they are stored, and opens them again.
//!
//! It does not look into pictures, and does not know which of them are in use.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use proofing::ports::{Digest, StoreError, Vault};
use sha2::{Digest as _, Sha256};
use verification::VerificationId;

use crate::blocking::blocking;
use crate::ports::{Objects, Rows, Standing, Upkeep};
use crate::seal::{KEY_GONE, Sealer, places};

/// The maximum size of a picture: 20 MB, the protocol's limit for videos.
const MOST: usize = 20 * 1024 * 1024;

/// Sealed pictures. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SealedVault {
    pub(super) objects: Arc<dyn Objects>,
    pub(super) rows: Arc<dyn Rows>,
    pub(super) upkeep: Arc<dyn Upkeep>,
    pub(super) sealer: Arc<Sealer>,
}

impl SealedVault {
    pub(crate) fn new(
        objects: Arc<dyn Objects>,
        rows: Arc<dyn Rows>,
        upkeep: Arc<dyn Upkeep>,
        sealer: Arc<Sealer>,
    ) -> Self {
        Self {
            objects,
            rows,
            upkeep,
            sealer,
        }
    }
}

#[async_trait]
impl Vault for SealedVault {
    async fn put(&self, id: VerificationId, content: Bytes) -> Result<Digest, StoreError> {
        if content.len() > MOST {
            return Err(StoreError::Unsealable("the picture is larger than 20 MB"));
        }
        let key = self.sealer.key_for_pictures(id).await?;
        let sealer = Arc::clone(&self.sealer);
        let (digest, sealed) = blocking(move || {
            let digest = digest(id, &content);
            let sealed = sealer.seal(&key, &places::picture(id, digest), &content)?;
            Ok((digest, sealed))
        })
        .await?;
        self.objects.put(id, digest, sealed).await?;
        Ok(digest)
    }

    async fn get(&self, id: VerificationId, digest: Digest) -> Result<Vec<u8>, StoreError> {
        // The row is checked even if the key is in memory, because another process may have deleted
        // it.
        if self
            .rows
            .standings(vec![id])
            .await?
            .contains(&Standing::Forgotten)
        {
            return Err(KEY_GONE);
        }
        let key = self.sealer.living_key(id).await?;
        let sealed = self.objects.get(id, digest).await?;
        let sealed = sealed.ok_or(StoreError::Unsealable("there is no such picture"))?;
        blocking(move || {
            let plain = Sealer::open(&key, &places::picture(id, digest), &sealed)?;
            Ok(plain.to_vec())
        })
        .await
    }

    async fn erase(&self, id: VerificationId) -> Result<(), StoreError> {
        self.objects.remove_all(id).await
    }
}

/// SHA-256 over the verification's ID and the content, so the same picture of two people has two
/// names.
fn digest(id: VerificationId, content: &[u8]) -> Digest {
    Digest(
        Sha256::new()
            .chain_update(id.uuid().as_bytes())
            .chain_update(content)
            .finalize()
            .into(),
    )
}

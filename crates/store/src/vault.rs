//! The vault: seals pictures for the place where they are stored, and opens them again.
//!
//! It does not look into pictures, and does not know which of them are in use.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use proofing::ports::{Digest, StoreError, Vault};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;
use verification::VerificationId;

use crate::seal::Keyring;
use crate::seal::{Key, Objects, place, seal, unseal};
use crate::sealed::KEY_GONE;
use crate::sqlite::error::{Ended, Fault, io as refused};
use crate::sqlite::readers::Readers;
use crate::sqlite::row;
use crate::sqlite::writer::Queue;

/// The maximum size of a picture: 20 MB, the protocol's limit for videos.
const MOST: usize = 20 * 1024 * 1024;

/// Sealed pictures. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FileVault {
    pub(crate) objects: Arc<dyn Objects>,
    pub(crate) queue: Arc<Queue>,
    pub(crate) readers: Arc<Readers>,
    keyring: Arc<Keyring>,
}

impl FileVault {
    pub(crate) fn new(
        objects: Arc<dyn Objects>,
        queue: Arc<Queue>,
        readers: Arc<Readers>,
        keyring: Arc<Keyring>,
    ) -> Self {
        Self {
            objects,
            queue,
            readers,
            keyring,
        }
    }

    /// Returns the key for sealing. There is none for a deleted verification.
    async fn key_to_seal(&self, id: VerificationId) -> Result<Arc<Key>, StoreError> {
        if let Some(key) = self.keyring.cached(id) {
            return Ok(key);
        }
        self.queue
            .write(move |writer| {
                if stage(&writer.data, id)?.is_some_and(|stage| stage == "deleted") {
                    return Err(KEY_GONE.into());
                }
                writer.key_or_new(id)
            })
            .await
    }
}

#[async_trait]
impl Vault for FileVault {
    async fn put(&self, id: VerificationId, content: Bytes) -> Result<Digest, StoreError> {
        if content.len() > MOST {
            return Err(StoreError::Unsealable("the picture is larger than 20 MB"));
        }
        let key = self.key_to_seal(id).await?;
        let keyring = Arc::clone(&self.keyring);
        let objects = Arc::clone(&self.objects);
        let mut aside = [0; 16];
        self.keyring.entropy().fill(&mut aside);
        blocking(move || {
            let digest = digest(id, &content);
            let sealed = seal(
                &key,
                &picture_place(id, digest),
                &content,
                keyring.entropy(),
            )?;
            objects
                .put(id, &digest.to_string(), &sealed, &hex::encode(aside))
                .map_err(refused)?;
            Ok(digest)
        })
        .await
    }

    async fn get(&self, id: VerificationId, digest: Digest) -> Result<Vec<u8>, StoreError> {
        // The row is checked even if the key is in memory, because another process may have deleted
        // it.
        let key = self
            .readers
            .read(move |reader| {
                if stage(&reader.data, id)?.is_some_and(|stage| stage == "deleted") {
                    return Ok(None);
                }
                reader.keyring.find(&reader.keys, id)
            })
            .await?
            .ok_or(KEY_GONE)?;
        let objects = Arc::clone(&self.objects);
        blocking(move || {
            let sealed = objects.get(id, &digest.to_string()).map_err(refused)?;
            let sealed = sealed.ok_or(StoreError::Unsealable("there is no such picture"))?;
            Ok(unseal(&key, &picture_place(id, digest), &sealed)?.to_vec())
        })
        .await
    }

    async fn erase(&self, id: VerificationId) -> Result<(), StoreError> {
        let objects = Arc::clone(&self.objects);
        blocking(move || objects.remove_all(id).map_err(refused)).await
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

fn picture_place(id: VerificationId, digest: Digest) -> String {
    place("vault", format_args!("{id}/{digest}"))
}

/// Returns the stage of a verification, if it exists.
pub(crate) fn stage(data: &Connection, id: VerificationId) -> Result<Option<String>, Fault> {
    Ok(data
        .prepare_cached("-- stage\nSELECT stage FROM verifications WHERE id = ?1")?
        .query_row([row::id(id.uuid())], |row| row.get(0))
        .optional()?)
}

/// Runs file work on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work).await.map_err(|_| Ended::Reader)?
}

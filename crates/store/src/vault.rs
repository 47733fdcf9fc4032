//! The vault: one sealed file for each picture, in a folder for each verification.
//!
//! It does not look into pictures and does not know which of them are in use.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use proofing::ports::{Digest, StoreError, Vault};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;
use verification::VerificationId;

use crate::error::{Ended, Fault, io as refused};
use crate::keyring::Keyring;
use crate::readers::Readers;
use crate::row;
use crate::seal::{Key, place, seal, unseal};
use crate::sealed::KEY_GONE;
use crate::writer::Queue;

/// The greatest picture that is sealed: 20 MB, the protocol's limit for videos.
const MOST: usize = 20 * 1024 * 1024;

/// Where files are written before they get their name.
pub(crate) const INCOMING: &str = "incoming";

/// Sealed files in folders. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FileVault {
    pub(crate) root: Arc<Path>,
    pub(crate) queue: Arc<Queue>,
    pub(crate) readers: Arc<Readers>,
    keyring: Arc<Keyring>,
}

impl FileVault {
    pub(crate) fn new(
        root: PathBuf,
        queue: Arc<Queue>,
        readers: Arc<Readers>,
        keyring: Arc<Keyring>,
    ) -> Self {
        Self {
            root: root.into(),
            queue,
            readers,
            keyring,
        }
    }

    /// The key to seal under: there is none for what was forgotten.
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

    /// The folder of a verification. The last two digits of its id spread folders evenly; the first
    /// ones are the time and the same for years.
    fn folder(&self, id: VerificationId) -> PathBuf {
        let digits = id.uuid().simple().to_string();
        self.root
            .join(digits.get(30..).unwrap_or_default())
            .join(id.to_string())
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
        let folder = self.folder(id);
        let mut name = [0; 16];
        self.keyring.entropy().fill(&mut name);
        let aside = self.root.join(INCOMING).join(hex::encode(name));
        blocking(move || {
            let digest = digest(id, &content);
            let sealed = seal(
                &key,
                &picture_place(id, digest),
                &content,
                keyring.entropy(),
            )?;
            write(&folder, &aside, &digest.to_string(), &sealed).map_err(refused)?;
            Ok(digest)
        })
        .await
    }

    async fn get(&self, id: VerificationId, digest: Digest) -> Result<Vec<u8>, StoreError> {
        // The row is looked at even if the key is in memory: another process may have forgotten it.
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
        let file = self.folder(id).join(digest.to_string());
        blocking(move || match fs::read(&file) {
            Ok(sealed) => Ok(unseal(&key, &picture_place(id, digest), &sealed)?.to_vec()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::Unsealable("there is no such picture"))
            }
            Err(error) => Err(refused(error)),
        })
        .await
    }

    async fn erase(&self, id: VerificationId) -> Result<(), StoreError> {
        let folder = self.folder(id);
        blocking(move || match fs::remove_dir_all(&folder) {
            Ok(()) => folder.parent().map_or(Ok(()), sync_folder).map_err(refused),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(refused(error)),
        })
        .await
    }
}

/// SHA-256 over the verification's id and the content: the same picture of two persons has two names.
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

/// Writes a file so that it is there whole or not at all, and stays.
fn write(folder: &Path, aside: &Path, name: &str, sealed: &[u8]) -> io::Result<()> {
    make_folder(folder)?;
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(aside)
        .and_then(|mut file| file.write_all(sealed).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(aside, folder.join(name)));
    if written.is_err() {
        // On a full disk the half file would be in the way; the first error is the one to tell.
        let _ = fs::remove_file(aside);
    }
    written?;
    sync_folder(folder)
}

/// Makes a folder and the one above it, each on disk before what is in it.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().ok_or(io::ErrorKind::NotFound)?;
    for folder in [above, folder] {
        match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => folder.parent().map_or(Ok(()), sync_folder)?,
        }
    }
    Ok(())
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The stage of a verification, if it is there.
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

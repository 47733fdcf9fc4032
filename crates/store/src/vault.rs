//! The vault: one sealed file for each picture, in a folder for each verification.
//!
//! It does not look into pictures and does not know which of them are in use.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use jiff::Timestamp;
use proofing::ports::{Digest, StoreError, Vault};
use rusqlite::OptionalExtension;
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;
use verification::VerificationId;

use crate::cells;
use crate::fault::{Ended, Fault, io as refused};
use crate::keyring::Keyring;
use crate::readers::Readers;
use crate::seal::{Key, place, seal, unseal};
use crate::verifications::KEY_GONE;
use crate::writer::{Queue, Writer};

/// The greatest picture that is sealed: 20 MB, the protocol's limit for videos.
const MOST: usize = 20 * 1024 * 1024;

/// How old a folder without a verification has to be before it is swept out.
const ORPHAN_AGE: Duration = Duration::from_secs(3600);

/// Sealed files in folders. Cheap to clone.
#[derive(Debug, Clone)]
pub struct FileVault {
    root: Arc<Path>,
    queue: Arc<Queue>,
    readers: Arc<Readers>,
    keyring: Arc<Keyring>,
    /// Tells apart the files that are being written.
    written: Arc<AtomicU64>,
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
            written: Arc::default(),
        }
    }

    /// Removes pictures of verifications that were never opened, because of a crash between the
    /// picture and the change that names it, or that are forgotten. Gives the number of folders removed.
    ///
    /// Folders that changed within the last hour stay: their verification may be about to be opened.
    pub async fn sweep_orphans(&self, now: Timestamp) -> Result<usize, StoreError> {
        let root = Arc::clone(&self.root);
        let old = blocking(move || old_folders(&root, now)).await?;
        let mut removed = 0;
        for (id, _) in old {
            if self.queue.write(move |writer| condemn(writer, id)).await? {
                self.erase(id).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// The key to seal under: there is none for what was forgotten.
    async fn key_to_seal(&self, id: VerificationId) -> Result<Arc<Key>, StoreError> {
        if let Some(key) = self.keyring.cached(id) {
            return Ok(key);
        }
        self.queue
            .write(move |writer| {
                if stage(writer, id)?.is_some_and(|stage| stage == "deleted") {
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
    async fn put(&self, id: VerificationId, content: Arc<[u8]>) -> Result<Digest, StoreError> {
        if content.len() > MOST {
            return Err(StoreError::Unsealable("the picture is larger than 20 MB"));
        }
        let key = self.key_to_seal(id).await?;
        let keyring = Arc::clone(&self.keyring);
        let folder = self.folder(id);
        let aside = format!(
            "{}-{}.new",
            std::process::id(),
            self.written.fetch_add(1, Ordering::Relaxed)
        );
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
        let key = match self.keyring.cached(id) {
            Some(key) => key,
            None => self
                .readers
                .read(move |reader| reader.keyring.find(&reader.keys, id))
                .await?
                .ok_or(KEY_GONE)?,
        };
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
fn write(folder: &Path, aside: &str, name: &str, sealed: &[u8]) -> io::Result<()> {
    make_folder(folder)?;
    let aside = folder.join(aside);
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&aside)
        .and_then(|mut file| file.write_all(sealed).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&aside, folder.join(name)));
    if written.is_err() {
        // On a full disk the half file would be in the way; the first error is the one to tell.
        let _ = fs::remove_file(&aside);
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

/// The verifications whose folders have not changed for an hour.
fn old_folders(root: &Path, now: Timestamp) -> Result<Vec<(VerificationId, PathBuf)>, StoreError> {
    let limit = SystemTime::from(now).checked_sub(ORPHAN_AGE);
    let mut old = Vec::new();
    for shelf in fs::read_dir(root).map_err(refused)? {
        for folder in fs::read_dir(shelf.map_err(refused)?.path()).map_err(refused)? {
            let folder = folder.map_err(refused)?;
            let id = folder
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok());
            let changed = folder
                .metadata()
                .and_then(|data| data.modified())
                .map_err(refused)?;
            if let Some(id) = id
                && limit.is_some_and(|limit| changed < limit)
            {
                old.push((id, folder.path()));
            }
        }
    }
    Ok(old)
}

/// True if the verification is not there or forgotten; its key, if it has one, is then deleted.
fn condemn(writer: &mut Writer, id: VerificationId) -> Result<bool, Fault> {
    if stage(writer, id)?.is_some_and(|stage| stage != "deleted") {
        return Ok(false);
    }
    writer
        .data
        .prepare_cached(
            "-- note_forgetting\nINSERT INTO forgetting (id) VALUES (?1) ON CONFLICT DO NOTHING",
        )?
        .execute([cells::id(id.uuid())])?;
    writer.has_forgotten = true;
    Ok(true)
}

fn stage(writer: &Writer, id: VerificationId) -> Result<Option<String>, Fault> {
    Ok(writer
        .data
        .prepare_cached("-- stage\nSELECT stage FROM verifications WHERE id = ?1")?
        .query_row([cells::id(id.uuid())], |row| row.get(0))
        .optional()?)
}

/// Runs file work on a thread that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work).await.map_err(|_| Ended::Reader)?
}

//! Objects as files: one per object, in a folder per verification.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use async_trait::async_trait;
use proofing::ports::{Digest, Entropy, StoreError};
use verification::VerificationId;

use crate::blocking::blocking;
use crate::error::io as refused;
use crate::ports::Objects;

/// The folder in which files are written before they get their name.
pub(crate) const INCOMING: &str = "incoming";

/// A folder with a folder for each verification.
pub(crate) struct Folder {
    root: PathBuf,
    /// Makes names that nobody else uses for files that are incomplete.
    entropy: Arc<dyn Entropy>,
}

impl Folder {
    /// Creates the place for objects in this folder, which exists.
    pub(crate) const fn new(root: PathBuf, entropy: Arc<dyn Entropy>) -> Self {
        Self { root, entropy }
    }

    /// Returns the folder of a verification. The last two digits of its ID spread folders evenly;
    /// the first ones are the time, and stay the same for years.
    fn of(&self, id: VerificationId) -> PathBuf {
        let digits = id.uuid().simple().to_string();
        self.root
            .join(digits.get(30..).unwrap_or_default())
            .join(id.to_string())
    }
}

#[async_trait]
impl Objects for Folder {
    async fn put(
        &self,
        of: VerificationId,
        name: Digest,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        let mut aside = [0; 16];
        self.entropy.fill(&mut aside);
        let aside = self.root.join(INCOMING).join(hex::encode(aside));
        let folder = self.of(of);
        blocking(move || write(&folder, &aside, &name.to_string(), &sealed).map_err(refused)).await
    }

    async fn get(&self, of: VerificationId, name: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let file = self.of(of).join(name.to_string());
        blocking(move || match fs::read(file) {
            Ok(sealed) => Ok(Some(sealed)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(refused(error)),
        })
        .await
    }

    async fn remove_all(&self, of: VerificationId) -> Result<(), StoreError> {
        let folder = self.of(of);
        blocking(move || match fs::remove_dir_all(&folder) {
            Ok(()) => folder.parent().map_or(Ok(()), sync_folder).map_err(refused),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(refused(error)),
        })
        .await
    }

    async fn owners(&self) -> Result<Vec<VerificationId>, StoreError> {
        let root = self.root.clone();
        blocking(move || {
            let folders = folders(&root).map_err(refused)?;
            Ok(folders.into_iter().map(|(id, _)| id).collect())
        })
        .await
    }

    async fn remove_halves(&self, before: SystemTime) -> Result<(), StoreError> {
        let incoming = self.root.join(INCOMING);
        blocking(move || remove_older(&incoming, before).map_err(refused)).await
    }
}

impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Folder({})", self.root.display())
    }
}

/// Removes the files of a folder that were last written before a time.
fn remove_older(folder: &Path, before: SystemTime) -> io::Result<()> {
    for half in fs::read_dir(folder)? {
        let half = half?;
        if half.metadata()?.modified()? < before {
            fs::remove_file(half.path())?;
        }
    }
    Ok(())
}

/// Returns the folders of verifications in a vault.
pub(crate) fn folders(vault: &Path) -> io::Result<Vec<(VerificationId, PathBuf)>> {
    let mut folders = Vec::new();
    for shelf in fs::read_dir(vault)? {
        let shelf = shelf?;
        if shelf.file_name() == INCOMING || !shelf.file_type()?.is_dir() {
            continue;
        }
        for folder in fs::read_dir(shelf.path())? {
            let folder = folder?;
            let name = folder.file_name();
            if let Some(id) = name.to_str().and_then(|name| name.parse().ok()) {
                folders.push((id, folder.path()));
            }
        }
    }
    Ok(folders)
}

/// Writes a file so that it exists completely or not at all, and stays.
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
        // On a full disk the half-written file would be in the way; the first error is the one to
        // report.
        let _ = fs::remove_file(aside);
    }
    written?;
    sync_folder(folder)
}

/// Creates a folder and the one above it, each on disk before its contents.
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

//! Objects as files: one per object, in a folder per verification.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use verification::VerificationId;

use crate::seal::Objects;

/// The folder in which files are written before they get their name.
pub(crate) const INCOMING: &str = "incoming";

/// A folder with a folder for each verification.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Creates the place for objects in this folder, which exists.
    pub(crate) const fn new(root: PathBuf) -> Self {
        Self { root }
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

impl Objects for Folder {
    fn put(&self, of: VerificationId, name: &str, sealed: &[u8], aside: &str) -> io::Result<()> {
        let aside = self.root.join(INCOMING).join(aside);
        write(&self.of(of), &aside, name, sealed)
    }

    fn get(&self, of: VerificationId, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.of(of).join(name)) {
            Ok(sealed) => Ok(Some(sealed)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove_all(&self, of: VerificationId) -> io::Result<()> {
        let folder = self.of(of);
        match fs::remove_dir_all(&folder) {
            Ok(()) => folder.parent().map_or(Ok(()), sync_folder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn owners(&self) -> io::Result<Vec<VerificationId>> {
        Ok(folders(&self.root)?.into_iter().map(|(id, _)| id).collect())
    }

    fn remove_halves(&self, before: SystemTime) -> io::Result<()> {
        for half in fs::read_dir(self.root.join(INCOMING))? {
            let half = half?;
            if half.metadata()?.modified()? < before {
                fs::remove_file(half.path())?;
            }
        }
        Ok(())
    }
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

//! Access to the data folder, which nobody but its owner may be able to write.
//!
//! Anyone who can write to the folder can replace a database, a log or a key, whatever mode the
//! files have. As `ssh` does with its keys, the store is only opened if nobody but its owner, or
//! root, decides what is in it.

use std::fs::{self, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What is wrong with the access to a store.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Others may write to the folder.
    #[error(
        "others may write in {path} (mode {mode:03o}) and put their own files in place: think of who may have done \
         so, then run `chmod 700 {path}`"
    )]
    Writable {
        /// The folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Somebody else owns it.
    #[error(
        "{path} belongs to user {owner}, and this program runs as user {user}: run it as that user, or \
         `chown -R {user} {path}`"
    )]
    Owner {
        /// The file or folder.
        path: PathBuf,
        /// The user number of its owner.
        owner: u32,
        /// The user number under which this program runs.
        user: u32,
    },
    /// Others may access a file, and that could not be changed.
    #[error("others may reach {path} (mode {mode:03o}): run `chmod {right:o} {path}`")]
    Exposed {
        /// The file or folder.
        path: PathBuf,
        /// Its mode.
        mode: u32,
        /// The mode that it should have.
        right: u32,
    },
    /// It cannot be examined.
    #[error("cannot look at {path}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// The files of a store that only its owner may access. The files that SQLite creates beside them
/// get the same modes.
const FILES: [&str; 7] = [
    "master.key",
    "keys.db",
    "keys.db-wal",
    "keys.db-shm",
    "bonafide.db",
    "bonafide.db-wal",
    "bonafide.db-shm",
];

/// Returns everything that is wrong in a folder, without changing anything. A missing folder is in
/// order.
pub fn access_faults(dir: &Path) -> Vec<AccessError> {
    let user = user();
    let mut faults = Vec::new();
    match look(dir) {
        Ok(Some(folder)) => {
            faults.extend(wrong_owner(dir, &folder, user));
            faults.extend(writable(dir, &folder));
        }
        Ok(None) => return faults,
        Err(error) => faults.push(error),
    }
    for (path, right) in FILES
        .map(|file| (dir.join(file), 0o600))
        .into_iter()
        .chain([(dir.join("vault"), 0o700)])
    {
        match look(&path) {
            Ok(Some(found)) => {
                faults.extend(wrong_owner(&path, &found, user));
                faults.extend(exposed(&path, &found, right));
            }
            Ok(None) => {}
            Err(error) => faults.push(error),
        }
    }
    faults
}

/// Refuses a folder that others may have changed, and restricts files that others could only read.
///
/// A folder without a store cannot have been tampered with, so it is only restricted. A master key
/// that others may have read is refused when it is read.
pub(crate) fn enforce(dir: &Path) -> Result<(), AccessError> {
    for fault in access_faults(dir) {
        match fault {
            AccessError::Writable { path, mode } if !has_store(dir) => {
                close(&path, mode & !0o022)?;
                tracing::info!(folder = %path.display(), "others could write in the new data folder; they no longer can");
            }
            AccessError::Exposed { path, mode, right } => {
                if path.file_name().is_some_and(|name| name == "master.key") {
                    continue;
                }
                if close(&path, right).is_err() {
                    return Err(AccessError::Exposed { path, mode, right });
                }
                tracing::warn!(file = %path.display(), mode = %format_args!("{mode:03o}"), "others could reach this file; they no longer can");
            }
            other => return Err(other),
        }
    }
    Ok(())
}

/// Returns true if the folder contains, or contained, a store.
fn has_store(dir: &Path) -> bool {
    FILES.iter().any(|file| dir.join(file).exists())
}

fn look(path: &Path) -> Result<Option<Metadata>, AccessError> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(AccessError::Io {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Root may do everything anyway.
fn wrong_owner(path: &Path, found: &Metadata, user: u32) -> Option<AccessError> {
    let owner = found.uid();
    (owner != user && owner != 0).then(|| AccessError::Owner {
        path: path.to_owned(),
        owner,
        user,
    })
}

fn writable(path: &Path, found: &Metadata) -> Option<AccessError> {
    let mode = mode(found);
    (mode & 0o022 != 0).then(|| AccessError::Writable {
        path: path.to_owned(),
        mode,
    })
}

fn exposed(path: &Path, found: &Metadata, right: u32) -> Option<AccessError> {
    let mode = mode(found);
    (mode & 0o077 != 0).then(|| AccessError::Exposed {
        path: path.to_owned(),
        mode,
        right,
    })
}

fn mode(found: &Metadata) -> u32 {
    found.permissions().mode() & 0o777
}

fn close(path: &Path, mode: u32) -> Result<(), AccessError> {
    fs::set_permissions(path, Permissions::from_mode(mode)).map_err(|source| AccessError::Io {
        path: path.to_owned(),
        source,
    })
}

/// Returns the user under which this process acts.
fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(mode: u32) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        close(folder.path(), mode).unwrap();
        folder
    }

    #[test]
    fn a_folder_that_others_write_is_closed_when_new_and_refused_when_used() {
        for bits in [0o770, 0o707, 0o777, 0o720, 0o702] {
            let new = folder(bits);
            enforce(new.path()).unwrap();
            let left = mode(&fs::metadata(new.path()).unwrap());
            assert_eq!(left, bits & !0o022, "{bits:o}");
            for file in ["bonafide.db", "keys.db", "master.key", "bonafide.db-wal"] {
                let used = folder(bits);
                fs::write(used.path().join(file), b"something").unwrap();
                close(&used.path().join(file), 0o600).unwrap();
                let refused = enforce(used.path()).unwrap_err();
                let said = refused.to_string();
                assert!(matches!(refused, AccessError::Writable { .. }), "{said}");
                assert!(said.contains("chmod 700"), "{said}");
            }
        }
        for bits in [0o700, 0o755, 0o750, 0o711] {
            enforce(folder(bits).path()).unwrap();
        }
    }

    #[test]
    fn files_that_others_reach_are_closed() {
        let folder = folder(0o700);
        for bits in [0o644, 0o660, 0o604, 0o622] {
            for file in ["keys.db", "bonafide.db", "keys.db-wal"] {
                let path = folder.path().join(file);
                fs::write(&path, b"something").unwrap();
                close(&path, bits).unwrap();
                assert_eq!(access_faults(folder.path()).len(), 1);
                enforce(folder.path()).unwrap();
                assert_eq!(mode(&fs::metadata(&path).unwrap()), 0o600);
            }
        }
        fs::create_dir(folder.path().join("vault")).unwrap();
        close(&folder.path().join("vault"), 0o777).unwrap();
        enforce(folder.path()).unwrap();
        assert!(access_faults(folder.path()).is_empty());
    }

    #[test]
    fn another_owner_is_named_and_root_is_not_another() {
        let folder = folder(0o700);
        let found = fs::metadata(folder.path()).unwrap();
        let owner = found.uid();
        assert!(wrong_owner(folder.path(), &found, owner).is_none());
        let other = wrong_owner(folder.path(), &found, owner + 1);
        assert_eq!(other.is_none(), owner == 0);
        if let Some(other) = other {
            assert!(other.to_string().contains("chown"), "{other}");
        }
        assert!(access_faults(&folder.path().join("not there")).is_empty());
    }
}

//! The master key: 32 random bytes in a file that only its owner can read.
//!
//! It wraps the keys of verifications and the secrets of accounts. Other rooms get keys derived
//! from it. It never leaves this crate and is never printed.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::access::{self, AccessError};
use crate::seal::Key;

/// The key that wraps all others.
#[derive(Debug, Clone)]
pub struct MasterKey(Key);

/// The reason why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// Others than the owner may read or write the file.
    #[error(
        "{path} has mode {mode:03o}, so others can reach the master key; run `chmod 600 {path}` and think of who may have read it"
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The file is not 32 bytes long.
    #[error("{path} is not a master key: it has to be 32 bytes long")]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// There are keys that it wraps, but the file is missing.
    #[error(
        "{path} is lacking, and {there} beside it can only be opened with it: is a volume not mounted? Put the key \
         back; without it nothing that is sealed can be opened, by anyone"
    )]
    Lacking {
        /// The file.
        path: PathBuf,
        /// What was found beside it.
        there: &'static str,
    },
    /// Others may have changed what is beside it.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The file cannot be read or created.
    #[error("cannot read or make the master key {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

impl MasterKey {
    /// Reads the key, or creates one with `fill` if there is no file.
    ///
    /// A new file has mode 0600 in a folder of mode 0700. It is written under another name, flushed
    /// and renamed, so that a crash leaves a whole key or none. A second process that starts at the
    /// same time waits and takes the key of the first.
    pub fn load_or_create(
        path: &Path,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Self, MasterKeyError> {
        let io = |source| MasterKeyError::Io {
            path: path.to_owned(),
            source,
        };
        if let Some(key) = Self::load(path)? {
            return Ok(key);
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(io)?;
        access::enforce(folder)?;
        // A new key beside an existing store could open nothing, and would hide that the right one
        // is missing.
        for (there, file) in [
            ("keys.db", "keys.db"),
            ("bonafide.db", "bonafide.db"),
            ("vault/", "vault/generation"),
        ] {
            if fs::metadata(folder.join(file)).is_ok_and(|found| found.len() > 0) {
                // Another process may just have created both.
                if let Some(key) = Self::load(path)? {
                    return Ok(key);
                }
                return Err(MasterKeyError::Lacking {
                    path: path.to_owned(),
                    there,
                });
            }
        }
        let aside = path.with_extension("key.new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&aside)
            .map_err(io)?;
        file.lock().map_err(io)?;
        if let Some(key) = Self::load(path)? {
            // Another process was first. The file that was opened here is that process's renamed
            // file, or a leftover.
            let _ = fs::remove_file(&aside);
            return Ok(key);
        }
        let mut bytes = Zeroizing::new([0; 32]);
        fill(bytes.as_mut_slice());
        file.set_permissions(Permissions::from_mode(0o600))
            .map_err(io)?;
        file.set_len(0).map_err(io)?;
        file.write_all(bytes.as_slice()).map_err(io)?;
        file.sync_all().map_err(io)?;
        fs::rename(&aside, path).map_err(io)?;
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(io)?;
        Key::from_bytes(bytes.as_slice())
            .map(Self)
            .ok_or(MasterKeyError::NotAKey {
                path: path.to_owned(),
            })
    }

    /// Derives a key for another purpose that reveals nothing about this one: HMAC-SHA256 of the
    /// purpose's name.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        // HMAC pads a short key with zeros to its block of 64 bytes.
        let mut block = Zeroizing::new([0; 64]);
        block
            .iter_mut()
            .zip(self.0.reveal())
            .for_each(|(to, from)| *to = *from);
        let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    pub(crate) fn key(&self) -> &Key {
        &self.0
    }

    fn load(path: &Path) -> Result<Option<Self>, MasterKeyError> {
        let io = |source| MasterKeyError::Io {
            path: path.to_owned(),
            source,
        };
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(error)),
        };
        let mode = file.metadata().map_err(io)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(MasterKeyError::Exposed {
                path: path.to_owned(),
                mode,
            });
        }
        // One byte more than allowed is read, so that a longer file is noticed.
        let mut bytes = Zeroizing::new([0; 33]);
        let mut length = 0;
        while let Some(rest) = bytes.get_mut(length..).filter(|rest| !rest.is_empty()) {
            match file.read(rest).map_err(io)? {
                0 => break,
                more => length += more,
            }
        }
        bytes
            .get(..length)
            .and_then(Key::from_bytes)
            .map(|key| Some(Self(key)))
            .ok_or(MasterKeyError::NotAKey {
                path: path.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/master.key");
        let made = MasterKey::load_or_create(&path, |bytes| bytes.fill(7)).unwrap();
        let read = MasterKey::load_or_create(&path, |bytes| bytes.fill(8)).unwrap();
        assert_eq!(made.key().reveal(), read.key().reveal());
        assert_eq!(format!("{made:?}"), "MasterKey(Key(…))");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_leftover_of_a_crash_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        fs::write(
            folder.path().join("master.key.new"),
            b"half a key and more than thirty-two bytes",
        )
        .unwrap();
        MasterKey::load_or_create(&path, |bytes| bytes.fill(7)).unwrap();
        assert_eq!(fs::read(&path).unwrap(), [7; 32]);
    }

    #[test]
    fn exposed_and_wrong_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let load = || MasterKey::load_or_create(&path, |_| ());
        for (content, mode) in [
            (vec![1; 32], 0o640),
            (vec![1; 32], 0o604),
            (vec![1; 32], 0o606),
        ] {
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let error = load().unwrap_err();
            assert!(matches!(error, MasterKeyError::Exposed { .. }), "{error}");
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        for length in [0, 31, 33, 64] {
            fs::write(&path, vec![1; length]).unwrap();
            assert!(
                matches!(load(), Err(MasterKeyError::NotAKey { .. })),
                "{length}"
            );
        }
    }
}

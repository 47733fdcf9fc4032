//! The vault's mark: a small file that says which store the pictures belong to, and how far its
//! data have come.
//!
//! It is written after every commit, without a flush. After a kill it is exact; after a power
//! failure it is behind the data, never ahead of them. So a database that is behind its mark has
//! lost commits that were acknowledged, for example because a write-ahead log was truncated.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use crate::sqlite::generation::{Name, OfVault};

/// The file's name in the vault.
pub(crate) const FILE: &str = "generation";

/// Its size in bytes: the name in 32 digits, a space, the commits in 20 digits, and a line ending.
const LENGTH: usize = 54;

/// The mark of a vault that is in use.
#[derive(Debug)]
pub(crate) struct Mark {
    file: File,
    store: Name,
}

impl Mark {
    /// Reads a vault's mark, or returns `None` if there is none that can be read.
    pub(crate) fn read(vault: &Path) -> io::Result<Option<OfVault>> {
        match File::open(vault.join(FILE)) {
            Ok(file) => content(&file),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens the mark of a store, and creates it if there is none or another store's. The caller
    /// has compared them.
    pub(crate) fn open(vault: &Path, store: Name, commits: u64) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(vault.join(FILE))?;
        let mark = Self { file, store };
        if content(&mark.file)?.is_none_or(|found| found.store != store) {
            mark.file.write_all_at(text(store, commits).as_bytes(), 0)?;
            mark.file.sync_all()?;
            File::open(vault)?.sync_all()?;
        }
        Ok(mark)
    }

    /// Records how far the data have come. Several processes may do this; the mark only advances.
    pub(crate) fn advance(&self, commits: u64) -> io::Result<()> {
        self.file.lock()?;
        let written = self.advance_locked(commits);
        self.file.unlock()?;
        written
    }

    fn advance_locked(&self, commits: u64) -> io::Result<()> {
        // If another process has meanwhile accepted other parts, this one's numbers mean nothing.
        match content(&self.file)? {
            Some(found) if found.store == self.store && found.data_seen < commits => self
                .file
                .write_all_at(text(self.store, commits).as_bytes(), 0),
            _ => Ok(()),
        }
    }

    /// Flushes it.
    pub(crate) fn flush(&self) -> io::Result<()> {
        self.file.sync_data()
    }
}

fn text(store: Name, commits: u64) -> String {
    format!("{} {commits:020}\n", hex::encode(store))
}

fn content(file: &File) -> io::Result<Option<OfVault>> {
    let mut bytes = [0; LENGTH];
    match file.read_exact_at(&mut bytes, 0) {
        Ok(()) => Ok(parse(&bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn parse(bytes: &[u8]) -> Option<OfVault> {
    let line = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let (store, commits) = line.split_once(' ')?;
    let mut name = Name::default();
    hex::decode_to_slice(store, &mut name).ok()?;
    Some(OfVault {
        store: name,
        data_seen: commits.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_goes_forward_only_and_stays_its_stores() {
        let vault = tempfile::tempdir().unwrap();
        let says = || Mark::read(vault.path()).unwrap();
        assert_eq!(says(), None);
        let mark = Mark::open(vault.path(), [1; 16], 5).unwrap();
        let other_process = Mark::open(vault.path(), [1; 16], 0).unwrap();
        for (commits, expected) in [(7, 7), (6, 7), (0, 7), (8, 8)] {
            mark.advance(commits).unwrap();
            other_process.advance(commits).unwrap();
            let store = [1; 16];
            assert_eq!(
                says(),
                Some(OfVault {
                    store,
                    data_seen: expected
                })
            );
        }
        Mark::open(vault.path(), [2; 16], 3).unwrap();
        mark.advance(100).unwrap();
        assert_eq!(
            says(),
            Some(OfVault {
                store: [2; 16],
                data_seen: 3
            })
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_and_nothing_else_is(
            store in any::<Name>(),
            data_seen in any::<u64>(),
            at in 0..LENGTH,
            wrong in any::<u8>(),
        ) {
            let mut bytes = text(store, data_seen).into_bytes();
            prop_assert_eq!(bytes.len(), LENGTH);
            prop_assert_eq!(parse(&bytes), Some(OfVault { store, data_seen }));
            prop_assert_eq!(parse(&bytes[..at]), None);
            bytes[at] = wrong;
            // It never panics, whatever the file contains.
            let _ = parse(&bytes);
        }
    }
}

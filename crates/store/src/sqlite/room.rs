//! Disk space: whether the disks of a store have room for more.

use std::path::Path;

use proofing::ports::StoreError;
use rustix::fs::statvfs;
use rustix::io::Errno;

use crate::error::io as refused;
use crate::sqlite::database::{DATA, KEYS};

/// A disk is full, or nearly so.
#[derive(Debug, thiserror::Error)]
#[error("{part} has room for {left} bytes more, and {needed} are needed to be of use")]
struct NoRoom {
    part: &'static str,
    left: u64,
    needed: u64,
}

/// Fails if there is less room than needed for one of the parts, each of which may be on its own
/// disk.
pub(crate) fn check(dir: &Path, needed: u64) -> Result<(), StoreError> {
    for part in [DATA.file, KEYS.file, "vault"] {
        let found = match statvfs(dir.join(part)) {
            Ok(found) => found,
            // If somebody removes a file under a running server, writing to it will report that.
            Err(Errno::NOENT) => continue,
            Err(error) => return Err(refused(error.into())),
        };
        let left = found.f_bavail.saturating_mul(found.f_frsize);
        if left < needed {
            return Err(StoreError::Unavailable(Box::new(NoRoom {
                part,
                left,
                needed,
            })));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_is_found_every_time() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("vault")).unwrap();
        for _ in 0..100 {
            check(dir.path(), 0).unwrap();
            let full = check(dir.path(), u64::MAX).unwrap_err();
            assert!(matches!(full, StoreError::Unavailable(_)), "{full:?}");
        }
    }
}

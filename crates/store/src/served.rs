//! Whether a server uses a folder, asked by those who are no server.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::instance_lock::LOCK;

/// Returns whether a server uses this data folder at the moment, or `None` if the file system has
/// no locks, so that nobody can know. A folder in which no server has been started yet is unused.
pub fn is_served(dir: &Path) -> Option<bool> {
    let Ok(file) = File::open(dir.join(LOCK)) else {
        return Some(false);
    };
    // Taking it for a moment is the only way to ask. Dropping the file releases it.
    match file.try_lock() {
        Ok(()) => Some(false),
        Err(TryLockError::WouldBlock) => Some(true),
        Err(TryLockError::Error(_)) => None,
    }
}

//! Whether a server uses a folder, asked by those who are no server.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::instance_lock::LOCK;

/// Returns true if a server uses this data folder at the moment. A folder without a server's lock,
/// or on a file system without locks, counts as unused.
pub fn is_served(dir: &Path) -> bool {
    let Ok(file) = File::open(dir.join(LOCK)) else {
        return false;
    };
    // Taking it for a moment is the only way to ask. Dropping the file releases it.
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

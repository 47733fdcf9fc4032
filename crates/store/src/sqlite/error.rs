//! Errors inside the adapter, before they become the port's error.

use std::sync::Arc;

use proofing::ports::StoreError;
use rusqlite::ErrorCode;

/// An error of the port or of SQLite.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The error is already the port's.
    Port(StoreError),
    /// SQLite returned an error.
    Sqlite(rusqlite::Error),
}

impl Fault {
    /// Returns true if the whole transaction is lost, not only the change with the error.
    pub(crate) fn is_fatal(&self) -> bool {
        let Self::Sqlite(error) = self else {
            return false;
        };
        matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::OutOfMemory
                    | ErrorCode::DatabaseCorrupt
                    | ErrorCode::NotADatabase
                    | ErrorCode::CannotOpen
                    | ErrorCode::ReadOnly
            )
        )
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Port(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Port(error) => error,
            Fault::Sqlite(error) => Self::Unavailable(Box::new(error)),
        }
    }
}

/// The common cause for every change of a batch that was lost.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the batch was not committed")]
pub(crate) struct BatchLost(#[source] pub(crate) Arc<StoreError>);

impl From<&BatchLost> for StoreError {
    fn from(lost: &BatchLost) -> Self {
        Self::Unavailable(Box::new(lost.clone()))
    }
}

/// A thread of the adapter itself has ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Ended {
    /// The thread that writes.
    #[error("the writer has stopped")]
    Writer,
    /// A thread that reads.
    #[error("the reader has stopped")]
    Reader,
}

impl From<Ended> for StoreError {
    fn from(ended: Ended) -> Self {
        Self::Unavailable(Box::new(ended))
    }
}

/// A file returned an error.
pub(crate) fn io(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

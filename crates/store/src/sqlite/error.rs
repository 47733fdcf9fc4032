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

//! What may end a piece of work besides the database itself.

use proofing::ports::StoreError;

/// A thread of the store itself has ended.
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

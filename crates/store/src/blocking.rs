//! Work on threads that may block: files, and ciphers over much.

use proofing::ports::StoreError;
use tokio::task::spawn_blocking;

use crate::error::Ended;

/// Runs work on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work).await.map_err(|_| Ended::Reader)?
}

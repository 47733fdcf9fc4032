//! Stores how work ended, even if the store is unavailable for a while.

use std::future::Future;
use std::time::Duration;

use proofing::ports::StoreError;
use proofing::retry::RetryPolicy;
use tokio::time::{Instant, sleep};
use tracing::warn;

/// Calls the store repeatedly while it is unavailable, for at most this long.
///
/// What happened outside cannot be undone, so it is worth waiting to record it: otherwise the lease
/// expires and it happens again.
pub(crate) async fn persist<T, F>(
    patience: Duration,
    mut ask: impl FnMut() -> F,
) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let until = Instant::now() + patience;
    let mut losses = 0;
    loop {
        match ask().await {
            Err(StoreError::Unavailable(error)) if Instant::now() < until => {
                if losses == 0 {
                    warn!(%error, "the store is not available; waiting for it");
                }
                sleep(RetryPolicy::STORE.wait(losses)).await;
                losses = losses.saturating_add(1);
            }
            answer => return answer,
        }
    }
}

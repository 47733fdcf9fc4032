//! Storing how something ended, although the store may be away for a while.

use std::future::Future;
use std::time::Duration;

use proofing::ports::StoreError;
use proofing::retry::RetryPolicy;
use tokio::time::{Instant, sleep};
use tracing::warn;

/// Asks the store again and again while it is not available, for at most so long.
///
/// What happened outside cannot be taken back, so it is worth waiting to write it down: otherwise
/// the lease runs out and it happens again.
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

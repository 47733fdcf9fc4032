//! Makes verifications searchable that an earlier version stored, while the server runs.

use tokio_util::sync::CancellationToken;

/// The number of verifications in one step. A step delays other changes by some milliseconds.
const AT_A_TIME: usize = 200;

/// Works until every verification is searchable, or until stopped. After a restart it goes on where
/// it was.
pub(crate) async fn until_done(store: store::SealedStore, stop: CancellationToken) {
    let mut made = 0;
    loop {
        let step = tokio::select! {
            step = store.make_searchable(AT_A_TIME) => step,
            () = stop.cancelled() => return,
        };
        match step {
            Ok(indexed) => {
                made += indexed.made;
                if indexed.left == 0 {
                    break;
                }
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "old verifications cannot be made searchable; the next start tries again"
                );
                return;
            }
        }
    }
    if made > 0 {
        tracing::info!(
            made,
            "verifications of an earlier version are searchable now"
        );
    }
}

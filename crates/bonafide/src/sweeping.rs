//! The hourly sweep of the vault, and the log lines about it.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::system::now;

/// Removes what crashes left in the vault, now and every hour until stopped.
pub(crate) async fn every_hour(
    vault: store::SealedVault,
    rules: store::Rules,
    stop: CancellationToken,
) {
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    loop {
        tokio::select! {
            _ = hours.tick() => {}
            () = stop.cancelled() => return,
        }
        match vault.sweep(now(), &rules).await {
            Ok(swept) => tell_swept(&swept),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "sweeping the vault failed"
                );
            }
        }
    }
}

/// Logs the result of a sweep at the level that it deserves.
fn tell_swept(swept: &store::Swept) {
    let store::Swept {
        removed,
        quarantined,
        too_many,
        is_doubted,
    } = *swept;
    if is_doubted {
        tracing::error!(
            "nothing was swept: the clock is far ahead of when this store was last at work; if it is right, run \
             `bonafide store accept`"
        );
    } else if too_many > 0 {
        tracing::error!(
            too_many,
            quarantined,
            removed,
            "so many keys or pictures have no verification that none was removed: is this the right bonafide.db? If \
             it is, run `bonafide store sweep --yes`"
        );
    } else if removed + quarantined > 0 {
        tracing::info!(removed, quarantined, "the vault was swept");
    } else {
        tracing::debug!("the vault was swept; nothing was left over");
    }
}

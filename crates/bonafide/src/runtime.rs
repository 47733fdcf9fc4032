//! The runtime that commands wait in.

use std::time::Duration;

use anyhow::{Context, Result};

/// How long work on other threads may take after a command has ended.
const GRACE: Duration = Duration::from_secs(2);

/// Runs an asynchronous command to its end.
///
/// Dropping the runtime would wait for its blocking threads without limit, so a picture that is
/// being read would keep a stopped server alive. Their work is leased or not yet answered, and
/// nothing is lost.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime does not start")?;
    let done = runtime.block_on(work);
    runtime.shutdown_timeout(GRACE);
    done
}

//! The decoder of commands that read files, which uses child processes as the server does.

use anyhow::{Context, Result};
use sandbox::Pool;

/// Returns a pool that starts decoder processes on demand, because any file may be hostile.
pub(crate) fn decoder() -> Result<Pool> {
    let settings = sandbox::Settings::of_this_program(0);
    Ok(Pool::new(
        settings.context("cannot find the path of this program")?,
    ))
}

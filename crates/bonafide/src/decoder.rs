//! Decoding for commands that only look at files: in child processes, as the server does it.

use anyhow::{Context, Result};
use sandbox::Pool;

/// Processes that decode files, started as they are needed: a file that is only looked at may be hostile too.
pub(crate) fn decoder() -> Result<Pool> {
    let settings = sandbox::Settings::of_this_program(0);
    Ok(Pool::new(settings.context(
        "the system does not say which program this is",
    )?))
}

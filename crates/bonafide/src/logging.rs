//! Logging to standard error, filtered and formatted as the configuration says.

use anyhow::Result;

use crate::config::{LogFormat, Settings, log_filter};
use crate::out;

/// Starts logging to standard error.
pub fn start(settings: &Settings) -> Result<()> {
    let filter = log_filter(&settings.log_level)?;
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(out::colours_on_stderr())
        .with_writer(std::io::stderr)
        // It would use `eprintln!` to say that standard error is full, and panic where the line was
        // logged.
        .log_internal_errors(false);
    let started = match settings.log_format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging does not start: {error}"))
}

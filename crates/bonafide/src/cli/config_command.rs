//! `bonafide config`: the default file, and what the layers amount to.

use anyhow::Result;
use bonafide::config::{DEFAULT, Settings};
use bonafide::out;
use clap::Subcommand;

use super::common::Common;

/// What to look at.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Check the configuration and say where each value came from.
    Check(Common),
    /// Print the default file, which is the reference.
    Default,
}

impl ConfigCommand {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Default => out::line(DEFAULT.trim_end()),
            Self::Check(common) => {
                let layers = common.layers()?;
                let settings = Settings::from_layers(&layers)?;
                settings.outward().check(&settings.allow_networks)?;
                out::table(
                    ["key", "value", "set by"],
                    layers
                        .rows()
                        .map(|(key, value, origin)| [key.to_owned(), value, origin]),
                );
                out::line("the configuration is in order");
            }
        }
        Ok(())
    }
}

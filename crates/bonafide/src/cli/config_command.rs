//! `bonafide config`: prints the default file and checks the merged configuration.

use anyhow::Result;
use bonafide::config::{DEFAULT, Settings};
use bonafide::out;
use clap::Subcommand;

use super::common::Common;

/// Subcommands of `config`.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Check the configuration and show where each value comes from.
    #[command(after_help = "\
Examples:
  bonafide config check --config /etc/bonafide.toml
  BONAFIDE_SERVER_LISTEN=0.0.0.0:80 bonafide config check")]
    Check(Common),
    /// Print the default configuration file, which documents every key.
    #[command(after_help = "\
Example:
  bonafide config default > bonafide.toml")]
    Default,
}

impl ConfigCommand {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Default => out::line(DEFAULT.trim_end()),
            Self::Check(common) => {
                let layers = common.layers()?;
                let settings = Settings::from_layers(&layers)?;
                settings.integrations().check(&settings.allow_networks)?;
                out::table(
                    ["key", "value", "set by"],
                    layers
                        .rows()
                        .map(|(key, value, origin)| [key.to_owned(), value, origin]),
                );
                out::line("the configuration is valid");
            }
        }
        Ok(())
    }
}

//! `bonafide verifications`: lists verifications, or shows one. Works while the server runs.

mod facts;
mod filter;
mod json;
mod list;
mod mask;
mod show;

use anyhow::Result;
use clap::Subcommand;

/// Subcommands of `verifications`.
#[derive(Debug, Subcommand)]
pub(super) enum Verifications {
    /// List verifications, newest first. The list contains no personal data.
    #[command(after_help = list::EXAMPLES)]
    List(list::List),
    /// Show a verification: its stage, the decision with its reasons, each field and its pictures.
    /// Personal data are masked.
    #[command(after_help = show::EXAMPLES)]
    Show(show::Show),
}

impl Verifications {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::List(list) => list.run(),
            Self::Show(show) => show.run(),
        }
    }
}

//! `bonafide audit`: what staff and the operator did. Works while the server runs.

mod entry;
mod export;
mod filter;
mod list;
mod verify;

use anyhow::Result;
use clap::Subcommand;

/// Subcommands of `audit`.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// List the newest entries of the audit trail. What they say in words is masked.
    #[command(after_help = list::EXAMPLES)]
    List(list::List),
    /// Check that nothing in the audit trail was changed or removed.
    #[command(after_help = verify::EXAMPLES)]
    Verify(verify::Verify),
    /// Print the audit trail as one JSON object per line, newest first.
    #[command(after_help = export::EXAMPLES)]
    Export(export::Export),
}

impl Audit {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::List(list) => list.run(),
            Self::Verify(verify) => verify.run(),
            Self::Export(export) => export.run(),
        }
    }
}

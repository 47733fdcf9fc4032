//! `bonafide verifications`: lists verifications, shows one, or changes one. Works while the server
//! runs.

mod facts;
mod filter;
mod json;
mod list;
mod manage;
mod mask;
mod show;

use anyhow::Result;
use clap::Subcommand;

/// Subcommands of `verifications`.
#[derive(Debug, Subcommand)]
pub(super) enum Verifications {
    /// List verifications, newest first. The list contains no personal data.
    #[command(after_help = list::EXAMPLES)]
    List(Box<list::List>),
    /// Show a verification: its stage, the decision with its reasons, each field and its pictures.
    /// Personal data are masked.
    #[command(after_help = show::EXAMPLES)]
    Show(show::Show),
    /// Correct a value that was read.
    #[command(after_help = manage::CORRECT)]
    Correct(manage::Correct),
    /// Hold a verification against deletion, by its business and by its retention as well.
    Hold(manage::Named),
    /// Release a verification that is held.
    Release(manage::Named),
    /// Delete a verification. Its business is told request.deleted.
    Delete(manage::Named),
}

impl Verifications {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::List(list) => (*list).run(),
            Self::Show(show) => show.run(),
            Self::Correct(correct) => correct.run(),
            Self::Hold(named) => named.hold(),
            Self::Release(named) => named.release(),
            Self::Delete(named) => named.delete(),
        }
    }
}

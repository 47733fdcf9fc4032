//! `bonafide review`: lists what awaits review, decides it, or overturns a verdict. Works while the
//! server runs.

mod list;

use anyhow::{Result, anyhow, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::{Args, Subcommand, ValueEnum};
use proofing::ports::Found;
use proofing::{Error, Principal};
use verification::stage::StageName;
use verification::verdict::Verdict;

use super::common::{Common, find};
use super::values;
use crate::runtime::block_on;

/// The verdict as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Word {
    Accept,
    Decline,
}

/// Flags of `review`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  bonafide review list
  bonafide review acme order-4711 accept --by 'Ann Example'

Data and pictures to decide by: `bonafide verifications show --reveal` and `bonafide proofs save`."
)]
pub(super) struct Review {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    decision: Option<Decide>,
    #[command(flatten)]
    common: Common,
}

/// Subcommands of `review`.
#[derive(Debug, Subcommand)]
enum Command {
    /// List the verifications that await review, oldest first.
    #[command(after_help = list::EXAMPLES)]
    List(list::List),
}

/// Flags of a decision.
#[derive(Debug, Args)]
struct Decide {
    /// Name of the account.
    account: String,
    /// Reference of the verification.
    reference: String,
    /// Verdict.
    verdict: Word,
    /// Name of the reviewer, recorded with the decision.
    #[arg(long, value_name = "NAME", value_parser = values::line)]
    by: String,
}

impl Review {
    pub(super) fn run(self) -> Result<()> {
        match (self.command, self.decision) {
            (Some(Command::List(list)), _) => list.run(),
            (None, Some(decision)) => decision.run(&self.common),
            (None, None) => bail!("name an account, a reference and a verdict, or `list`"),
        }
    }
}

impl Decide {
    fn run(self, common: &Common) -> Result<()> {
        let reference = &self.reference;
        let verdict = match self.verdict {
            Word::Accept => Verdict::Accepted,
            Word::Decline => Verdict::Declined,
        };
        let decided = block_on(async {
            let app = LocalApp::open_existing(&common.settings()?)?.app;
            match find(&app, Some(&self.account), reference).await?.1 {
                Found::Live(stored) => {
                    let reviewed = app
                        .review(Principal::Operator, stored.value.id, verdict, &self.by)
                        .await;
                    reviewed.map_err(|error| match error {
                        Error::Refused(refused) => anyhow!(refusal(reference, refused.from)),
                        error => error.into(),
                    })
                }
                Found::Forgotten(_) => bail!(refusal(reference, StageName::Deleted)),
            }
        })?;
        out::line(format!("{reference} is {}", decided.stage.name()));
        Ok(())
    }
}

/// Explains why a verification at this stage cannot be given the verdict.
fn refusal(reference: &str, stage: StageName) -> String {
    match stage {
        StageName::Created | StageName::Opened | StageName::Capturing => {
            format!("{reference} has nothing to review yet: the person has not finished")
        }
        StageName::Processing | StageName::Received => {
            format!("{reference} has nothing to review yet: it is still being examined")
        }
        StageName::InReview => format!("{reference} cannot be decided now"),
        StageName::Accepted => format!("{reference} is already accepted"),
        StageName::Declined => format!("{reference} is already declined"),
        StageName::Cancelled => format!("{reference} was cancelled and cannot be reviewed"),
        StageName::TimedOut => format!("{reference} timed out and cannot be reviewed"),
        StageName::Deleted => format!("{reference} was deleted and cannot be reviewed"),
    }
}

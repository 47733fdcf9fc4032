//! `bonafide review`: lists what awaits review, decides it, or overturns a verdict. Works while the
//! server runs.

mod approve;
mod ask_again;
mod list;
mod refusal;

use anyhow::{Result, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::{Args, Subcommand, ValueEnum};
use proofing::Principal;
use proofing::ports::Found;
use verification::Personal;
use verification::decline::DeclineCode;
use verification::review::Ruling;
use verification::stage::StageName;
use verification::verdict::Verdict;

use self::refusal::{legible, refusal};
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
  bonafide review acme order-4711 decline --by 'Ann Example' --code SPDR06 --note 'a copy'
  bonafide review ask-again acme order-4711 document.additional_proof

Data and pictures to decide by: `bonafide verifications show --reveal` and `bonafide proofs save`.
If the account wants four eyes, a decision waits until somebody else confirms it."
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
    /// Confirm a decision that somebody else made, where an account wants four eyes.
    Approve(approve::Approve),
    /// Do not confirm a decision that somebody else made: the case goes back to the queue.
    SendBack(approve::SendBack),
    /// Ask the person for one picture again, under the same link.
    #[command(after_help = ask_again::EXAMPLES)]
    AskAgain(ask_again::AskAgain),
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
    /// Decline code, the most important first; may be repeated. Without one, the codes of the
    /// checks are kept.
    #[arg(long, value_name = "CODE")]
    code: Vec<DeclineCode>,
    /// Note for colleagues, which the business does not get.
    #[arg(long, value_name = "TEXT", value_parser = values::line)]
    note: Option<String>,
}

impl Review {
    pub(super) fn run(self) -> Result<()> {
        match (self.command, self.decision) {
            (Some(Command::List(list)), _) => list.run(),
            (Some(Command::Approve(approve)), _) => approve.run(),
            (Some(Command::SendBack(back)), _) => back.run(),
            (Some(Command::AskAgain(again)), _) => again.run(),
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
        if verdict == Verdict::Accepted && !self.code.is_empty() {
            bail!("--code is for a decline");
        }
        let ruling = Ruling {
            verdict,
            codes: self.code,
            note: self.note.map(Personal::from),
        };
        let decided = block_on(async {
            let app = LocalApp::open_existing(&common.settings()?)?.app;
            match find(&app, Some(&self.account), reference).await?.1 {
                Found::Live(stored) => {
                    let id = stored.value.id;
                    let by = Principal::Operator;
                    let reviewed = app.review(by, id, ruling, &self.by).await;
                    reviewed.map_err(|error| legible(reference, error))
                }
                Found::Forgotten(_) => bail!(refusal(reference, StageName::Deleted)),
            }
        })?;
        out::line(match decided.stage.name() {
            StageName::InReview => format!("{reference} waits for somebody else to confirm this"),
            stage => format!("{reference} is {stage}"),
        });
        Ok(())
    }
}

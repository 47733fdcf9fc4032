//! `bonafide review`: decide a verification in review, or turn a verdict. Works while the server runs.

use anyhow::{Result, bail};
use bonafide::out;
use bonafide::wiring::Office;
use clap::{Args, ValueEnum};
use proofing::Principal;
use proofing::ports::Found;
use verification::verdict::Verdict;

use super::common::{Common, find, reference};
use crate::runtime::block_on;

/// The two verdicts.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Word {
    Accept,
    Decline,
}

/// Flags of `review`.
#[derive(Debug, Args)]
pub(super) struct Review {
    /// The account's name.
    account: String,
    /// The verification's reference.
    reference: String,
    /// The verdict.
    verdict: Word,
    /// Who decides; kept with the decision.
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    common: Common,
}

impl Review {
    pub(super) fn run(self) -> Result<()> {
        let reference = reference(&self.reference)?;
        let verdict = match self.verdict {
            Word::Accept => Verdict::Accepted,
            Word::Decline => Verdict::Declined,
        };
        let decided = block_on(async {
            let desk = Office::open_existing(&self.common.settings()?)?.desk;
            match find(&desk, &self.account, &reference).await? {
                Found::Live(stored) => Ok(desk
                    .review(Principal::Operator, stored.value.id, verdict, &self.by)
                    .await?),
                Found::Forgotten(_) => bail!("{reference} was forgotten"),
            }
        })?;
        out::line(format!("{reference} is {}", decided.stage.name()));
        Ok(())
    }
}

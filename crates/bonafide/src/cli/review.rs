//! `bonafide review`: decide a verification in review, or turn a verdict. Works while the server runs.

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use proofing::ports::Found;
use verification::request::Reference;
use verification::verdict::Verdict;

use super::{Common, block_on};
use crate::out;
use crate::wiring::Office;

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
        let reference = Reference::parse(&self.reference)
            .map_err(|error| anyhow::anyhow!("the reference {error}"))?;
        let verdict = match self.verdict {
            Word::Accept => Verdict::Accepted,
            Word::Decline => Verdict::Declined,
        };
        let decided = block_on(async {
            let desk = Office::open_existing(&self.common.settings()?)?.desk;
            let accounts = desk.accounts().await?;
            let account = accounts.iter().find(|account| account.name == self.account);
            let account =
                account.with_context(|| format!("there is no account {}", self.account))?;
            match desk.find(account, &reference).await {
                Ok(Found::Live(stored)) => {
                    Ok(desk.review(stored.value.id, verdict, &self.by).await?)
                }
                Ok(Found::Forgotten(_)) => bail!("{reference} was forgotten"),
                Err(_) => bail!("{} has no verification {reference}", self.account),
            }
        })?;
        out::line(format!("{reference} is {}", decided.stage.name()));
        Ok(())
    }
}

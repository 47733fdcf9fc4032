//! `bonafide review approve` and `send-back`: the second pair of eyes.

use anyhow::{Result, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::ports::Found;
use verification::stage::StageName;

use super::refusal::{legible, refusal};
use crate::cli::common::{Common, find};
use crate::cli::values;
use crate::runtime::block_on;

/// Flags of `review approve`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Approve {
    /// Name of the account.
    account: String,
    /// Reference of the verification.
    reference: String,
    #[command(flatten)]
    common: Common,
}

/// Flags of `review send-back`.
#[derive(Debug, Args)]
pub(in crate::cli) struct SendBack {
    /// Name of the account.
    account: String,
    /// Reference of the verification.
    reference: String,
    /// Why the decision is not confirmed.
    #[arg(long, value_name = "TEXT", value_parser = values::line)]
    reason: String,
    #[command(flatten)]
    common: Common,
}

impl Approve {
    pub(super) fn run(self) -> Result<()> {
        let reference = &self.reference;
        let approved = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let Found::Live(stored) = find(&app, Some(&self.account), reference).await?.1 else {
                bail!(refusal(reference, StageName::Deleted));
            };
            let done = app.approve_case(Principal::Operator, stored.value.id, None);
            done.await.map_err(|error| legible(reference, error))
        })?;
        out::line(format!("{reference} is {}", approved.stage.name()));
        Ok(())
    }
}

impl SendBack {
    pub(super) fn run(self) -> Result<()> {
        let reference = &self.reference;
        block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let Found::Live(stored) = find(&app, Some(&self.account), reference).await?.1 else {
                bail!(refusal(reference, StageName::Deleted));
            };
            let (id, reason) = (stored.value.id, self.reason.as_str().into());
            let done = app.send_back_case(Principal::Operator, id, None, reason);
            done.await.map_err(|error| legible(reference, error))
        })?;
        out::line(format!("{reference} awaits review again"));
        Ok(())
    }
}

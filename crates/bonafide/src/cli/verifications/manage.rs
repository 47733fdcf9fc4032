//! `bonafide verifications correct`, `hold`, `release` and `delete`: changes of a verification,
//! each with a reason that the audit trail keeps.

use anyhow::{Result, anyhow, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::ports::Found;
use proofing::{App, Error, Principal};
use verification::review::Correction;
use verification::{Personal, VerificationId};

use crate::cli::common::{Common, find};
use crate::cli::values;
use crate::runtime::block_on;

/// Examples for the help of `verifications correct`.
pub(super) const CORRECT: &str = "\
Examples:
  bonafide verifications correct order-4711 document.dob 1978-03-14 --reason 'misread'
  bonafide verifications correct order-4711 document.name.last_name Doe --reason 'misread'

`bonafide verifications show` lists the fields. The business is told request.data.changed; the
verdict stays.";

/// Which verification, and why.
#[derive(Debug, Args)]
pub(in crate::cli) struct Named {
    /// Reference of the verification, or its ID such as ver_0190….
    reference: String,
    /// Name of the account, if more than one has this reference.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Why, recorded in the audit trail. With `delete`, it must not name the person.
    #[arg(long, value_name = "TEXT", value_parser = values::line)]
    reason: String,
    #[command(flatten)]
    common: Common,
}

/// Flags of `verifications correct`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Correct {
    /// Reference of the verification, or its ID such as ver_0190….
    reference: String,
    /// Service and field, such as document.dob.
    field: String,
    /// The right value.
    value: String,
    /// Name of the account, if more than one has this reference.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Why, recorded in the audit trail.
    #[arg(long, value_name = "TEXT", value_parser = values::line)]
    reason: String,
    #[command(flatten)]
    common: Common,
}

impl Named {
    pub(super) fn hold(self) -> Result<()> {
        block_on(async {
            let (app, id) = open(&self.common, self.account.as_deref(), &self.reference).await?;
            let done = app.hold(Principal::Operator, id, self.reason.as_str().into());
            done.await.map_err(|error| legible(&self.reference, error))
        })?;
        out::line(format!("{} is held against deletion", self.reference));
        Ok(())
    }

    pub(super) fn release(self) -> Result<()> {
        block_on(async {
            let (app, id) = open(&self.common, self.account.as_deref(), &self.reference).await?;
            let done = app.release(Principal::Operator, id, self.reason.as_str().into());
            done.await.map_err(|error| legible(&self.reference, error))
        })?;
        out::line(format!("{} may be deleted", self.reference));
        Ok(())
    }

    pub(super) fn delete(self) -> Result<()> {
        block_on(async {
            let (app, id) = open(&self.common, self.account.as_deref(), &self.reference).await?;
            let comment = self.reason.as_str().into();
            let done = app.delete_verification(Principal::Operator, id, comment);
            done.await.map_err(|error| legible(&self.reference, error))
        })?;
        out::line(format!("{} was deleted", self.reference));
        Ok(())
    }
}

impl Correct {
    pub(super) fn run(self) -> Result<()> {
        let value = Personal::new(self.value.as_str());
        let Some(correction) = Correction::of(&self.field, value) else {
            bail!("write a service and a field, such as document.dob or document.name.last_name");
        };
        block_on(async {
            let (app, id) = open(&self.common, self.account.as_deref(), &self.reference).await?;
            let reason = self.reason.as_str().into();
            let done = app.correct(Principal::Operator, id, correction, reason);
            done.await.map_err(|error| legible(&self.reference, error))
        })?;
        out::line(format!(
            "{} of {} was corrected",
            self.field, self.reference
        ));
        Ok(())
    }
}

/// Opens the store and finds a verification that was not deleted.
async fn open(
    common: &Common,
    account: Option<&str>,
    reference: &str,
) -> Result<(App, VerificationId)> {
    let app = LocalApp::open_existing(&common.settings()?)?.app;
    match find(&app, account, reference).await?.1 {
        Found::Live(stored) => Ok((app, stored.value.id)),
        Found::Forgotten(_) => bail!("{reference} was deleted"),
    }
}

fn legible(reference: &str, error: Error) -> anyhow::Error {
    match error {
        Error::Held => anyhow!("{reference} is held against deletion; release it first"),
        Error::Refused(refused) => anyhow!("{reference} is {}: {refused}", refused.from),
        Error::Correction(refused) => anyhow!("{reference}: {refused}"),
        error => error.into(),
    }
}

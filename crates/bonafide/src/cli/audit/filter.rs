//! Which entries of the audit trail are asked for.

use anyhow::{Result, bail};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use proofing::App;
use proofing::ports::AuditQuery;
use verification::StaffId;
use verification::audit::AuditAct;

use crate::cli::common::{account_named, find};
use crate::cli::values::{self, When};

/// Flags that choose entries.
#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only entries about the account with this name.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Only entries about the verification with this reference, or ID such as ver_0190….
    #[arg(long, value_name = "REFERENCE")]
    verification: Option<String>,
    /// Only entries about what this member of staff did, by an ID such as stf_0190….
    #[arg(long, value_name = "ID")]
    by: Option<StaffId>,
    /// Only entries about this act.
    #[arg(long, value_name = "ACT", value_parser = acts())]
    act: Option<AuditAct>,
    /// Only entries of this time or later, such as 2026-11-30 or 2026-11-30T08:00:00Z.
    #[arg(long, value_name = "TIME", value_parser = values::when)]
    from: Option<When>,
    /// Only entries before this time, or until the end of this day.
    #[arg(long, value_name = "TIME", value_parser = values::when)]
    until: Option<When>,
}

impl Filter {
    /// Returns the query for at most this many entries.
    pub(super) async fn query(&self, app: &App, limit: usize) -> Result<AuditQuery> {
        let from = self.from.and_then(When::begins);
        let until = self.until.and_then(When::ends);
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            bail!("--from is not earlier than --until, so nothing can be in between");
        }
        let account = match &self.account {
            Some(name) => Some(account_named(app, name).await?.id),
            None => None,
        };
        let verification = match &self.verification {
            Some(reference) => {
                let found = find(app, self.account.as_deref(), reference).await?.1;
                Some(proofing::Subject::from(&found).id())
            }
            None => None,
        };
        Ok(AuditQuery {
            account,
            verification,
            member: self.by,
            act: self.act,
            from,
            until,
            before: None,
            limit,
        })
    }
}

fn acts() -> impl TypedValueParser<Value = AuditAct> {
    PossibleValuesParser::new(AuditAct::ALL.iter().map(|act| act.word()))
        .try_map(|word| AuditAct::from_word(&word).ok_or("not an act"))
}

//! `bonafide review list`: the queue of what awaits review.

use std::collections::HashMap;

use anyhow::Result;
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::ports::{Found, ListOrder, Listed, VerificationFilter};
use serde_json::json;
use verification::AccountId;
use verification::decline::DeclineCode;
use verification::stage::{Stage, StageName};
use verification::verdict::{Outcome, Verdict};

use crate::cli::common::{Common, MOST_ROWS, account_named, time};
use crate::cli::values;
use crate::runtime::block_on;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide review list
  bonafide review list --account acme --json

The list contains no personal data. Times are in UTC.";

/// Flags of `review list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only list verifications of the account with this name.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Maximum number of verifications to list.
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = values::number::<u32>(1, MOST_ROWS), allow_negative_numbers = true)]
    limit: u32,
    /// Print one JSON object per line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

impl List {
    pub(super) fn run(self) -> Result<()> {
        let limit = usize::try_from(self.limit)?;
        let (names, mut listed) = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let account = match &self.account {
                Some(name) => Some(account_named(&app, name).await?.id),
                None => None,
            };
            let filter = VerificationFilter {
                account,
                stages: vec![StageName::InReview],
                order: ListOrder::OldestFirst,
                // One more than is shown says whether there are more.
                limit: limit + 1,
                ..VerificationFilter::default()
            };
            let accounts = app.accounts(Principal::Operator).await?.into_iter();
            let names = accounts.map(|account| (account.id, account.name));
            let names: HashMap<AccountId, String> = names.collect();
            Ok((names, app.search(Principal::Operator, filter).await?))
        })?;
        let are_more = listed.len() > limit;
        listed.truncate(limit);
        let waiting = listed
            .iter()
            .filter_map(|listed| Waiting::of(listed, &names));
        if self.json {
            for waiting in waiting {
                out::line(json!({
                    "id": waiting.id,
                    "account": waiting.account,
                    "reference": waiting.reference,
                    "opened_at": waiting.opened_at.to_string(),
                    "checks_suggest": waiting.suggestion(),
                    "reason": waiting.reason(),
                }));
            }
        } else {
            let header = ["account", "reference", "opened", "checks suggest", "reason"];
            let rows = waiting.map(|waiting| {
                [
                    waiting.account.to_owned(),
                    waiting.reference.to_owned(),
                    time(Some(waiting.opened_at)),
                    waiting.suggestion().to_owned(),
                    waiting.reason().unwrap_or_default().to_owned(),
                ]
            });
            out::table_or("nothing awaits review", header, rows);
        }
        if are_more {
            out::note("there are more; decide these first, or list more with --limit");
        }
        Ok(())
    }
}

/// A verification that awaits review.
struct Waiting<'a> {
    id: String,
    account: &'a str,
    reference: &'a str,
    opened_at: jiff::Timestamp,
    outcome: &'a Outcome,
}

impl<'a> Waiting<'a> {
    /// Returns nothing for what was decided since it was listed.
    fn of(listed: &'a Listed, names: &'a HashMap<AccountId, String>) -> Option<Self> {
        let Found::Live(stored) = &listed.found else {
            return None;
        };
        let Stage::InReview(outcome) = &stored.value.stage else {
            return None;
        };
        Some(Self {
            id: stored.value.id.to_string(),
            account: names.get(&stored.value.account)?,
            reference: stored.value.request.reference.as_str(),
            opened_at: stored.value.created_at,
            outcome,
        })
    }

    /// What the automatic checks would have decided.
    const fn suggestion(&self) -> &'static str {
        match self.outcome.verdict {
            Verdict::Accepted => "accept",
            Verdict::Declined => "decline",
        }
    }

    fn reason(&self) -> Option<&str> {
        self.outcome.reason.as_ref().map(DeclineCode::as_str)
    }
}

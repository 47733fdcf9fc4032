//! `bonafide review list`: the queue of what awaits review.

use std::collections::HashMap;

use anyhow::Result;
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::acts::office::WaitingCase;
use serde_json::json;
use verification::AccountId;
use verification::decline::DeclineCode;
use verification::verdict::Verdict;

use crate::cli::common::{Common, MOST_ROWS, account_named, time};
use crate::cli::values;
use crate::runtime::block_on;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide review list
  bonafide review list --account acme --json

The list contains no personal data. Times are in UTC. An account has a time limit if it was set
with `bonafide account set --review-hours`.";

/// Flags of `review list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
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
        let (mut waiting, names) = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let by = Principal::Operator;
            let account = match &self.account {
                Some(name) => Some(account_named(&app, name).await?.id),
                None => None,
            };
            let accounts = app.accounts(by).await?.into_iter();
            let names: HashMap<AccountId, String> =
                accounts.map(|account| (account.id, account.name)).collect();
            // One more than is shown says whether there are more.
            Ok((app.review_queue(by, account, limit + 1).await?, names))
        })?;
        let are_more = waiting.len() > limit;
        waiting.truncate(limit);
        let account = |case: &WaitingCase| names.get(&case.account).cloned().unwrap_or_default();
        if self.json {
            for case in &waiting {
                out::line(json!({
                    "id": case.id.to_string(),
                    "account": account(case),
                    "reference": case.reference.as_str(),
                    "opened_at": case.opened_at.to_string(),
                    "waiting_since": case.since.to_string(),
                    "due_at": case.due_at.map(|due| due.to_string()),
                    "is_overdue": case.is_overdue,
                    "is_escalated": case.is_escalated,
                    "held_by": case.held.map(|(holder, _)| holder.to_string()),
                    "held_until": case.held.map(|(_, until)| until.to_string()),
                    "snoozed_until": case.snoozed_until.map(|until| until.to_string()),
                    "proposed_by": case.proposed_by.map(|maker| maker.to_string()),
                    "checks_suggest": suggestion(case),
                    "reason": case.codes.first().map(DeclineCode::as_str),
                }));
            }
        } else {
            let header = [
                "account",
                "reference",
                "waiting since",
                "due",
                "state",
                "checks suggest",
                "reason",
            ];
            let rows = waiting.iter().map(|case| {
                [
                    account(case),
                    case.reference.as_str().to_owned(),
                    time(Some(case.since)),
                    due(case),
                    state(case),
                    suggestion(case).to_owned(),
                    case.codes
                        .first()
                        .map_or_else(String::new, |code| code.as_str().to_owned()),
                ]
            });
            out::table_or("nothing awaits review", header, rows);
        }
        let overdue = waiting.iter().filter(|case| case.is_overdue).count();
        if overdue > 0 {
            out::note(format!("{overdue} of these are overdue"));
        }
        if are_more {
            out::note("there are more; decide these first, or list more with --limit");
        }
        Ok(())
    }
}

fn due(case: &WaitingCase) -> String {
    let due = time(case.due_at);
    if case.is_overdue {
        format!("{due} (overdue)")
    } else {
        due
    }
}

/// Who has the case, or what it waits for.
fn state(case: &WaitingCase) -> String {
    if let Some((holder, _)) = case.held {
        format!("held by {holder}")
    } else if case.proposed_by.is_some() {
        "to be confirmed".to_owned()
    } else if case.is_escalated {
        "for seniors".to_owned()
    } else if let Some(until) = case.snoozed_until {
        format!("put off until {}", time(Some(until)))
    } else {
        String::new()
    }
}

/// What the automatic checks would have decided.
const fn suggestion(case: &WaitingCase) -> &'static str {
    match case.suggestion {
        Verdict::Accepted => "accept",
        Verdict::Declined => "decline",
    }
}

//! `bonafide review list`: the queue of what awaits review.

use anyhow::Result;
use bonafide::out;
use clap::Args;
use proofing::ports::{Found, ListOrder, Listed, VerificationQuery};
use serde_json::json;
use verification::decline::DeclineCode;
use verification::stage::{Stage, StageName};
use verification::verdict::{Outcome, Verdict};

use crate::cli::common::{Common, MOST_ROWS, time};
use crate::cli::listing::Listing;
use crate::cli::values;

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
        let query = VerificationQuery {
            stages: vec![StageName::InReview],
            order: ListOrder::OldestFirst,
            limit: usize::try_from(self.limit)?,
            ..VerificationQuery::default()
        };
        let listing = Listing::of(&self.common, self.account.as_deref(), query)?;
        let waiting = listing.listed.iter();
        let waiting = waiting.filter_map(|listed| Waiting::of(listed, &listing));
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
                    waiting.account.clone(),
                    waiting.reference.to_owned(),
                    time(Some(waiting.opened_at)),
                    waiting.suggestion().to_owned(),
                    waiting.reason().unwrap_or_default().to_owned(),
                ]
            });
            out::table_or("nothing awaits review", header, rows);
        }
        if listing.are_more {
            out::note("there are more; decide these first, or list more with --limit");
        }
        Ok(())
    }
}

/// A verification that awaits review.
struct Waiting<'a> {
    id: String,
    account: String,
    reference: &'a str,
    opened_at: jiff::Timestamp,
    outcome: &'a Outcome,
}

impl<'a> Waiting<'a> {
    /// Returns nothing for what was decided since it was listed.
    fn of(listed: &'a Listed, listing: &Listing) -> Option<Self> {
        let Found::Live(stored) = &listed.found else {
            return None;
        };
        let Stage::InReview(outcome) = &stored.value.stage else {
            return None;
        };
        Some(Self {
            id: stored.value.id.to_string(),
            account: listing.account_of(&listed.found),
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

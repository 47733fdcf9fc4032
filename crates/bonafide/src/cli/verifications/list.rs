//! `bonafide verifications list`: which verifications there are, and where each of them stands.

use anyhow::{Result, bail};
use bonafide::out;
use clap::Args;
use proofing::ports::{After, Found, ListOrder, Listed, VerificationQuery};
use serde_json::{Value, json};
use verification::stage::StageName;

use super::facts::{opened_at, outcome, reason, reference, stage};
use super::filter::Filter;
use crate::cli::common::{Common, MOST_ROWS, time};
use crate::cli::listing::Listing;
use crate::cli::values::{self, When};

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide verifications list --account acme --stage declined --from 2026-11-01
  bonafide verifications list --name 'doe zoe' --country DE --document-type passport
  bonafide verifications list --reference 'order-2026-*' --by-hand yes --count
  bonafide verifications list --json --limit 1000 | jq -r 'select(.reason) | .reason.code'

Times are in UTC. Where there are more, a note on standard error says how to go on.";

/// Flags of `verifications list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Only list verifications of the account with this name.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Only list verifications in this stage; may be repeated.
    #[arg(long, value_name = "STAGE", visible_alias = "status", value_parser = values::stages())]
    stage: Vec<StageName>,
    /// Only list verifications opened at this time or later, such as 2026-11-30 or
    /// 2026-11-30T08:00:00Z.
    #[arg(long, value_name = "TIME", value_parser = values::when)]
    from: Option<When>,
    /// Only list verifications opened before this time, or until the end of this day.
    #[arg(long, value_name = "TIME", value_parser = values::when)]
    until: Option<When>,
    #[command(flatten)]
    filter: Filter,
    /// Only print how many there are, up to 10,000.
    #[arg(long, conflicts_with_all = ["after", "limit", "json"])]
    count: bool,
    /// Maximum number of verifications to list.
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = values::number::<u32>(1, MOST_ROWS), allow_negative_numbers = true)]
    limit: u32,
    /// Continue after the verification at this place, which is `place` in the JSON and in the note
    /// under an unfinished list.
    #[arg(long, value_name = "PLACE")]
    after: Option<u64>,
    /// Print one JSON object per line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

impl List {
    pub(super) fn run(self) -> Result<()> {
        let from = self.from.and_then(When::begins);
        let until = self.until.and_then(When::ends);
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            bail!("--from is not earlier than --until, so nothing can be in between");
        }
        let (reference, filter) = self.filter.parts()?;
        let query = VerificationQuery {
            reference,
            filter,
            stages: self.stage,
            from,
            until,
            after: self.after.map(After::Place),
            order: ListOrder::NewestFirst,
            limit: usize::try_from(self.limit)?,
            ..VerificationQuery::default()
        };
        if self.count {
            return count(&self.common, self.account.as_deref(), query);
        }
        let listing = Listing::of(&self.common, self.account.as_deref(), query)?;
        if self.json {
            for one in &listing.listed {
                out::line(as_value(&listing, one));
            }
        } else {
            let header = ["account", "reference", "stage", "opened", "reason"];
            let rows = listing.listed.iter().map(|one| row(&listing, &one.found));
            out::table_or("no verification matches", header, rows);
        }
        if let Some(last) = listing.listed.last().filter(|_| listing.are_more) {
            out::note(format!(
                "there are more; continue with --after {}",
                last.place
            ));
        }
        if let Some(warning) = listing.unsearchable() {
            out::note(warning);
        }
        Ok(())
    }
}

fn count(common: &Common, account: Option<&str>, query: VerificationQuery) -> Result<()> {
    let (total, warning) = Listing::count(common, account, query)?;
    let more = if total.are_more { "more than " } else { "" };
    out::line(format!("{more}{}", total.counted));
    if let Some(warning) = warning {
        out::note(warning);
    }
    Ok(())
}

fn row(listing: &Listing, found: &Found) -> [String; 5] {
    let reason = match found {
        Found::Live(stored) => outcome(&stored.value).and_then(|outcome| outcome.reason.as_ref()),
        Found::Forgotten(_) => None,
    };
    [
        listing.account_of(found),
        reference(found).to_owned(),
        stage(found).as_str().to_owned(),
        time(Some(opened_at(found))),
        reason.map_or_else(String::new, |code| code.as_str().to_owned()),
    ]
}

fn as_value(listing: &Listing, listed: &Listed) -> Value {
    let found = &listed.found;
    let (id, transaction, completed, because) = match found {
        Found::Live(stored) => (
            stored.value.id,
            stored.value.transaction,
            stored.value.completed_at,
            outcome(&stored.value).and_then(reason),
        ),
        Found::Forgotten(tombstone) => (tombstone.id, tombstone.transaction, None, None),
    };
    json!({
        "place": listed.place,
        "id": id.to_string(),
        "account": listing.account_of(found),
        "reference": reference(found),
        "transaction_id": transaction.to_string(),
        "stage": stage(found).as_str(),
        "opened_at": opened_at(found).to_string(),
        "completed_at": completed.map(|at| at.to_string()),
        "reason": because,
    })
}

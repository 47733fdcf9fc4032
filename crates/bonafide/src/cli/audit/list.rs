//! `bonafide audit list`: the newest entries of the audit trail.

use std::collections::HashMap;

use anyhow::Result;
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::ports::{AuditQuery, Audited};
use verification::audit::Actor;
use verification::{AccountId, Personal, StaffId};

use super::entry::{as_value, words};
use super::filter::Filter;
use crate::cli::common::{Common, MOST_ROWS, time};
use crate::cli::values;
use crate::runtime::block_on;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide audit list --verification order-4711
  bonafide audit list --act overturn --from 2026-11-01 --reveal

Times are in UTC. With --reveal, the audit trail first records that it was read.";

/// Flags of `audit list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    filter: Filter,
    /// Show what the entries say in words, which may be personal.
    #[arg(long)]
    reveal: bool,
    /// Maximum number of entries to list.
    #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = values::number::<u32>(1, MOST_ROWS), allow_negative_numbers = true)]
    limit: u32,
    /// Continue with the entries before this number.
    #[arg(long, value_name = "NUMBER")]
    before: Option<u64>,
    /// Print one JSON object per line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

impl List {
    pub(super) fn run(self) -> Result<()> {
        let limit = usize::try_from(self.limit)?;
        let (mut entries, names, members) = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let by = Principal::Operator;
            let query = AuditQuery {
                before: self.before,
                ..self.filter.query(&app, limit + 1).await?
            };
            if self.reveal {
                app.record_audit_read(by, "list").await?;
            }
            let accounts = app.accounts(by).await?.into_iter();
            let names: HashMap<AccountId, String> =
                accounts.map(|account| (account.id, account.name)).collect();
            let entries: Vec<Audited> = app.audit_trail(by, query).await?;
            Ok((entries, names, app.colleagues(by).await?))
        })?;
        let are_more = entries.len() > limit;
        entries.truncate(limit);
        let account = |audited: &Audited| {
            let id = audited.entry.account?;
            names.get(&id).map(String::as_str)
        };
        if self.json {
            for audited in &entries {
                out::line(as_value(audited, account(audited), self.reveal));
            }
        } else {
            let header = [
                "number",
                "at",
                "by",
                "act",
                "account",
                "verification",
                "says",
            ];
            let rows = entries.iter().map(|audited| {
                let entry = &audited.entry;
                [
                    audited.number.to_string(),
                    time(Some(entry.at)),
                    who(entry.by, &members),
                    entry.act.word().to_owned(),
                    account(audited).unwrap_or_default().to_owned(),
                    entry
                        .verification
                        .map_or_else(String::new, |id| id.to_string()),
                    words(audited, self.reveal),
                ]
            });
            out::table_or("no entry matches", header, rows);
        }
        if let Some(last) = entries.last().filter(|_| are_more) {
            out::note(format!(
                "there are more; continue with --before {}",
                last.number
            ));
        }
        Ok(())
    }
}

/// Returns the name of a member of staff, their ID if they are not stored, or `operator` or
/// `server`.
fn who(by: Actor, members: &HashMap<StaffId, Personal>) -> String {
    let Some(id) = by.member() else {
        return by.word().to_owned();
    };
    let known = members.get(&id);
    known.map_or_else(|| id.to_string(), |name| name.reveal().to_owned())
}

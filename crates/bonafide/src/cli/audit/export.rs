//! `bonafide audit export`: the audit trail as JSON lines, page by page.

use std::collections::HashMap;

use anyhow::Result;
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::ports::AuditQuery;
use verification::AccountId;

use super::entry::as_value;
use super::filter::Filter;
use crate::cli::common::Common;
use crate::runtime::block_on;

/// How many entries are in memory at a time.
const PAGE: usize = 1_000;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide audit export > trail.jsonl
  bonafide audit export --account acme --from 2026-11-01 --reveal > november.jsonl

An export of the whole trail can be checked without this program: docs/reference/audit.md says what
each `link` is computed over. With --reveal, the trail first records that it was exported.";

/// Flags of `audit export`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    #[command(flatten)]
    filter: Filter,
    /// Include what the entries say in words, which may be personal.
    #[arg(long)]
    reveal: bool,
    #[command(flatten)]
    common: Common,
}

impl Export {
    pub(super) fn run(self) -> Result<()> {
        block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let by = Principal::Operator;
            let mut query = self.filter.query(&app, PAGE).await?;
            if self.reveal {
                app.record_audit_read(by, "export").await?;
            }
            let accounts = app.accounts(by).await?.into_iter();
            let names: HashMap<AccountId, String> =
                accounts.map(|account| (account.id, account.name)).collect();
            loop {
                let page = app.audit_trail(by, query.clone()).await?;
                for audited in &page {
                    let name = audited.entry.account.and_then(|id| names.get(&id));
                    out::line(as_value(audited, name.map(String::as_str), self.reveal));
                }
                let Some(last) = page.last().filter(|_| page.len() == PAGE) else {
                    return Ok(());
                };
                query = AuditQuery {
                    before: Some(last.number),
                    ..query
                };
            }
        })
    }
}

//! `bonafide audit verify`: follows the chain of the audit trail.

use anyhow::{Context, Result, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::Principal;
use proofing::ports::AuditQuery;
use serde_json::json;

use crate::cli::common::Common;
use crate::runtime::block_on;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide audit verify
  bonafide audit verify --head 4711:9f86d081884c7d65…

Keep the printed head somewhere else, with its date. With --head, the command later checks that the
trail still contains that entry, so that nobody can have cut the trail and written a new one. The
exit status is 1 if the trail is broken.";

/// Flags of `audit verify`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Verify {
    /// A head that an earlier check printed, which the trail must still contain.
    #[arg(long, value_name = "NUMBER:LINK", value_parser = head)]
    head: Option<Head>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

/// A head as it is typed.
#[derive(Debug, Clone, Copy)]
struct Head {
    number: u64,
    link: [u8; 32],
}

fn head(text: &str) -> Result<Head, String> {
    let parsed = || {
        let (number, link) = text.split_once(':')?;
        let link = hex::decode(link).ok()?.try_into().ok()?;
        Some(Head {
            number: number.parse().ok()?,
            link,
        })
    };
    parsed()
        .ok_or_else(|| "a number, a colon and 64 hex digits, as the check prints them".to_owned())
}

impl Verify {
    pub(super) fn run(self) -> Result<()> {
        let (chain, is_kept) = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let by = Principal::Operator;
            let chain = app.verify_audit(by).await?;
            let is_kept = match self.head {
                None => true,
                Some(Head { number: 0, link }) => link == [0; 32],
                Some(head) => {
                    let query = AuditQuery {
                        before: Some(head.number.checked_add(1).context("no such number")?),
                        limit: 1,
                        ..AuditQuery::default()
                    };
                    let found = app.audit_trail(by, query).await?;
                    let found = found.first();
                    found.is_some_and(|it| it.number == head.number && it.link == head.link)
                }
            };
            Ok((chain, is_kept))
        })?;
        let link = hex::encode(chain.head);
        if self.json {
            out::line(json!({
                "entries": chain.entries,
                "head": format!("{}:{link}", chain.entries),
                "broken_at": chain.broken_at,
                "contains_head": is_kept,
            }));
        }
        if let Some(number) = chain.broken_at {
            bail!("the audit trail is broken: entry {number} is missing or was changed");
        }
        if !is_kept {
            bail!("the audit trail does not contain the head that was given");
        }
        if !self.json {
            out::line(format!("{} entries, unbroken", chain.entries));
            out::line(format!("head {}:{link}", chain.entries));
        }
        Ok(())
    }
}

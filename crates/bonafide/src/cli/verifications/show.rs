//! `bonafide verifications show`: everything about one verification, with personal data masked
//! unless they are asked for.

use anyhow::Result;
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use proofing::ports::{EvidenceRef, Found};
use proofing::{Principal, Subject};
use verification::account::Account;
use verification::finding::FindingOutcome;
use verification::verdict::{Decider, Outcome, ServiceOutcome, ServiceResult};
use verification::{Service, Tombstone, Verification};

use super::facts::outcome;
use super::json;
use super::mask::Mask;
use crate::cli::common::{Common, find, time};
use crate::runtime::block_on;

/// Examples for the help.
pub(super) const EXAMPLES: &str = "\
Examples:
  bonafide verifications show order-4711
  bonafide verifications show order-4711 --account acme --reveal --json

With --reveal, the journal of the verification first records status event 3930, if its account wants
this server's own status events (`bonafide account set NAME --own-status-codes yes`).";

/// Flags of `verifications show`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Reference of the verification, or its ID such as ver_0190….
    reference: String,
    /// Name of the account, if more than one has this reference.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Show personal data instead of masking them; the journal records it.
    #[arg(long)]
    reveal: bool,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

impl Show {
    pub(super) fn run(self) -> Result<()> {
        let by = Principal::Operator;
        let (account, found, pictures) = block_on(async {
            let app = LocalApp::open_existing(&self.common.settings()?)?.app;
            let (account, found) = find(&app, self.account.as_deref(), &self.reference).await?;
            let pictures = app.evidence(by, Subject::from(&found)).await?;
            let found = match found {
                Found::Live(mut stored) if self.reveal => {
                    stored.value = app.view(by, stored.value.id).await?;
                    Found::Live(stored)
                }
                found => found,
            };
            Ok((account, found, pictures))
        })?;
        let mask = if self.reveal { Mask::Off } else { Mask::On };
        match (&found, self.json) {
            (Found::Live(stored), false) => show(&account, &stored.value, &pictures, mask),
            (Found::Live(stored), true) => {
                out::line(json::verification(&account, &stored.value, &pictures, mask));
            }
            (Found::Forgotten(tombstone), false) => show_tombstone(&account, tombstone),
            (Found::Forgotten(tombstone), true) => out::line(json::tombstone(&account, tombstone)),
        }
        Ok(())
    }
}

fn show(account: &Account, verification: &Verification, pictures: &[EvidenceRef], mask: Mask) {
    let request = &verification.request;
    let services: Vec<_> = request.asked().map(Service::as_str).collect();
    let is_open = verification.completed_at.is_none();
    let decided = verification.stage.decision().map(|decision| &decision.by);
    let decided = decided.map(|by| match by {
        Decider::Automatic => "automatic checks".to_owned(),
        Decider::Reviewer(name) => name.clone(),
        Decider::Staff(by) => match by.approver {
            Some(approver) => format!("{}, confirmed by {approver}", by.maker),
            None => by.maker.to_string(),
        },
    });
    let outcome = outcome(verification);
    let because = outcome.and_then(|outcome| outcome.reason.as_ref());
    let because = because.map(|code| match code.definition() {
        Some(definition) => format!("{}: {}", code.as_str(), definition.description),
        None => code.as_str().to_owned(),
    });
    let from = verification.origin.ip.as_ref().map(|ip| mask.text(ip));
    out::facts([
        ("account", account.name.clone()),
        ("reference", request.reference.as_str().to_owned()),
        ("id", verification.id.to_string()),
        ("transaction", verification.transaction.to_string()),
        ("services", services.join(", ")),
        ("stage", verification.stage.name().as_str().to_owned()),
        ("opened", time(Some(verification.created_at))),
        ("expires", time(verification.expires_at.filter(|_| is_open))),
        ("completed", time(verification.completed_at)),
        (
            "held since",
            time(verification.hold.as_ref().map(|hold| hold.since)),
        ),
        ("decided by", decided.unwrap_or_default()),
        ("reason", because.unwrap_or_default()),
        ("requested from", from.unwrap_or_default().to_owned()),
    ]);
    if let Some(outcome) = outcome {
        show_outcome(outcome, mask);
    }
    if !pictures.is_empty() {
        let rows = pictures.iter().map(|picture| {
            let kind = picture.media.mime().to_owned();
            let size = format!("{} kB", picture.size.div_ceil(1_000));
            [picture.slot.to_string(), kind, size]
        });
        out::table(["picture", "type", "size"], rows);
    }
}

fn show_outcome(outcome: &Outcome, mask: Mask) {
    let services = outcome.services.iter();
    let rows = services.flat_map(|service| fields(service, mask));
    out::table(["service", "field", "result", "value"], rows);
    let findings = outcome.findings.iter().filter_map(|finding| {
        let (word, why) = match &finding.outcome {
            FindingOutcome::Passed => return None,
            FindingOutcome::Failed => ("failed", &finding.detail),
            FindingOutcome::NotMade(why) => ("not made", why),
        };
        let service = finding.service.as_str().to_owned();
        Some([service, finding.check.clone(), word.to_owned(), why.clone()])
    });
    let findings: Vec<_> = findings.collect();
    if !findings.is_empty() {
        out::table(["service", "check", "outcome", "why"], findings);
    }
}

/// Returns a row for each field of a service: first what was checked, then what else was read.
fn fields(service: &ServiceOutcome, mask: Mask) -> Vec<[String; 4]> {
    let row = |field: &str, result: &str, value: String| {
        let name = service.service.as_str().to_owned();
        [name, field.to_owned(), result.to_owned(), value]
    };
    let results = match &service.result {
        ServiceResult::Whole(result) => return vec![row("", word(*result), String::new())],
        ServiceResult::Fields(results) => results,
    };
    let checked = results.iter().map(|(key, result)| {
        let read = service.data.iter().find(|(name, _)| name == key);
        let value = read.map_or_else(String::new, |(_, value)| mask.line(value));
        row(key, word(*result), value)
    });
    let is_checked = |key: &str| results.iter().any(|(name, _)| name == key);
    let read = service.data.iter().filter(|(key, _)| !is_checked(key));
    let read = read.map(|(key, value)| row(key, "", mask.line(value)));
    let more = service.additional.iter().flatten();
    let more = more.map(|(key, value)| row(key, "", mask.text(value).to_owned()));
    checked.chain(read).chain(more).collect()
}

/// Returns the word for a result.
const fn word(result: Option<bool>) -> &'static str {
    match result {
        Some(true) => "confirmed",
        Some(false) => "refuted",
        None => "not checked",
    }
}

fn show_tombstone(account: &Account, tombstone: &Tombstone) {
    out::facts([
        ("account", account.name.clone()),
        ("reference", tombstone.reference.as_str().to_owned()),
        ("id", tombstone.id.to_string()),
        ("transaction", tombstone.transaction.to_string()),
        ("stage", "deleted".to_owned()),
        ("opened", time(Some(tombstone.created_at))),
        ("deleted", time(Some(tombstone.deleted_at))),
    ]);
}

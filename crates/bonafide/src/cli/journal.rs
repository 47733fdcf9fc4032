//! `bonafide journal`: prints the status events of a verification. Works while the server runs.

use anyhow::Result;
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Args;
use jiff::Timestamp;
use proofing::{Principal, Subject};
use serde_json::json;
use verification::journal::Entry;
use verification::status::{Profile, message};

use super::common::{Common, find};
use crate::runtime::block_on;

/// Flags of `journal`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bonafide journal order-4711
  bonafide journal order-4711 --account acme --json | jq .event

Times are in UTC. docs/reference/capture-protocol.md explains the codes.")]
pub(super) struct Journal {
    /// Reference of the verification, or its ID such as ver_0190….
    reference: String,
    /// Name of the account, if more than one has this reference.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Print one JSON object per line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

impl Journal {
    /// Prints the journal. A verification that was deleted keeps only times and codes.
    pub(super) fn run(self) -> Result<()> {
        let mut entries = block_on(async {
            let office = LocalApp::open_existing(&self.common.settings()?)?;
            let (_, found) = find(&office.app, self.account.as_deref(), &self.reference).await?;
            let subject = Subject::from(&found);
            Ok(office
                .app
                .journal_after(Principal::Operator, subject, 0)
                .await?)
        })?;
        entries.reverse();
        if self.json {
            for entry in &entries {
                out::line(event(entry));
            }
            return Ok(());
        }
        out::table(
            ["at", "code", "event"],
            entries
                .iter()
                .map(|entry| [time(entry.sequence), entry.code.to_string(), words(entry)]),
        );
        Ok(())
    }
}

/// The message of an event: the page and what happened on it.
fn words(entry: &Entry) -> String {
    message(entry.code, None, Profile::Table, entry.detail.as_deref())
}

/// An event as JSON, with the capture protocol's names.
fn event(entry: &Entry) -> serde_json::Value {
    let browser = entry.browser.as_ref();
    json!({
        "event": entry.code.number(),
        "sequence": time(entry.sequence),
        "timestamp": time(entry.received_at),
        "message": words(entry),
        "url": browser.map_or("N/A", |browser| browser.url.as_str()),
        "user_agent": browser.map_or("N/A", |browser| browser.user_agent.as_str()),
    })
}

/// Formats a time as the capture protocol does, always with six digits of the second.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S%.6f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use verification::status::StatusCode;

    #[test]
    fn events_read_as_in_the_capture_protocol() {
        let at: Timestamp = "2024-06-21T16:52:12.309Z".parse().unwrap();
        let entry = Entry {
            number: 1,
            sequence: at,
            received_at: "2024-06-21T16:52:13Z".parse().unwrap(),
            code: StatusCode(1100),
            detail: None,
            browser: None,
        };
        let event = event(&entry);
        assert_eq!(event["event"], 1100);
        assert_eq!(event["sequence"], "2024-06-21 16:52:12.309000+00:00");
        assert_eq!(event["timestamp"], "2024-06-21 16:52:13.000000+00:00");
        assert_eq!(event["url"], "N/A");
        let said = event["message"].as_str().unwrap();
        assert!(said.starts_with("Landing - "), "{said}");
    }
}

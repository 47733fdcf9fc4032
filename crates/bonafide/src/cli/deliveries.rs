//! `bonafide deliveries`: lists, shows and resends callbacks. Works while the server runs.

use anyhow::{Result, bail};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::Subcommand;
use proofing::Principal;
use proofing::ports::DeliveryFilter;
use serde_json::{Value, json};
use verification::NotificationId;
use verification::notification::{Attempt, Delivery, DeliveryState, NotificationKind};
use verification::request::Reference;

use super::common::{Common, time};
use super::values;
use crate::runtime::block_on;

/// Subcommands of `deliveries`.
#[derive(Debug, Subcommand)]
pub(super) enum Deliveries {
    /// List deliveries, newest first.
    #[command(after_help = "\
Examples:
  bonafide deliveries list --state failed
  bonafide deliveries list --reference order-4711 --json

Times are in UTC.")]
    List {
        /// Only list deliveries for the verification with this reference.
        #[arg(long)]
        reference: Option<String>,
        /// Only list deliveries in this state: waiting, ready, delivered, failed or forgotten.
        #[arg(long)]
        state: Option<String>,
        /// Maximum number of deliveries to list.
        #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = values::number::<u32>(1, u32::MAX), allow_negative_numbers = true)]
        limit: u32,
        /// Print one JSON object per line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Show a delivery and its attempts.
    #[command(after_help = "\
Example:
  bonafide deliveries show msg_0190a1b2000070008000000000000000")]
    Show {
        /// Delivery ID, as in the `webhook-id` header.
        id: NotificationId,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Send a finished delivery again, under the same ID.
    #[command(after_help = "\
Example, for everything that failed:
  bonafide deliveries list --state failed --json | jq -r .id | xargs -n 1 bonafide deliveries resend")]
    Resend {
        /// Delivery ID.
        id: NotificationId,
        #[command(flatten)]
        common: Common,
    },
}

impl Deliveries {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::List {
                reference,
                state,
                limit,
                json,
                common,
            } => {
                let filter = DeliveryFilter {
                    account: None,
                    reference: reference_of(reference)?,
                    state: state_of(state)?,
                    limit: usize::try_from(limit)?,
                };
                let found = block_on(async {
                    Ok(LocalApp::open_existing(&common.settings()?)?
                        .app
                        .deliveries(Principal::Operator, filter)
                        .await?)
                })?;
                list(&found, json);
                Ok(())
            }
            Self::Show { id, json, common } => {
                let found = block_on(async {
                    Ok(LocalApp::open_existing(&common.settings()?)?
                        .app
                        .delivery(Principal::Operator, id)
                        .await?)
                })?;
                let Some((delivery, attempts)) = found else {
                    bail!("no delivery has the ID {id}")
                };
                show(&delivery, &attempts, json);
                Ok(())
            }
            Self::Resend { id, common } => {
                let done = block_on(async {
                    let office = LocalApp::open_existing(&common.settings()?)?;
                    Ok(office.app.resend(Principal::Operator, id).await?)
                })?;
                if !done {
                    bail!(
                        "cannot resend {id}: it does not exist, is still being delivered, or its content was deleted"
                    );
                }
                out::line(format!("{id} will be sent again"));
                Ok(())
            }
        }
    }
}

fn reference_of(text: Option<String>) -> Result<Option<Reference>> {
    Ok(match text {
        Some(text) => Some(Reference::parse(&text).map_err(|_| {
            anyhow::anyhow!("--reference: {text:?} is not a reference; one has 6 to 250 characters")
        })?),
        None => None,
    })
}

fn state_of(text: Option<String>) -> Result<Option<DeliveryState>> {
    let Some(text) = text else { return Ok(None) };
    match DeliveryState::from_name(&text) {
        Some(state) => Ok(Some(state)),
        None => bail!(
            "--state: {text:?} is not a state; use waiting, ready, delivered, failed or forgotten"
        ),
    }
}

fn told(told: NotificationKind) -> &'static str {
    match told {
        NotificationKind::Event(event) => event.name(),
        NotificationKind::Journal => "status events",
        NotificationKind::Results => "results",
    }
}

fn list(found: &[Delivery], as_json: bool) {
    if as_json {
        for delivery in found {
            out::line(as_value(delivery));
        }
        return;
    }
    let rows = found.iter().map(|delivery| {
        [
            delivery.id.to_string(),
            told(delivery.told).to_owned(),
            delivery.state.as_str().to_owned(),
            delivery.attempts.to_string(),
            time(Some(delivery.created_at)),
            time(delivery.next_attempt_at),
            delivery.destination.to_string(),
        ]
    });
    out::table_or(
        "no delivery matches",
        [
            "id",
            "event",
            "state",
            "attempts",
            "since",
            "next attempt",
            "to",
        ],
        rows,
    );
}

fn show(delivery: &Delivery, attempts: &[Attempt], as_json: bool) {
    if as_json {
        let mut value = as_value(delivery);
        if let Value::Object(object) = &mut value {
            object.insert(
                "log".to_owned(),
                attempts.iter().map(attempt_value).collect(),
            );
        }
        out::line(value);
        return;
    }
    list(std::slice::from_ref(delivery), false);
    let rows = attempts.iter().map(|attempt| {
        [
            time(Some(attempt.at)),
            format!("{} ms", attempt.took.as_millis()),
            attempt
                .status
                .map_or_else(String::new, |status| status.to_string()),
            attempt.error.clone().unwrap_or_default(),
            attempt.answer.clone().unwrap_or_default(),
        ]
    });
    out::table_or(
        "it was not tried yet",
        ["attempt at", "took", "status", "error", "answer"],
        rows,
    );
}

fn as_value(delivery: &Delivery) -> Value {
    json!({
        "id": delivery.id.to_string(),
        "verification": delivery.verification.to_string(),
        "number": delivery.number,
        "event": told(delivery.told),
        "state": delivery.state.as_str(),
        "attempts": delivery.attempts,
        "destination": delivery.destination.as_str(),
        "created_at": delivery.created_at.to_string(),
        "next_attempt_at": delivery.next_attempt_at.map(|at| at.to_string()),
        "ended_at": delivery.ended_at.map(|at| at.to_string()),
    })
}

fn attempt_value(attempt: &Attempt) -> Value {
    json!({
        "id": attempt.id.to_string(),
        "at": attempt.at.to_string(),
        "took_ms": u64::try_from(attempt.took.as_millis()).unwrap_or(u64::MAX),
        "status": attempt.status,
        "error": attempt.error,
        "answer": attempt.answer,
    })
}

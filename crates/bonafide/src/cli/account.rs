//! `bonafide account`: create, list and rotate. Works while the server runs.

use std::time::Duration;

use anyhow::{Context, Result};
use clap::Subcommand;
use proofing::acts::accounts::NewAccount;
use serde_json::json;
use verification::account::{Account as Stored, Environment, Settings, SignatureScheme};
use verification::rules::Retention;
use wire::verify::signature;

use super::{Common, block_on};
use crate::out;
use crate::wiring::Office;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// Create an account and print its keys. The secret key is not shown again.
    Create {
        /// Its name, unique on this server.
        name: String,
        /// A trial account: for specimens.
        #[arg(long)]
        trial: bool,
        /// Sign as for accounts from before March 2023.
        #[arg(long)]
        old_signature: bool,
        /// Domains that callbacks may go to, with their subdomains. None given: any.
        #[arg(long, value_name = "DOMAIN")]
        callback_domain: Vec<String>,
        /// Forget completed verifications after this many days.
        #[arg(long, value_name = "DAYS")]
        retention_days: Option<u32>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// List the accounts.
    List {
        /// Print one JSON object a line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Give an account a fresh secret key and print it.
    Rotate {
        /// Its name.
        name: String,
        /// For how many hours the old key works on, and signs along.
        #[arg(long, value_name = "HOURS", default_value_t = 0)]
        overlap: u32,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
}

impl Account {
    pub(super) fn run(self) -> Result<()> {
        match self {
            Self::Create {
                name,
                trial,
                old_signature,
                callback_domain,
                retention_days,
                json,
                common,
            } => {
                let new = NewAccount {
                    name,
                    environment: if trial {
                        Environment::Trial
                    } else {
                        Environment::Production
                    },
                    settings: Settings {
                        signature: if old_signature {
                            SignatureScheme::Old
                        } else {
                            SignatureScheme::New
                        },
                        callback_domains: callback_domain.into_iter().collect(),
                        retention: retention_days.map_or(Retention::UntilDeleted, Retention::Days),
                        ..Settings::default()
                    },
                };
                let account = block_on(async {
                    Ok(Office::open(&common.settings()?)?
                        .desk
                        .create_account(new)
                        .await?)
                })?;
                show_keys(&account, json);
            }
            Self::List { json, common } => list(&common, json)?,
            Self::Rotate {
                name,
                overlap,
                json,
                common,
            } => {
                let overlap = Duration::from_secs(u64::from(overlap) * 3600);
                let rotated = async {
                    Ok(Office::open_existing(&common.settings()?)?
                        .desk
                        .rotate_key(&name, overlap)
                        .await?)
                };
                show_keys(
                    &block_on(rotated).with_context(|| format!("account {name}"))?,
                    json,
                );
            }
        }
        Ok(())
    }
}

fn show_keys(account: &Stored, as_json: bool) {
    let webhook_secret = signature::webhook_secret(&account.secret);
    if as_json {
        out::line(json!({
            "id": account.id.to_string(),
            "name": account.name,
            "client_id": account.client_id,
            "secret_key": account.secret.reveal(),
            "webhook_secret": webhook_secret,
        }));
        return;
    }
    out::line(format!("account         {} ({})", account.name, account.id));
    out::line(format!("client id       {}", account.client_id));
    out::line(format!("secret key      {}", account.secret.reveal()));
    out::line(format!("webhook secret  {webhook_secret}"));
    out::line("Keep the secret key: it is not shown again.");
}

fn list(common: &Common, as_json: bool) -> Result<()> {
    let accounts = block_on(async {
        Ok(Office::open_existing(&common.settings()?)?
            .desk
            .accounts()
            .await?)
    })?;
    if as_json {
        for account in accounts {
            out::line(json!({
                "id": account.id.to_string(),
                "name": account.name,
                "client_id": account.client_id,
                "environment": account.environment,
                "created_at": account.created_at.to_string(),
            }));
        }
        return Ok(());
    }
    let rows = accounts.into_iter().map(|account| {
        let environment = match account.environment {
            Environment::Production => "production",
            Environment::Trial => "trial",
        };
        [
            account.name,
            account.client_id,
            environment.to_owned(),
            account.created_at.to_string(),
        ]
    });
    out::table(["name", "client id", "environment", "created"], rows);
    Ok(())
}

//! `bonafide account`: create, list, set and rotate. Works while the server runs.

use std::ops::RangeInclusive;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, Subcommand, value_parser};
use proofing::acts::accounts::NewAccount;
use serde_json::{Value, json};
use verification::account::{Account as Stored, Environment, Settings, SignatureScheme};
use verification::rules::Retention;
use wire::verify::signature;

use super::{Common, block_on, values};
use crate::out;
use crate::wiring::Office;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// Create an account and print its keys. The secret key is not shown again.
    Create {
        /// Its name, unique on this server.
        #[arg(value_parser = values::account_name)]
        name: String,
        /// A trial account: for specimens.
        #[arg(long)]
        trial: bool,
        /// Sign as for accounts from before March 2023.
        #[arg(long)]
        old_signature: bool,
        /// A host name that callbacks may go to, with its subdomains; may be given again. None: any.
        #[arg(long, value_name = "DOMAIN", value_parser = values::host_name)]
        callback_domain: Vec<String>,
        /// Forget completed verifications after this many days.
        #[arg(long, value_name = "DAYS", value_parser = value_parser!(u32).range(DAYS))]
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
    /// Change the settings of an account and print them.
    Set {
        /// Its name.
        name: String,
        #[command(flatten)]
        changes: Changes,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Give an account a fresh secret key and print it. Its settings stay.
    Rotate {
        /// Its name.
        name: String,
        /// For how many hours the old key works on, and signs along.
        #[arg(long, value_name = "HOURS", default_value_t = 0)]
        overlap: u32,
        /// Leave the signature of accounts from before March 2023 behind.
        #[arg(long)]
        new_signature: bool,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
}

/// How long verifications may be kept, in days.
const DAYS: RangeInclusive<i64> = 1..=36_500;

/// What to change of an account: one thing at least.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(super) struct Changes {
    /// Forget verifications that are completed from now on after this many days.
    #[arg(long, value_name = "DAYS", value_parser = value_parser!(u32).range(DAYS), conflicts_with = "keep")]
    retention_days: Option<u32>,
    /// Keep verifications that are completed from now on until someone deletes them.
    #[arg(long)]
    keep: bool,
    /// A host name that callbacks may go to, with its subdomains, in place of those set before; may be
    /// given again.
    #[arg(long, value_name = "DOMAIN", value_parser = values::host_name, conflicts_with = "any_callback_domain")]
    callback_domain: Vec<String>,
    /// Let callbacks go to any domain.
    #[arg(long)]
    any_callback_domain: bool,
    /// Sign as for accounts from before March 2023.
    #[arg(long, conflicts_with = "new_signature")]
    old_signature: bool,
    /// Sign as for accounts since March 2023.
    #[arg(long)]
    new_signature: bool,
}

impl Changes {
    fn apply(self, settings: &mut Settings) {
        if let Some(days) = self.retention_days {
            settings.retention = Retention::Days(days);
        } else if self.keep {
            settings.retention = Retention::UntilDeleted;
        }
        if self.any_callback_domain || !self.callback_domain.is_empty() {
            settings.callback_domains = self.callback_domain.into_iter().collect();
        }
        if self.old_signature {
            settings.signature = SignatureScheme::Old;
        } else if self.new_signature {
            settings.signature = SignatureScheme::New;
        }
    }
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
            Self::Set {
                name,
                changes,
                json,
                common,
            } => {
                let set = async {
                    Ok(Office::open_existing(&common.settings()?)?
                        .desk
                        .set_account(&name, |settings| changes.apply(settings))
                        .await?)
                };
                let account = block_on(set).with_context(|| format!("account {name}"))?;
                show_accounts(vec![account], json);
            }
            Self::Rotate {
                name,
                overlap,
                new_signature,
                json,
                common,
            } => {
                let overlap = Duration::from_secs(u64::from(overlap) * 3600);
                let rotated = async {
                    let desk = Office::open_existing(&common.settings()?)?.desk;
                    if new_signature {
                        let new =
                            |settings: &mut Settings| settings.signature = SignatureScheme::New;
                        desk.set_account(&name, new).await?;
                    }
                    // Last, because its key is shown only here.
                    Ok(desk.rotate_key(&name, overlap).await?)
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
    show_accounts(accounts, as_json);
    Ok(())
}

fn show_accounts(accounts: Vec<Stored>, as_json: bool) {
    if as_json {
        for account in &accounts {
            out::line(as_value(account));
        }
        return;
    }
    let rows = accounts.into_iter().map(|account| {
        let environment = match account.environment {
            Environment::Production => "production",
            Environment::Trial => "trial",
        };
        let signature = match account.settings.signature {
            SignatureScheme::New => "new",
            SignatureScheme::Old => "old",
        };
        let domains = Vec::from_iter(account.settings.callback_domains).join(" ");
        [
            account.name,
            account.client_id,
            environment.to_owned(),
            signature.to_owned(),
            if domains.is_empty() {
                "any".to_owned()
            } else {
                domains
            },
            match account.settings.retention {
                Retention::UntilDeleted => "until deleted".to_owned(),
                Retention::Days(days) => format!("{days} days"),
            },
            account.created_at.to_string(),
        ]
    });
    let header = [
        "name",
        "client id",
        "environment",
        "signature",
        "callbacks to",
        "kept",
        "created",
    ];
    out::table(header, rows);
}

fn as_value(account: &Stored) -> Value {
    json!({
        "id": account.id.to_string(),
        "name": account.name,
        "client_id": account.client_id,
        "environment": account.environment,
        "signature": account.settings.signature,
        "callback_domains": account.settings.callback_domains,
        "retention_days": match account.settings.retention {
            Retention::UntilDeleted => None,
            Retention::Days(days) => Some(days),
        },
        "created_at": account.created_at.to_string(),
    })
}

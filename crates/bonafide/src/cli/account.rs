//! `bonafide account`: create, list, set and rotate. Works while the server runs.

use std::time::Duration;

use anyhow::{Context, Result};
use bonafide::out;
use bonafide::wiring::Office;
use clap::{Subcommand, value_parser};
use proofing::Principal;
use proofing::acts::accounts::NewAccount;
use serde_json::{Value, json};
use verification::account::{Account as Stored, Environment, SecretKey, Settings, SignatureScheme};
use verification::rules::Retention;
use wire::verify::signature;

use super::changes::{Changes, DAYS};
use super::common::Common;
use super::values;
use crate::runtime::block_on;

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
        changes: Box<Changes>,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Set the keys of the capture protocol apart from the account's own, and print them.
    CaptureKey {
        /// Its name.
        name: String,
        /// What clients say in the header `customer-id`.
        #[arg(long, value_name = "ID", value_parser = values::customer_id, required_unless_present = "same")]
        customer_id: Option<String>,
        /// Read the API key from standard input, for clients that have one. Else a fresh one is made.
        #[arg(long, requires = "customer_id")]
        api_key_stdin: bool,
        /// Use the account's client id and secret key again.
        #[arg(long, conflicts_with = "customer_id")]
        same: bool,
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
                        .create_account(Principal::Operator, new)
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
                let changes = changes.read()?;
                let set = async {
                    Ok(Office::open_existing(&common.settings()?)?
                        .desk
                        .set_account(Principal::Operator, &name, |settings| {
                            changes.apply(settings);
                        })
                        .await?)
                };
                let account = block_on(set).with_context(|| format!("account {name}"))?;
                show_accounts(vec![account], json);
            }
            Self::CaptureKey {
                name,
                customer_id,
                api_key_stdin,
                same: _,
                json,
                common,
            } => {
                let api_key = if api_key_stdin {
                    let typed = std::io::read_to_string(std::io::stdin())
                        .context("cannot read the API key")?;
                    Some(SecretKey::new(typed.trim()).context("the API key")?)
                } else {
                    None
                };
                let set = async {
                    let desk = Office::open_existing(&common.settings()?)?.desk;
                    Ok(desk
                        .set_capture_key(Principal::Operator, &name, customer_id, api_key)
                        .await?)
                };
                let account = block_on(set).with_context(|| format!("account {name}"))?;
                show_capture_key(&account, json);
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
                        desk.set_account(Principal::Operator, &name, new).await?;
                    }
                    // Last, because its key is shown only here.
                    Ok(desk.rotate_key(Principal::Operator, &name, overlap).await?)
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

fn show_capture_key(account: &Stored, as_json: bool) {
    let (customer, key) = (account.customer_id(), account.api_key().reveal());
    if as_json {
        out::line(json!({"name": account.name, "customer_id": customer, "api_key": key}));
        return;
    }
    out::line(format!("customer id  {customer}"));
    out::line(format!("API key      {key}"));
}

fn list(common: &Common, as_json: bool) -> Result<()> {
    let accounts = block_on(async {
        Ok(Office::open_existing(&common.settings()?)?
            .desk
            .accounts(Principal::Operator)
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
        "capture": capture(account),
        "created_at": account.created_at.to_string(),
    })
}

/// The settings of the capture protocol and the hosted pages. Of the skin only whose name it bears.
fn capture(account: &Stored) -> Value {
    let settings = &account.settings;
    json!({
        "customer_id": account.customer_id(),
        "signals": settings.signals,
        "postbacks": settings.postback_encoding,
        "bound_signatures": settings.binds_signatures,
        "messages": settings.messages,
        "own_status_codes": settings.own_status_codes,
        "link_token": if settings.token_is_transaction_id { "transaction_id" } else { "random" },
        "landing": !settings.skip_landing,
        "privacy_policy_url": settings.privacy_policy_url,
        "biometric_policy_url": settings.biometric_policy_url,
        "frame_ancestors": settings.frame_ancestors,
        "skin": settings.skin.name,
    })
}

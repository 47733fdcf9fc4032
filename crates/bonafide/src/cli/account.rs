//! `bonafide account`: create, list, set and rotate. Works while the server runs.

mod present;

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use bonafide::wiring::LocalApp;
use clap::Subcommand;
use clap::error::ErrorKind;
use proofing::acts::accounts::NewAccount;
use proofing::{Error, Principal};
use verification::account::{AccountSettings, Environment, SecretKey, SignatureScheme};
use verification::rules::Retention;

use self::present::{show_accounts, show_capture_key, show_keys};
use super::changes::{Changes, MOST_DAYS};
use super::common::{Common, no_account};
use super::values;
use crate::runtime::block_on;

/// The longest overlap of two keys in hours: ten years.
const OVERLAP: u32 = 87_600;

/// Subcommands of `account`.
#[derive(Debug, Subcommand)]
pub(super) enum Account {
    /// Create an account and print its keys; the secret key is shown only once.
    #[command(after_help = "\
Examples:
  bonafide account create acme --data /srv/id
  bonafide account create try-out --trial --callback-domain hooks.example.com --retention-days 30

The first account also creates the data folder.")]
    Create {
        /// Account name, unique on this server.
        #[arg(value_parser = values::account_name)]
        name: String,
        /// Create a trial account, meant for specimen documents.
        #[arg(long)]
        trial: bool,
        /// Sign callbacks as for accounts created before March 2023.
        #[arg(long)]
        old_signature: bool,
        /// Allow callbacks only to this host and its subdomains; may be repeated. Without it, any
        /// host is allowed.
        #[arg(long, value_name = "DOMAIN", value_parser = values::host_name)]
        callback_domain: Vec<String>,
        /// Delete the data of completed verifications after this many days.
        #[arg(long, value_name = "DAYS", value_parser = values::number::<u32>(1, MOST_DAYS), allow_negative_numbers = true)]
        retention_days: Option<u32>,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// List all accounts.
    #[command(after_help = "\
Examples:
  bonafide account list
  bonafide account list --json | jq -r .name")]
    List {
        /// Print one JSON object per line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Change the settings of an account and print them.
    #[command(after_help = "\
Examples:
  bonafide account set acme --retention-days 90 --callback-domain hooks.example.com
  bonafide account set acme --own-status-codes yes --frame-ancestor https://shop.example.com
  bonafide account set acme --skin branding.toml

Changes take effect with the next request, without a restart.")]
    Set {
        /// Account name.
        name: String,
        #[command(flatten)]
        changes: Option<Changes>,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Give an account separate keys for the capture protocol and print them.
    #[command(after_help = "\
Examples:
  bonafide account capture-key acme --customer-id acme-1
  bonafide account capture-key acme --customer-id acme-1 --api-key-stdin < old-key.txt
  bonafide account capture-key acme --same")]
    CaptureKey {
        /// Account name.
        name: String,
        /// Customer ID that clients send in the `customer-id` header.
        #[arg(long, value_name = "ID", value_parser = values::customer_id, required_unless_present = "same")]
        customer_id: Option<String>,
        /// Read the API key from standard input, for clients that already have one, instead of
        /// generating it.
        #[arg(long, requires = "customer_id")]
        api_key_stdin: bool,
        /// Go back to the account's own client ID and secret key.
        #[arg(long, conflicts_with = "customer_id")]
        same: bool,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        common: Common,
    },
    /// Generate a new secret key for an account and print it.
    #[command(after_help = "\
Examples:
  bonafide account rotate acme                  The old key stops working at once
  bonafide account rotate acme --overlap 48     The old key works for two more days")]
    Rotate {
        /// Account name.
        name: String,
        /// Hours during which the old key still works and also signs callbacks.
        #[arg(long, value_name = "HOURS", default_value_t = 0, value_parser = values::number::<u32>(0, OVERLAP), allow_negative_numbers = true)]
        overlap: u32,
        /// Also switch to the signature of accounts created since March 2023.
        #[arg(long)]
        new_signature: bool,
        /// Print a JSON object.
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
                    settings: AccountSettings {
                        signature: if old_signature {
                            SignatureScheme::Old
                        } else {
                            SignatureScheme::New
                        },
                        callback_domains: callback_domain.into_iter().collect(),
                        retention: retention_days.map_or(Retention::UntilDeleted, Retention::Days),
                        ..AccountSettings::default()
                    },
                };
                let account = block_on(async {
                    let name = new.name.clone();
                    let app = LocalApp::open(&common.settings()?)?.app;
                    let created = app.create_account(Principal::Operator, new).await;
                    created.map_err(|error| match error {
                        Error::Invalid { key: "name", .. } => {
                            anyhow!("an account named {name:?} already exists")
                        }
                        error => error.into(),
                    })
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
                let Some(changes) = changes else {
                    let said = "nothing to change: give at least one option\n\n\
                                For more information, try 'bonafide account set --help'.\n";
                    clap::Error::raw(ErrorKind::MissingRequiredArgument, said).exit()
                };
                let changes = changes.read()?;
                let account = block_on(async {
                    let app = LocalApp::open_existing(&common.settings()?)?.app;
                    let set = app.set_account(Principal::Operator, &name, |settings| {
                        changes.apply(settings);
                    });
                    set.await.map_err(|error| about(&name, error))
                })?;
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
                        .context("cannot read the API key from standard input")?;
                    Some(SecretKey::new(typed.trim()).context("the API key is too short")?)
                } else {
                    None
                };
                let account = block_on(async {
                    let app = LocalApp::open_existing(&common.settings()?)?.app;
                    let set = app.set_capture_key(Principal::Operator, &name, customer_id, api_key);
                    set.await.map_err(|error| about(&name, error))
                })?;
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
                let rotated = block_on(async {
                    let app = LocalApp::open_existing(&common.settings()?)?.app;
                    if new_signature {
                        let new = |settings: &mut AccountSettings| {
                            settings.signature = SignatureScheme::New;
                        };
                        let set = app.set_account(Principal::Operator, &name, new).await;
                        set.map_err(|error| about(&name, error))?;
                    }
                    // Last, because its key is shown only here.
                    let rotated = app.rotate_key(Principal::Operator, &name, overlap).await;
                    rotated.map_err(|error| about(&name, error))
                })?;
                show_keys(&rotated, json);
            }
        }
        Ok(())
    }
}

/// Explains why an act on the account of this name failed.
fn about(name: &str, error: Error) -> anyhow::Error {
    match error {
        Error::Invalid { key: "name", .. } => no_account(name),
        error => error.into(),
    }
}

fn list(common: &Common, as_json: bool) -> Result<()> {
    let accounts = block_on(async {
        Ok(LocalApp::open_existing(&common.settings()?)?
            .app
            .accounts(Principal::Operator)
            .await?)
    })?;
    show_accounts(accounts, as_json);
    Ok(())
}

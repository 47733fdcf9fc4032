//! `bonafide account`: create, list, set and rotate. Works while the server runs.

use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use bonafide::out;
use bonafide::wiring::LocalApp;
use clap::error::ErrorKind;
use clap::{Subcommand, value_parser};
use proofing::acts::accounts::NewAccount;
use proofing::{Error, Principal};
use serde_json::{Value, json};
use verification::account::{
    Account as Stored, AccountSettings, Environment, PostbackEncoding, SecretKey, SignatureScheme,
    Site,
};
use verification::request::HttpUrl;
use verification::rules::Retention;
use verification::status::Profile;
use wire::verify::signature;

use super::changes::{Changes, DAYS};
use super::common::{Common, no_account};
use super::values;
use crate::runtime::block_on;

/// The longest overlap of two keys in hours: ten years.
const OVERLAP: i64 = 87_600;

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
        #[arg(long, value_name = "DAYS", value_parser = value_parser!(u32).range(DAYS))]
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
        #[arg(long, value_name = "HOURS", default_value_t = 0, value_parser = value_parser!(u32).range(0..=OVERLAP))]
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
    out::line("Save the secret key now: it is not shown again.");
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
        Ok(LocalApp::open_existing(&common.settings()?)?
            .app
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
        let domains = Vec::from_iter(account.settings.callback_domains).join(" ");
        [
            account.name,
            account.client_id,
            environment(account.environment).to_owned(),
            scheme(account.settings.signature).to_owned(),
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
    let nothing = "there is no account yet; create one with `bonafide account create NAME`";
    out::table_or(nothing, header, rows);
}

fn as_value(account: &Stored) -> Value {
    json!({
        "id": account.id.to_string(),
        "name": account.name,
        "client_id": account.client_id,
        "environment": environment(account.environment),
        "signature": scheme(account.settings.signature),
        "callback_domains": account.settings.callback_domains,
        "retention_days": match account.settings.retention {
            Retention::UntilDeleted => None,
            Retention::Days(days) => Some(days),
        },
        "capture": capture(account),
        "created_at": account.created_at.to_string(),
    })
}

const fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "production",
        Environment::Trial => "trial",
    }
}

const fn scheme(scheme: SignatureScheme) -> &'static str {
    match scheme {
        SignatureScheme::New => "new",
        SignatureScheme::Old => "old",
    }
}

const fn postbacks(encoding: PostbackEncoding) -> &'static str {
    match encoding {
        PostbackEncoding::AsStarted => "as_started",
        PostbackEncoding::Json => "json",
        PostbackEncoding::Base64 => "base64",
    }
}

const fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::Table => "table",
        Profile::V3_5_8 => "3.5.8",
    }
}

/// The settings of the capture protocol and the hosted pages. Of the skin, only its name is shown.
fn capture(account: &Stored) -> Value {
    let settings = &account.settings;
    let signals = settings.signals.as_ref();
    let signals = signals.map(|signals| signals.iter().map(|signal| signal.word()));
    json!({
        "customer_id": account.customer_id(),
        "signals": signals.map(Iterator::collect::<Vec<_>>),
        "postbacks": postbacks(settings.postback_encoding),
        "bound_signatures": settings.binds_signatures,
        "messages": profile(settings.messages),
        "own_status_codes": settings.own_status_codes,
        "link_token": if settings.token_is_transaction_id { "transaction_id" } else { "random" },
        "landing": !settings.skip_landing,
        "privacy_policy_url": settings.privacy_policy_url.as_ref().map(HttpUrl::as_str),
        "biometric_policy_url": settings.biometric_policy_url.as_ref().map(HttpUrl::as_str),
        "frame_ancestors": settings.frame_ancestors.iter().map(Site::as_str).collect::<Vec<_>>(),
        "skin": settings.skin.name,
    })
}

//! What commands share: the flags of a data folder, and verifications by their references.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use bonafide::config::{Layers, Origin, Settings};
use bonafide::files;
use clap::{Args, ValueHint};
use jiff::Timestamp;
use proofing::ports::Found;
use proofing::{App, Error, Principal};
use toml::Value;
use verification::account::Account;
use verification::request::Reference;

/// The largest configuration in bytes.
const CONFIGURATION: u64 = 1_000_000;

/// Flags that every command with a data folder takes.
#[derive(Debug, Clone, Args, Default)]
pub(crate) struct Common {
    /// Configuration file; `bonafide config default` prints a commented template.
    #[arg(long, value_name = "FILE", env = "BONAFIDE_CONFIG", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Folder that holds the database, the keys and the encrypted pictures.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    data: Option<PathBuf>,
}

impl Common {
    /// Collects the layers: the default file, the operator's file, the environment and the flags.
    pub(crate) fn layers(&self) -> Result<Layers> {
        let mut layers = Layers::default();
        if let Some(file) = &self.config {
            let text = files::read_text(file, CONFIGURATION)
                .with_context(|| format!("cannot read {}", file.display()))?;
            layers.add_text(&text, Origin::File(file.display().to_string()))?;
        }
        layers.add_environment(std::env::vars_os())?;
        if let Some(data) = &self.data {
            let data = data
                .to_str()
                .context("--data: the path is not valid UTF-8")?;
            layers.set(
                "storage.data",
                Value::String(data.to_owned()),
                Origin::Flag("--data"),
            )?;
        }
        Ok(layers)
    }

    /// Parses the layers into settings.
    pub(crate) fn settings(&self) -> Result<Settings> {
        Settings::from_layers(&self.layers()?)
    }
}

/// Finds the verification that has this reference in an account, or its tombstone. Without an
/// account, it is found if only one account has it; an ID such as `ver_…` is found as well.
pub(super) async fn find(
    app: &App,
    account: Option<&str>,
    reference: &str,
) -> Result<(Account, Found)> {
    let accounts = match account {
        Some(name) => vec![account_named(app, name).await?],
        None => app.accounts(Principal::Operator).await?,
    };
    let mut found = named(app, &accounts, reference).await?;
    if found.is_empty() {
        found.extend(by_id(app, accounts, reference).await?);
    }
    if found.len() > 1 {
        let names: Vec<_> = found.iter().map(|(of, _)| of.name.as_str()).collect();
        bail!(
            "{} accounts have a verification {reference:?}: {}; say which with --account",
            names.len(),
            names.join(", ")
        );
    }
    found.pop().ok_or_else(|| match account {
        Some(name) => anyhow!("no verification {reference:?} in account {name}"),
        None => anyhow!(
            "no verification {reference:?}; `bonafide verifications list` prints what there is"
        ),
    })
}

/// Returns what these accounts have under a reference.
async fn named(app: &App, of: &[Account], reference: &str) -> Result<Vec<(Account, Found)>> {
    // What cannot be a reference is the reference of nothing.
    let Ok(reference) = Reference::parse(reference) else {
        return Ok(Vec::new());
    };
    let mut all = Vec::new();
    for account in of {
        match app.find(Principal::Operator, account, &reference).await {
            Ok(found) => all.push((account.clone(), found)),
            Err(Error::NotFound) => {}
            // A store that fails says nothing about what it holds.
            Err(error) => return Err(error.into()),
        }
    }
    Ok(all)
}

/// Returns the verification with an ID if it belongs to one of these accounts.
async fn by_id(app: &App, of: Vec<Account>, id: &str) -> Result<Option<(Account, Found)>> {
    let Ok(id) = id.parse() else { return Ok(None) };
    let found = match app.find_by_id(Principal::Operator, id).await {
        Ok(found) => found,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let account = found.account();
    let of = of.into_iter().find(|one| one.id == account);
    Ok(of.map(|account| (account, found)))
}

/// Formats a time for people, in UTC.
pub(super) fn time(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, |at| {
        at.strftime("%Y-%m-%d %H:%M:%S").to_string()
    })
}

/// The most rows that are listed at a time.
pub(super) const MOST_ROWS: u32 = 10_000;

/// Finds an account by its name.
pub(super) async fn account_named(app: &App, name: &str) -> Result<Account> {
    let accounts = app.accounts(Principal::Operator).await?;
    accounts
        .into_iter()
        .find(|account| account.name == name)
        .ok_or_else(|| no_account(name))
}

/// The error for a name that no account has.
pub(super) fn no_account(name: &str) -> anyhow::Error {
    anyhow!("no account is named {name:?}; `bonafide account list` prints their names")
}

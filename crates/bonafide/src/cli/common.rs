//! What commands share: the flags of a data folder, and verifications by their references.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use bonafide::config::{Layers, Origin, Settings};
use bonafide::files;
use clap::Args;
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
    #[arg(long, value_name = "FILE", env = "BONAFIDE_CONFIG")]
    config: Option<PathBuf>,
    /// Folder that holds the database, the keys and the encrypted pictures.
    #[arg(long, value_name = "DIR")]
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

/// Finds the verification that has this reference in an account, or its tombstone.
pub(super) async fn find(app: &App, account: &str, reference: &str) -> Result<Found> {
    let account = account_named(app, account).await?;
    let absent = || anyhow!("no verification {reference:?} in account {}", account.name);
    // What cannot be a reference is the reference of nothing.
    let parsed = Reference::parse(reference).map_err(|_| absent())?;
    match app.find(Principal::Operator, &account, &parsed).await {
        Ok(found) => Ok(found),
        Err(Error::NotFound) => Err(absent()),
        // A store that fails says nothing about what it holds.
        Err(error) => Err(error.into()),
    }
}

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

//! What commands share: the flags of a data folder, and verifications by their references.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use bonafide::config::{Layers, Origin, Settings};
use bonafide::files;
use clap::Args;
use proofing::ports::Found;
use proofing::{Desk, Error, Principal};
use toml::Value;
use verification::request::Reference;

/// The largest configuration in bytes.
const CONFIGURATION: u64 = 1_000_000;

/// Flags that every command with a data folder takes.
#[derive(Debug, Clone, Args, Default)]
pub(crate) struct Common {
    /// Configuration file; see `bonafide config default`.
    #[arg(long, value_name = "FILE", env = "BONAFIDE_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the database, the keys and the sealed pictures.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Common {
    /// The layers: default file, operator's file, environment, flags.
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
                .context("--data: not a name that can be written as text")?;
            layers.set(
                "storage.data",
                Value::String(data.to_owned()),
                Origin::Flag("--data"),
            )?;
        }
        Ok(layers)
    }

    /// What they mean.
    pub(crate) fn settings(&self) -> Result<Settings> {
        Settings::from_layers(&self.layers()?)
    }
}

/// A reference as it was typed.
pub(super) fn reference(text: &str) -> Result<Reference> {
    Reference::parse(text).map_err(|error| anyhow::anyhow!("the reference {error}"))
}

/// The verification of an account's reference, or what is left of it.
pub(super) async fn find(desk: &Desk, account: &str, reference: &Reference) -> Result<Found> {
    let accounts = desk.accounts(Principal::Operator).await?;
    let account = accounts
        .iter()
        .find(|stored| stored.name == account)
        .with_context(|| format!("there is no account {account}"))?;
    match desk.find(Principal::Operator, account, reference).await {
        Ok(found) => Ok(found),
        Err(Error::NotFound) => bail!("{} has no verification {reference}", account.name),
        // A store that fails says nothing of what is in it.
        Err(error) => Err(error.into()),
    }
}

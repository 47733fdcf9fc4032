//! The command line: what was typed, and which command it is.

mod account;
mod changes;
mod config_command;
mod deliveries;
mod doctor;
mod journal;
mod read;
mod review;
mod serve;
mod skin;
mod start;
mod store_command;
mod values;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use proofing::ports::Found;
use proofing::{Desk, Error};
use toml::Value;
use verification::account::Account;
use verification::request::Reference;

pub(crate) use self::values::listen;
use crate::config::{Layers, Origin, Settings};
use crate::{demo, files, out};

/// The largest configuration in bytes.
const CONFIGURATION: u64 = 1_000_000;

/// Self-hosted identity verification in one binary, without any other service.
#[derive(Debug, Parser)]
#[command(
    name = "bonafide",
    version,
    arg_required_else_help = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server.
    Serve(serve::Serve),
    /// Try it out: verify synthetic documents on a real server and watch every event as it happens.
    Demo(demo::Demo),
    /// Manage accounts, the businesses that may request verifications.
    #[command(subcommand)]
    Account(account::Account),
    /// List, inspect and resend callbacks.
    #[command(subcommand)]
    Deliveries(deliveries::Deliveries),
    /// Start a capture transaction for a person and print its link.
    Start(start::Start),
    /// Decide a verification that awaits review, or overturn a verdict.
    Review(review::Review),
    /// Print the status events of a verification, newest first.
    Journal(journal::Journal),
    /// Read documents from pictures, or from the text of an MRZ or barcode, and print their fields.
    Read(read::Read),
    /// Recover the data folder after a restore or a loss, and remove orphaned files.
    #[command(subcommand)]
    Store(store_command::StoreCommand),
    /// Check the configuration, or print the default one.
    #[command(subcommand)]
    Config(config_command::ConfigCommand),
    /// Check that this machine has everything the server needs.
    Doctor(doctor::Doctor),
    /// Print a shell completion script: `bonafide completions bash > FILE`.
    Completions {
        /// Shell to complete commands in.
        shell: Shell,
    },
}

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

/// Parses the command line and runs the command. An error is printed as one line on standard error.
pub(crate) fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(serve) => serve.run(),
        Command::Demo(demo) => demo.run(),
        Command::Account(account) => account.run(),
        Command::Deliveries(deliveries) => deliveries.run(),
        Command::Start(start) => start.run(),
        Command::Review(review) => review.run(),
        Command::Journal(journal) => journal.run(),
        Command::Read(read) => return read.run(),
        Command::Store(store) => store.run(),
        Command::Config(config) => config.run(),
        Command::Doctor(doctor) => doctor.run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "bonafide", &mut script);
            out::line(String::from_utf8_lossy(&script).trim_end());
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            out::note(format!("bonafide: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Finds the verification that has this reference in an account, or its tombstone.
async fn find(desk: &Desk, account: &str, reference: &str) -> Result<Found> {
    let account = account_named(desk, account).await?;
    let absent = || anyhow!("no verification {reference:?} in account {}", account.name);
    // What cannot be a reference is the reference of nothing.
    let parsed = Reference::parse(reference).map_err(|_| absent())?;
    match desk.find(&account, &parsed).await {
        Ok(found) => Ok(found),
        Err(Error::NotFound) => Err(absent()),
        // A store that fails says nothing about what it holds.
        Err(error) => Err(error.into()),
    }
}

/// Finds an account by its name.
async fn account_named(desk: &Desk, name: &str) -> Result<Account> {
    let accounts = desk.accounts().await?;
    accounts
        .into_iter()
        .find(|account| account.name == name)
        .ok_or_else(|| no_account(name))
}

/// The error for a name that no account has.
fn no_account(name: &str) -> anyhow::Error {
    anyhow!("no account is named {name:?}; `bonafide account list` prints their names")
}

/// How long work on other threads may take after a command has ended.
const GRACE: Duration = Duration::from_secs(2);

/// Runs an asynchronous command to its end.
///
/// Dropping the runtime would wait for its blocking threads without limit, so a picture that is
/// being read would keep a stopped server alive. Their work is leased or not yet answered, and
/// nothing is lost.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the async runtime")?;
    let done = runtime.block_on(work);
    runtime.shutdown_timeout(GRACE);
    done
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        super::Cli::command().debug_assert();
    }
}

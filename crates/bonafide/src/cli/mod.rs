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

use anyhow::{Context, Result, bail};
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use proofing::ports::Found;
use proofing::{Desk, Error};
use toml::Value;
use verification::request::Reference;

use crate::config::{Layers, Origin, Settings};
use crate::{demo, files, out};

/// The largest configuration in bytes.
const CONFIGURATION: u64 = 1_000_000;

/// Self-hosted identity verification: one server, no other service, nothing sent away.
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
    /// See it work: a server, four drawn licences, every event as it is called back.
    Demo(demo::Demo),
    /// Accounts: the businesses that may ask for verifications.
    #[command(subcommand)]
    Account(account::Account),
    /// Callbacks: what was told, what was answered, what is still to be sent.
    #[command(subcommand)]
    Deliveries(deliveries::Deliveries),
    /// Start a transaction of the capture protocol for a person, and print its link.
    Start(start::Start),
    /// Decide a verification that waits for a reviewer, or turn a verdict.
    Review(review::Review),
    /// Print the status events of a verification, newest first.
    Journal(journal::Journal),
    /// Read pictures, or the text of a zone or barcode, and print what is in them.
    Read(read::Read),
    /// The parts of the store: whether they belong together, and what is left over in them.
    #[command(subcommand)]
    Store(store_command::StoreCommand),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(config_command::ConfigCommand),
    /// Check that this machine has what the server needs, and say what is missing.
    Doctor(doctor::Doctor),
    /// Print completions for a shell: `bonafide completions bash > /etc/bash_completion.d/bonafide`.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

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

/// Parses the command line and runs the command. An error is one line on standard error.
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

/// A reference as it was typed.
fn reference(text: &str) -> Result<Reference> {
    Reference::parse(text).map_err(|error| anyhow::anyhow!("the reference {error}"))
}

/// The verification of an account's reference, or what is left of it.
async fn find(desk: &Desk, account: &str, reference: &Reference) -> Result<Found> {
    let accounts = desk.accounts().await?;
    let account = accounts
        .iter()
        .find(|stored| stored.name == account)
        .with_context(|| format!("there is no account {account}"))?;
    match desk.find(account, reference).await {
        Ok(found) => Ok(found),
        Err(Error::NotFound) => bail!("{} has no verification {reference}", account.name),
        // A store that fails says nothing of what is in it.
        Err(error) => Err(error.into()),
    }
}

/// How long work on other threads may take after a command is over.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a command that waits for things.
///
/// Dropping the runtime would wait for its blocking threads without limit: a picture that is being read
/// would keep a stopped server. What they do is leased or not yet answered, and nothing is lost.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime does not start")?;
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

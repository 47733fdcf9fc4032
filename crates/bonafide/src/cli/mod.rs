//! The command line: what was typed, and which command it is.

mod account;
mod changes;
mod common;
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

use std::process::ExitCode;

use bonafide::out;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::demo;

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
    Start(Box<start::Start>),
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        super::Cli::command().debug_assert();
    }
}

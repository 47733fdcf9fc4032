//! The command line: what was typed, and which command it is.

mod account;
mod branding;
mod changes;
mod common;
mod config_command;
mod deliveries;
mod doctor;
mod faces;
mod journal;
mod models;
mod read;
mod review;
mod serve;
mod start;
mod store_command;
pub(crate) mod values;

use std::process::ExitCode;

use bonafide::out;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::demo;

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
    Start(Box<start::Start>),
    /// Decide a verification that awaits review, or overturn a verdict.
    Review(review::Review),
    /// Print the status events of a verification, newest first.
    Journal(journal::Journal),
    /// Read documents from pictures, or from the text of an MRZ or barcode, and print their fields.
    Read(read::Read),
    /// Compare the faces of two pictures.
    Faces(faces::Faces),
    /// Install the networks that find and compare faces, and show which are there.
    #[command(subcommand)]
    Models(models::Models),
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
        Command::Faces(faces) => return faces.run(),
        Command::Models(models) => models.run(),
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

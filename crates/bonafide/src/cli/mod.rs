//! The command line: what was typed, and which command it is.

mod account;
mod audit;
mod branding;
mod changes;
mod common;
mod config_command;
mod customers;
mod deliveries;
mod doctor;
mod faces;
mod journal;
mod listing;
mod mistakes;
mod models;
mod proofs;
mod read;
mod review;
mod serve;
mod staff;
mod start;
mod store_command;
pub(crate) mod values;
mod verifications;

use std::process::ExitCode;

use anyhow::Result;
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
    max_term_width = 100,
    after_help = "\
Examples:
  bonafide demo                                   See everything at work on this machine
  bonafide account create acme --data /srv/id     Create an account, and the data folder with it
  bonafide serve --data /srv/id                   Start the server
  bonafide verifications list --data /srv/id      See what it was asked to verify

`bonafide COMMAND --help` shows the options of a command with examples. The exit status is 0 if
everything went well, 2 if the command line is wrong, and 1 if anything else failed."
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
    /// Manage the staff who work in the back office.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// List the customers whose faces are enrolled, or forget one.
    #[command(subcommand)]
    Customers(customers::Customers),
    /// List verifications, or show one.
    #[command(subcommand)]
    Verifications(verifications::Verifications),
    /// Save the pictures of a verification.
    #[command(subcommand)]
    Proofs(proofs::Proofs),
    /// List, inspect and resend callbacks.
    #[command(subcommand)]
    Deliveries(deliveries::Deliveries),
    /// Start a capture transaction for a person and print its link.
    Start(Box<start::Start>),
    /// List what awaits review, decide it, or overturn a verdict.
    Review(review::Review),
    /// List and check what staff and the operator did.
    #[command(subcommand)]
    Audit(audit::Audit),
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
    /// Print a shell completion script.
    #[command(after_help = "\
Examples:
  bonafide completions bash > /etc/bash_completion.d/bonafide
  bonafide completions zsh > \"${fpath[1]}/_bonafide\"
  bonafide completions fish > ~/.config/fish/completions/bonafide.fish")]
    Completions {
        /// Shell to complete commands in.
        shell: Shell,
    },
}

/// Parses the command line and runs the command. An error is printed as one line on standard error.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|mistake| mistakes::legible(mistake).exit());
    let status = match cli.command.run() {
        Ok(status) => status,
        Err(error) => {
            out::note(format!("bonafide: {error:#}"));
            ExitCode::FAILURE
        }
    };
    match out::failure() {
        None => status,
        Some(why) => {
            out::note(format!("bonafide: cannot write to standard output: {why}"));
            ExitCode::FAILURE
        }
    }
}

impl Command {
    fn run(self) -> Result<ExitCode> {
        let done = match self {
            Self::Serve(serve) => serve.run(),
            Self::Demo(demo) => demo.run(),
            Self::Account(account) => account.run(),
            Self::Staff(staff) => staff.run(),
            Self::Customers(customers) => customers.run(),
            Self::Verifications(verifications) => verifications.run(),
            Self::Proofs(proofs) => proofs.run(),
            Self::Deliveries(deliveries) => deliveries.run(),
            Self::Start(start) => start.run(),
            Self::Review(review) => review.run(),
            Self::Audit(audit) => audit.run(),
            Self::Journal(journal) => journal.run(),
            Self::Read(read) => return Ok(read.run()),
            Self::Faces(faces) => return Ok(faces.run()),
            Self::Models(models) => models.run(),
            Self::Store(store) => store.run(),
            Self::Config(config) => config.run(),
            Self::Doctor(doctor) => doctor.run(),
            Self::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut Cli::command(), "bonafide", &mut script);
                out::line(String::from_utf8_lossy(&script).trim_end());
                Ok(())
            }
        };
        done.map(|()| ExitCode::SUCCESS)
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

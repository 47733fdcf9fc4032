//! The binary: command line, configuration, wiring, shutdown, demo.
//!
//! This is the only room that reads files of the operator, the environment, the clock and the system's
//! randomness, and the only one that knows all the others.

mod cli;
mod config;
mod console;
mod demo;
mod listening;
mod out;
mod printed;
mod reading;
mod signals;
mod system;
mod wiring;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}

//! The binary: command line, configuration, wiring, shutdown, demo.
//!
//! This is the only room that reads files of the operator, the environment, the clock and the system's
//! randomness, and the only one that knows all the others.

mod cli;
mod config;
mod console;
mod demo;
mod files;
mod out;
mod printed;
mod process;
mod reading;
mod signals;
mod system;
mod wiring;

use std::process::ExitCode;

fn main() -> ExitCode {
    process::keep_memory_private();
    cli::run()
}

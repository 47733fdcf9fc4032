//! The binary: command line, configuration, wiring, shutdown, demo.
//!
//! The same binary is also the process in which a stranger's file is decoded (see `sandbox`).
//!
//! This is the only room that reads files of the operator, the environment, the clock and the system's
//! randomness, and the only one that knows all the others.

mod cli;
mod config;
mod console;
mod decoder;
mod demo;
mod files;
mod listening;
mod out;
mod printed;
mod process;
mod reading;
mod signals;
mod system;
mod wiring;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything else is set up: a decoder wants nothing of it, and many are started.
    let mut words = std::env::args_os().skip(1);
    if words
        .next()
        .is_some_and(|word| word == sandbox::child::COMMAND)
    {
        let seconds = words.next().and_then(|word| word.to_str()?.parse().ok());
        return match sandbox::child::run(seconds) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    process::keep_memory_private();
    cli::run()
}

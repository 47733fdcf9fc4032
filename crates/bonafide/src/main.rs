//! The `bonafide` binary: command line, configuration, wiring, shutdown and demo.
//!
//! The same binary also serves as the process in which untrusted files are decoded (see `sandbox`).
//!
//! This is the only room that reads files of the operator, the environment, the clock and the
//! system's randomness, and the only one that knows all the others.

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
    // Checked before anything else is set up: many decoders are started, and they need none of it.
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

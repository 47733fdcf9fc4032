//! The binary: command line and demo over the library beside it.
//!
//! The same binary also serves as the process in which untrusted files are decoded (see `sandbox`).

mod cli;
mod decoder;
mod demo;
mod face_json;
mod printed;
mod reading;
mod runtime;
mod shutdown;

use std::process::ExitCode;

use bonafide::process;

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

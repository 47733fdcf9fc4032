//! The development commands, `cargo xtask COMMAND`. They need only Rust and a C compiler.
#![expect(clippy::print_stdout, reason = "a task runner talks to the terminal")]

mod models;
mod steps;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "cargo xtask COMMAND

  test            Run everything that CI checks: formatting, tidy, lints, tests, the demo, and a
                  build of the fuzz targets
  check           Check formatting, tidy and lints only
  tidy            Check the house rules that the compiler and clippy do not know
  faults [N]      Kill a running server N times (default 2000) under load, and check that nothing
                  is lost
  bench           Run the benchmarks
  grow N [FOLDER] Generate verifications until a folder (target/grown) has this many;
                  `grow measure [FOLDER]` prints how long lists and searches of it take
  score [KIND …]  Score the readers on the samples, as tables by class; `score edited` draws zones
                  with one character changed, `score work` draws pictures that take long,
                  `score guidance [TAKES [SEED]]` scores the hints for people who aim a camera, and
                  `score face` compares faces, with the networks that `models` fetches
  models          Fetch the networks that compare faces into target/models, by name and digest
  train-mrz […]   Train the net that reads machine-readable zones; see `train-mrz --help`
  install         Build the binary for release, and print its path, size and build time
  help            Print this help
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => steps::test(),
        ["check"] => steps::check(),
        ["tidy"] => tidy::run(),
        ["faults"] => steps::faults("2000"),
        ["faults", kills] => steps::faults(kills),
        ["bench", rest @ ..] => steps::bench(rest),
        ["grow", what] => steps::grow(what, None),
        ["grow", what, folder] => steps::grow(what, Some(folder)),
        ["score", kinds @ ..] => steps::score(kinds),
        ["models"] => models::run(),
        ["train-mrz", rest @ ..] => steps::train(rest),
        ["install"] => steps::install(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("unknown command: {}\n\n{HELP}", other.join(" ")),
    }
}

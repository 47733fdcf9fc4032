//! Task runner: `cargo xtask COMMAND`. A fresh machine needs nothing but Rust and a C compiler.
#![expect(clippy::print_stdout, reason = "a task runner talks to the terminal")]

mod models;
mod steps;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "cargo xtask COMMAND

  test            everything CI checks: format, tidy, lints, tests, the demo, the fuzz targets' build
  check           format, tidy and lints only
  tidy            the house rules that are no compiler's business
  faults [N]      kill a running server N times (2000) under load and look for what was lost
  bench           the benchmarks, in release
  score [KIND …]  how well the readers read the samples, as tables by kind of trouble, in release; `score edited` draws zones
                  with one character changed, `score work` pictures that take long
                  `score face` compares faces, and needs the networks that `models` fetches
  models          fetch the networks that compare faces into target/models and check their digests
  train-mrz […]   train the net that reads machine readable zones; `train-mrz --help` for more
  install         build the binary that is shipped, with link-time optimisation; says where it is, how long it took and how big it is
  help            this text
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
        ["score", kinds @ ..] => steps::score(kinds),
        ["models"] => models::run(),
        ["train-mrz", rest @ ..] => steps::train(rest),
        ["install"] => steps::install(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("no such command: {}\n\n{HELP}", other.join(" ")),
    }
}

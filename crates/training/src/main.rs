//! `train-mrz` draws strips of machine-readable zones, trains the net on them, and writes its
//! weights where the reader finds them. Run it with `cargo xtask train-mrz`. It is a tool for
//! developers and not part of the product.
//!
//! The same seed and number of steps give the same weights on one kind of machine.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric loops over buffers of known size"
)]
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

mod fonts;
mod model;
mod page;
mod paper;
mod rng;
mod run;
mod strip;
mod text;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::fonts::Fonts;

const HELP: &str = "train-mrz [OPTIONS]

  --steps N        Total number of steps, each of 32 strips (default 6000)
  --stop N         Stop after this step; --resume continues from there
  --seed N         Seed of the strips and the initial weights (default 1)
  --out FILE       File for the weights (default crates/mrz/src/image/net/weights.bin)
  --checkpoint F   File for the state that --resume needs (default target/mrz.checkpoint)
  --resume         Continue from the checkpoint
  --score          Only score the weights on held-out strips
  --sheet FILE     Only draw strips into a PNG, to look at them
  --pages FOLDER   Only photograph drawn pages into a folder, to score the reader on them
  --count N        Number of pages of each difficulty (default 40)
  --install-fonts  Install the fonts with apt-get first (Debian, as root)
";

fn main() -> Result<()> {
    let mut plan = run::Plan::default();
    let mut arguments = std::env::args().skip(1);
    let mut sheet = None;
    let (mut pages, mut count) = (None, 40);
    while let Some(word) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .with_context(|| format!("{word} needs a value"))
        };
        match word.as_str() {
            "--steps" => plan.steps = value()?.parse()?,
            "--stop" => plan.stop = value()?.parse()?,
            "--seed" => plan.seed = value()?.parse()?,
            "--out" => plan.out = PathBuf::from(value()?),
            "--checkpoint" => plan.checkpoint = PathBuf::from(value()?),
            "--resume" => plan.resume = true,
            "--score" => plan.score_only = true,
            "--sheet" => sheet = Some(PathBuf::from(value()?)),
            "--pages" => pages = Some(PathBuf::from(value()?)),
            "--count" => count = value()?.parse()?,
            "--install-fonts" => install()?,
            "--help" | "-h" => {
                println!("{HELP}");
                return Ok(());
            }
            other => bail!("unknown option: {other}\n\n{HELP}"),
        }
    }
    let fonts = Fonts::open()?;
    match (sheet, pages) {
        (Some(file), _) => run::sheet(&fonts, plan.seed, &file),
        (None, Some(folder)) => page::write(&fonts, plan.seed, count, &folder),
        (None, None) => run::run(&plan, &fonts),
    }
}

fn install() -> Result<()> {
    let status = std::process::Command::new("apt-get")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(fonts::PACKAGES)
        .status()
        .context("apt-get could not be started")?;
    if !status.success() {
        bail!("apt-get could not install {}", fonts::PACKAGES.join(" "));
    }
    Ok(())
}

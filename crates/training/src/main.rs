//! `train-mrz`: draws strips of machine-readable zones, teaches the net to read them, and writes
//! its weights where the reader finds them. Run it by `cargo xtask train-mrz`; a tool of the
//! developers, no part of the product.
//!
//! The same seed and the same number of steps give the same weights on one kind of machine.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric loops over buffers of known size"
)]
#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

mod dice;
mod fonts;
mod model;
mod page;
mod paper;
mod run;
mod strip;
mod text;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::fonts::Fonts;

const HELP: &str = "train-mrz [OPTIONS]

  --steps N        steps of 32 strips in all (6000)
  --stop N         stop after this step all the same; --resume goes on
  --seed N         seed of strips and first weights (1)
  --out FILE       the weights (crates/mrz/src/image/net/weights.bin)
  --checkpoint F   where to keep what is needed to go on (target/mrz.checkpoint)
  --resume         go on from the checkpoint
  --score          read the held-out strips with the weights, and stop
  --sheet FILE     draw strips into a PNG, to look at them
  --pages FOLDER   photograph drawn pages into a folder, to score the reader on
  --count N        pages of each difficulty (40)
  --install-fonts  install the fonts by apt-get first (Debian, as root)
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
            other => bail!("no such option: {other}\n\n{HELP}"),
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
        .context("starting apt-get")?;
    if !status.success() {
        bail!("apt-get could not install {}", fonts::PACKAGES.join(" "));
    }
    Ok(())
}

//! How well faces are found, compared and known again, on the samples at hand: `cargo xtask score
//! face`.
//!
//! The samples are 400 people with two photographs each (`faces` in `BONAFIDE_SAMPLES`, or beside
//! the checkout); document portraits are made of the first ones by `specimen`, by fixed seeds. The
//! tables are Markdown and can be copied into the documentation as they are. This reports and
//! judges nothing.
#![expect(clippy::print_stdout, reason = "the tables are what this is for")]

mod copies;
mod drawn;
mod interval;
mod people;
mod portraits;
mod turns;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use face::{Detector, Embedder, Examiner, Kind, Options, models};

/// Both networks, from `BONAFIDE_TEST_MODELS` or the target folder.
fn networks() -> Result<(Detector, Embedder)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(beside, PathBuf::from);
    let folder = std::env::var_os("BONAFIDE_TEST_MODELS")
        .map_or_else(|| target.join("models"), PathBuf::from);
    let read = |model: models::Model| {
        let file = folder.join(model.file);
        std::fs::read(&file).with_context(|| format!("no {} (cargo xtask models)", file.display()))
    };
    Ok((
        Detector::load(&read(models::YUNET)?)?,
        Embedder::load(&read(models::SFACE)?, Kind::SFace)?,
    ))
}

fn main() -> Result<()> {
    let parts: Vec<String> = std::env::args().skip(1).collect();
    let asks_for = |part: &str| parts.is_empty() || parts.iter().any(|own| own == part);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let samples = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let folder = samples.join("faces");
    if !folder.is_dir() {
        println!("face: skipped: no samples");
        return Ok(());
    }
    let (detector, embedder) = match networks() {
        Ok(networks) => networks,
        Err(error) => {
            println!("face: skipped: {error:#}");
            return Ok(());
        }
    };
    if asks_for("drawn") {
        drawn::run(&detector, &embedder)?;
    }
    let people = people::read(&folder)?;
    if asks_for("portraits") {
        portraits::run(&people, &detector, &embedder)?;
    }
    if asks_for("turns") {
        let (finds, embeds) = networks()?;
        turns::run(&people, &Examiner::new(finds, embeds, Options::default()))?;
    }
    if asks_for("copies") {
        copies::run(&people, &detector)?;
    }
    Ok(())
}

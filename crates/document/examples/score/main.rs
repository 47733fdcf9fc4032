//! Scores the readers on the samples at hand: `cargo xtask score [--ours] [--show] [KIND …]`.
//!
//! There is one module per kind of document. Each runs our reader and its peers over its samples
//! and returns tables by class. `--ours` leaves the peers out, and `--show` prints samples that
//! were not read correctly, for the kinds that support it. Times are processor time on one thread.
//! A kind without samples is skipped with a line that says so. This program only reports; the tests
//! hold the figures as floors.
#![expect(clippy::print_stdout, reason = "the tables are what this is for")]

mod address;
mod barcodes;
mod edited;
mod licence_texts;
mod peers;
mod printed;
mod table;
mod work;
mod zones;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use table::Table;

/// Scores one kind, given the folder of samples.
type Run = fn(&Path) -> Result<Vec<Table>>;

/// Every kind by name. A kind whose folder does not exist is skipped.
const KINDS: [(&str, &str, Run); 9] = [
    ("pdf417", "pdf417", barcodes::run),
    ("pdf417-open", "pdf417", barcodes::run_open),
    ("pdf417-unseen", "", barcodes::run_unseen),
    ("aamva", "aamva", licence_texts::run),
    ("address", "address", address::run),
    ("mrz", "mrz", zones::run),
    ("edited", "", edited::run),
    ("work", "", work::run),
    ("printed", "", printed::run),
];

/// The arguments that may precede the kinds.
const OPTIONS: [&str; 3] = [peers::OURS_ONLY_ARG, zones::SHOW_ARG, edited::GENUINE_ARG];
/// The arguments that may precede the kinds and are followed by a number.
const NUMBERS: [&str; 2] = [edited::COUNT_ARG, edited::FIRST_ARG];

/// Returns `BONAFIDE_SAMPLES`, or the folder beside the checkout.
fn samples() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from)
}

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let mut asked: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        if NUMBERS.contains(&word.as_str()) {
            words.next();
        } else if !OPTIONS.contains(&word.as_str()) {
            asked.push(word);
        }
    }
    if let Some(unknown) = asked
        .iter()
        .find(|kind| KINDS.iter().all(|(name, ..)| name != kind))
    {
        let known: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).collect();
        bail!("no such kind: {unknown} (there are {})", known.join(", "));
    }
    let samples = samples();
    for (name, folder, run) in KINDS {
        if !asked.is_empty() && !asked.iter().any(|kind| kind == name) {
            continue;
        }
        if !samples.join(folder).is_dir() && !folder.is_empty() {
            println!("{name}: skipped: no samples");
            continue;
        }
        for table in run(&samples)? {
            println!("{table}");
        }
    }
    Ok(())
}

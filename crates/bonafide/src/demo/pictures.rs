//! The pictures: a card is drawn, laid on a table and photographed, both sides.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::civil::Date;
use specimen::{Licence, Specimen, photograph};

use super::cases::Card;

/// A card and its two photographs.
#[derive(Debug)]
pub(super) struct Drawn {
    /// What is on the card.
    pub(super) licence: Licence,
    /// The photographs as JPEG: front, back.
    pub(super) sides: [Vec<u8>; 2],
    /// Where they were saved.
    pub(super) files: [PathBuf; 2],
    /// How long it took.
    pub(super) took: Duration,
}

/// Draws and saves both sides. Takes a while: not for a thread that others wait for.
pub(super) fn draw(card: &Card, name: &str, on: Date, folder: &Path) -> Result<Drawn> {
    let begun = Instant::now();
    let specimen = Specimen::new(card.licence(on));
    let [before, behind] = card.scenes();
    let front = photograph(&specimen.front()?, &before)?.jpeg;
    let back = photograph(&specimen.back()?, &behind)?.jpeg;
    let files = ["front", "back"].map(|side| folder.join(format!("{name}-{side}.jpg")));
    let sides = [front, back];
    for (file, side) in files.iter().zip(&sides) {
        std::fs::write(file, side).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(Drawn {
        licence: specimen.licence().clone(),
        sides,
        files,
        took: begun.elapsed(),
    })
}

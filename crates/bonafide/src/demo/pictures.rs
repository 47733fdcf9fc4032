//! The pictures: every side of a document is drawn, laid on a table and photographed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::civil::Date;
use specimen::{Specimen, photograph};

use super::cases::{Card, Document};

/// A document and its photographs.
#[derive(Debug)]
pub(super) struct Drawn {
    /// The document.
    pub(super) document: Document,
    /// The photographs as JPEG: front and back, or the page.
    pub(super) sides: Vec<Vec<u8>>,
    /// The selfie as JPEG, if faces are compared.
    pub(super) selfie: Option<Vec<u8>>,
    /// The files in which they were saved.
    pub(super) files: Vec<PathBuf>,
    /// How long drawing took.
    pub(super) took: Duration,
}

/// Draws and saves every side. This takes a while and would block an async runtime.
pub(super) fn draw(card: &Card, name: &str, on: Date, folder: &Path) -> Result<Drawn> {
    let begun = Instant::now();
    let document = card.document(on);
    let sides = match &document {
        Document::Licence(licence) => {
            let specimen = Specimen::new((**licence).clone());
            let front = specimen.front()?;
            let front = match card.portrait() {
                Some(head) => front.with_portrait(&head)?,
                None => front,
            };
            vec![("front", front), ("back", specimen.back()?)]
        }
        Document::Passport(passport) => vec![("page", passport.page()?)],
    };
    let mut drawn = Drawn {
        document,
        sides: Vec::new(),
        selfie: None,
        files: Vec::new(),
        took: Duration::ZERO,
    };
    let save = |what: &str, photo: &[u8]| -> Result<PathBuf> {
        let file = folder.join(format!("{name}-{what}.jpg"));
        std::fs::write(&file, photo).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(file)
    };
    for ((side, drawing), scene) in sides.into_iter().zip(card.scenes()) {
        let photo = photograph(&drawing, &scene)?.jpeg;
        drawn.files.push(save(side, &photo)?);
        drawn.sides.push(photo);
    }
    if let Some(head) = card.selfie() {
        let photo = head.jpeg(720, 960, 85)?;
        drawn.files.push(save("selfie", &photo)?);
        drawn.selfie = Some(photo);
    }
    drawn.took = begun.elapsed();
    Ok(drawn)
}

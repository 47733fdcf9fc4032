//! Any lines of a machine readable zone on a sheet of the size that they belong on, in several
//! letters.
//!
//! [`Travel`](crate::Travel) draws whole documents of two kinds. This draws what a test of a reader
//! of zones needs of the others: paper, a word that says what it is, and the zone.

use crate::backdrop;
use crate::card::{Card, Outline};
use crate::error::SpecimenError;
use crate::ink::{Face, Ink, Sheet, Type};
use crate::machine::{self, PITCH};

/// Height of the field at the lower edge that belongs to the machine.
const FIELD: f32 = 23.2;
/// The title that chooses the colours of the paper.
const TITLES: [&str; 5] = ["AUSTRIA", "FINLAND", "IRELAND", "PORTUGAL", "SWEDEN"];

/// What the zone's characters are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters<'a> {
    /// This crate's own strokes in the proportions of OCR-B.
    Strokes,
    /// Hack, an even face with a dot in its zero: as far from OCR-B as a zone should be.
    Hack,
    /// A face of the caller's own: the bytes of a TrueType or OpenType file.
    Face(&'a [u8]),
}

/// A sheet with these lines at its lower edge: a card for lines of 30, a sheet of 105 by 74
/// millimetres (ID-2) for lines of 36, a page for longer ones. `seed` chooses the paper.
///
/// # Errors
///
/// [`SpecimenError`] if the caller's face cannot be opened.
pub fn zone_sheet(
    lines: &[String],
    letters: Letters<'_>,
    seed: u64,
) -> Result<Card, SpecimenError> {
    let outline = match lines.iter().map(String::len).max().unwrap_or(0) {
        0..=30 => Outline::CARD,
        31..=36 => Outline::SHEET,
        _ => Outline::PAGE,
    };
    let mut sheet = Card::new_sheet(outline)?;
    let title = TITLES
        .iter()
        .cycle()
        .nth((seed % 64) as usize)
        .copied()
        .unwrap_or("SWEDEN");
    backdrop::draw(&mut sheet, outline, title, 0.5);
    words(&mut sheet, outline, seed);
    let Outline { width, height } = outline;
    sheet.block([0.0, height - FIELD, width, FIELD], Ink::WHITE.faint(0.72));
    let long = lines.first().map_or(0, String::len) as f32 * PITCH;
    let above = if outline == Outline::CARD { 5.8 } else { 8.2 };
    let corner = [(width - long) / 2.0, height - above];
    let zone = match letters {
        Letters::Strokes => machine::write(&mut sheet, corner[0], corner[1], lines.to_vec()),
        Letters::Hack => {
            let hack = epaint_default_fonts::HACK_REGULAR;
            machine::set(&mut sheet, corner, lines.to_vec(), hack)?
        }
        Letters::Face(bytes) => machine::set(&mut sheet, corner, lines.to_vec(), bytes)?,
    };
    Ok(Card::finish(sheet, outline).with_zone(zone))
}

/// Print above the zone that is none.
fn words(sheet: &mut Sheet, outline: Outline, seed: u64) {
    let head = Type::new(Face::Humanist, 3.6, 0.04, Ink(44, 50, 70, 1.0)).spread(0.04);
    sheet.write_within(6.0, 8.0, outline.width / 2.0, "SPECIMEN", head);
    let text = Type::new(Face::Even, 2.2, 0.02, Ink(60, 60, 70, 1.0));
    for row in 0..3 {
        let y = 14.0 + row as f32 * 4.4;
        let number = seed.wrapping_add(row) % 10_000;
        let said = format!("HOLDER DOES NOT EXIST {number:04}");
        sheet.write_within(6.0, y, outline.width * 0.6, &said, text);
    }
}

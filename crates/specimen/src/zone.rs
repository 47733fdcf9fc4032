//! Draws arbitrary lines of a machine-readable zone on a sheet of the right size, in several
//! typefaces.
//!
//! [`Travel`](crate::Travel) draws complete documents of two kinds. For other kinds this draws what
//! a test needs: paper, SPECIMEN, and the zone.

use crate::backdrop;
use crate::card::{Card, Outline};
use crate::error::SpecimenError;
use crate::ocr_b::{self, PITCH};
use crate::sheet::{Face, Ink, Sheet, Type};

/// The height of the area at the lower edge that is reserved for the zone.
const FIELD: f32 = 23.2;
/// The titles that choose the colours of the paper.
const TITLES: [&str; 5] = ["AUSTRIA", "FINLAND", "IRELAND", "PORTUGAL", "SWEDEN"];

/// The typeface of the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters<'a> {
    /// This crate's own strokes in the proportions of OCR-B.
    Strokes,
    /// Hack, a monospaced typeface with a dotted zero, which differs from OCR-B as much as a zone
    /// should.
    Hack,
    /// A typeface of the caller's: the bytes of a TrueType or OpenType file.
    Face(&'a [u8]),
}

/// Draws a sheet with these lines at its lower edge: a card for lines of 30, a sheet of 105 by 74
/// millimetres (ID-2) for lines of 36, and a page for longer ones. `seed` chooses the paper.
///
/// # Errors
///
/// Returns [`SpecimenError`] if the caller's typeface cannot be opened.
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
        Letters::Strokes => ocr_b::write(&mut sheet, corner[0], corner[1], lines.to_vec()),
        Letters::Hack => {
            let hack = epaint_default_fonts::HACK_REGULAR;
            ocr_b::set(&mut sheet, corner, lines.to_vec(), hack)?
        }
        Letters::Face(bytes) => ocr_b::set(&mut sheet, corner, lines.to_vec(), bytes)?,
    };
    Ok(Card::finish(sheet, outline).with_zone(zone))
}

/// Prints words above the zone that do not belong to it.
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

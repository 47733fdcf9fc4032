//! The letters of machine-readable zones: strokes of this crate's own in the proportions of OCR-B
//! (ISO 1073-2, size I), for the 37 characters of a zone.

use crate::card::Zone;
use crate::error::SpecimenError;
use crate::sheet::{Ink, Sheet, glyph};
use ab_glyph::FontRef;
use tiny_skia::{Path, PathBuilder, Transform};

/// The distance between characters in millimetres: ten per inch.
pub(crate) const PITCH: f32 = 2.54;
/// The distance between lines.
pub(crate) const LINE: f32 = 6.35;
/// The width of the pen.
const PEN: f32 = 0.36;
/// The height of a capital between the middles of its strokes.
const CAPITAL: f32 = 2.2;

/// Strokes in tenths of a millimetre: `M` moves the pen, `L` draws a line, `C` a curve. Capitals
/// are 22 high, with their baseline at 22; digits are slightly higher.
#[rustfmt::skip]
const STROKES: [(char, &str); 37] = [
    ('0', "M 7 -2.4 C 2.4 -2.4 0.6 1 0.6 9.8 C 0.6 18.6 2.4 22 7 22 C 11.6 22 13.4 18.6 13.4 9.8 C 13.4 1 11.6 -2.4 7 -2.4"),
    ('1', "M 1.4 3.6 L 8.4 -2.4 L 8.4 22"),
    ('2', "M 1 0.6 C 2.8 -1.6 4.8 -2.4 7 -2.4 C 10.8 -2.4 13 -0.2 13 3 C 13 6.6 10.6 8.8 7 11.6 C 3.6 14.4 1.6 17.4 1.4 21.6 L 13.2 21.6"),
    ('3', "M 1 -2.4 L 12.8 -2.4 L 12.8 -1.2 L 6.4 6.4 C 11.2 6.4 13.6 9.6 13.6 13.8 C 13.6 19 10.2 22 5.6 22 C 3.6 22 2 21.6 0.8 20.8"),
    ('4', "M 7.6 -2.4 L 0.6 14.4 L 13.8 14.4 M 10.2 9 L 10.2 22"),
    ('5', "M 11.8 -2.4 L 2.4 -2.4 L 2 6.2 C 9 6 13.2 8.8 13.2 13.8 C 13.2 19.2 9 21.8 1 21.8"),
    ('6', "M 9.6 -2.4 C 4 3.4 0.8 8.6 0.8 14.6 C 0.8 19 3.4 22 7.2 22 C 11 22 13.6 19 13.6 14.8 C 13.6 10.8 11 7.8 7.2 7.8 C 4.6 7.8 2.6 9.2 1.6 11.2"),
    ('7', "M 0.8 -2.4 L 13.4 -2.4 L 13.4 -1.6 C 12 5 6.2 9 5.8 22"),
    ('8', "M 7 9 C 3.6 7 1.8 5.2 1.8 2.4 C 1.8 -0.6 4 -2.4 7 -2.4 C 10 -2.4 12.2 -0.6 12.2 2.4 C 12.2 5.2 10.4 7 7 9 C 3 11.2 0.8 13 0.8 16 C 0.8 19.6 3.2 22 7 22 C 10.8 22 13.2 19.6 13.2 16 C 13.2 13 11 11.2 7 9"),
    ('9', "M 4.4 22 C 10.2 16 13.4 11 13.4 5 C 13.4 0.4 10.8 -2.4 7 -2.4 C 3.2 -2.4 0.6 0.4 0.6 4.6 C 0.6 8.6 3.2 11.6 7 11.6 C 9.6 11.6 11.6 10.2 12.6 8.2"),
    ('<', "M 14.4 0.9 L 0 10.1 L 14.4 19.3"),
    ('A', "M 0.6 22 L 5.8 0 L 8.4 0 L 13.6 22 M 2.6 15 L 11.6 15"),
    ('B', "M 1 0 L 1 22 L 8 22 C 11.6 22 13.6 19.4 13.6 16 C 13.6 12.8 11.6 10.2 8.6 10.2 L 1 10.2 M 1 0 L 7.6 0 C 10.8 0 12.6 2 12.6 5 C 12.6 8 10.8 10.2 7.6 10.2"),
    ('C', "M 12.6 4 C 11.6 1.2 9.8 0 7.8 0 C 3.6 0 1.2 4 1.2 11 C 1.2 18 3.6 22 7.8 22 C 9.8 22 11.6 20.8 12.6 18"),
    ('D', "M 1.2 0 L 1.2 22 C 9 22 13.4 18 13.4 11 C 13.4 4 9 0 1.2 0 L 1.2 2"),
    ('E', "M 13 0 L 1.2 0 L 1.2 22 L 13 22 M 1.2 10.2 L 11 10.2"),
    ('F', "M 13.4 0 L 2.6 0 L 2.6 22 M 2.6 10.2 L 11.4 10.2"),
    ('G', "M 12.8 3.4 C 11.4 1 9.6 0 7.6 0 C 3 0 0.6 4.2 0.6 11 C 0.6 18 3 22 7.6 22 C 10.4 22 12.4 21.2 13.4 20 L 13.4 12 L 7.6 12"),
    ('H', "M 1.2 0 L 1.2 22 M 13 0 L 13 22 M 1.2 10.2 L 13 10.2"),
    ('I', "M 3 0 L 11.4 0 M 2.2 22 L 12.2 22 M 7.2 0 L 7.2 22"),
    ('J', "M 10.6 0 L 10.6 16.4 C 10.6 20 8.6 22 5.8 22 C 3 22 1 20 1 16.6"),
    ('K', "M 1.4 0 L 1.4 22 M 13.4 0 L 1.6 12.6 M 5 9.2 L 14 22"),
    ('L', "M 1.6 0 L 1.6 21.6 L 14 21.6"),
    ('M', "M 0.6 22 L 0.6 0 L 2.8 0 L 7.2 14.6 L 11.6 0 L 13.8 0 L 13.8 22"),
    ('N', "M 0.8 22 L 0.8 0 L 2.2 0 L 12.2 22 L 13.6 22 L 13.6 0"),
    ('O', "M 7.2 0 C 2.8 0 0.2 4 0.2 11 C 0.2 18 2.8 22 7.2 22 C 11.6 22 14.2 18 14.2 11 C 14.2 4 11.6 0 7.2 0"),
    ('P', "M 1.4 22 L 1.4 0 L 8.6 0 C 12 0 14 2 14 5.6 C 14 9.4 12 11.4 8.6 11.4 L 1.4 11.4"),
    ('Q', "M 7 0 C 3.2 0 0.8 3.6 0.8 10.2 C 0.8 16.8 3.2 20.4 7 20.4 C 10.8 20.4 13.2 16.8 13.2 10.2 C 13.2 3.6 10.8 0 7 0 M 6.6 11.4 L 14 22"),
    ('R', "M 1.6 22 L 1.6 0 L 8.2 0 C 11.6 0 13 2.2 12.8 5.6 C 12.4 9.8 9.8 12.2 6.4 12.2 L 1.6 12.2 M 7 12.2 L 13.2 22"),
    ('S', "M 12.4 3.4 C 11 1 9.4 0 7.2 0 C 3.8 0 1.6 2 1.6 5 C 1.6 8.2 4.4 9.6 7.4 10.6 C 10.8 11.8 13.2 13.4 13.2 16.6 C 13.2 20 10.6 22 7 22 C 4 22 2 20.6 1 18"),
    ('T', "M 0.6 0 L 14 0 M 7.3 0 L 7.3 22"),
    ('U', "M 1 0 L 1 15.4 C 1 19.6 3.4 22 7.2 22 C 11 22 13.4 19.6 13.4 15.4 L 13.4 0"),
    ('V', "M 0.6 0 L 6.2 22 L 8.2 22 L 13.8 0"),
    ('W', "M 0.6 0 C 0.8 10 1.8 16 3 22 L 4.2 22 L 7.2 9.8 L 10.2 22 L 11.4 22 C 12.6 16 13.6 10 13.8 0"),
    ('X', "M 1 0 L 13.4 22 M 13.2 0 L 0.8 22"),
    ('Y', "M 1 0 L 7.2 11 L 13.4 0 M 7.2 11 L 7.2 22"),
    ('Z', "M 1.4 0 L 12.4 0 L 12.4 1.2 L 1.2 20.8 L 1.2 22 L 13.2 22"),
];

/// Writes the lines of a zone, with the left edge of the first cell at `left` and the baseline of
/// the last line at `bottom` (in millimetres), and returns where the zone is.
pub(crate) fn write(sheet: &mut Sheet, left: f32, bottom: f32, lines: Vec<String>) -> Zone {
    let ink = Ink(26, 24, 28, 1.0);
    let above = lines.len().saturating_sub(1) as f32;
    let width = lines.first().map_or(0, String::len) as f32 * PITCH;
    for (row, line) in lines.iter().enumerate() {
        let foot = bottom - (above - row as f32) * LINE;
        for (column, character) in line.chars().enumerate() {
            let x = left + column as f32 * PITCH + (PITCH - 1.44) / 2.0;
            let place = Transform::from_row(0.1, 0.0, 0.0, 0.1, x, foot - CAPITAL);
            if let Some(path) = strokes(character).and_then(|path| path.transform(place)) {
                sheet.trace(&path, PEN, ink);
            }
        }
    }
    around(left, bottom, width, lines)
}

/// Writes the lines in a typeface, with every character in the middle of its cell and capitals as
/// tall as the strokes.
pub(crate) fn set(
    sheet: &mut Sheet,
    [left, bottom]: [f32; 2],
    lines: Vec<String>,
    face: &[u8],
) -> Result<Zone, SpecimenError> {
    let font = FontRef::try_from_slice(face)?;
    let ink = Ink(26, 24, 28, 1.0);
    let above = lines.len().saturating_sub(1) as f32;
    let width = lines.first().map_or(0, String::len) as f32 * PITCH;
    for (row, line) in lines.iter().enumerate() {
        let foot = bottom - (above - row as f32) * LINE;
        for (column, character) in line.chars().enumerate() {
            let middle = left + (column as f32 + 0.5) * PITCH;
            if let Some(path) = glyph(&font, character, CAPITAL + PEN, [middle, foot]) {
                sheet.fill(&path, ink);
            }
        }
    }
    Ok(around(left, bottom, width, lines))
}

/// Returns where a zone is whose last baseline is at `bottom`.
fn around(left: f32, bottom: f32, width: f32, lines: Vec<String>) -> Zone {
    let above = lines.len().saturating_sub(1) as f32;
    let top = bottom - above * LINE - CAPITAL - 0.45;
    Zone {
        lines,
        edges: [left, top, left + width, bottom + 0.2],
    }
}

fn strokes(character: char) -> Option<Path> {
    let (_, drawn) = STROKES.iter().find(|(known, _)| *known == character)?;
    let mut path = PathBuilder::new();
    let mut words = drawn.split_whitespace();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|text| text.parse::<f32>().ok());
        match word {
            "M" => path.move_to(number()?, number()?),
            "L" => path.line_to(number()?, number()?),
            "C" => path.cubic_to(
                number()?,
                number()?,
                number()?,
                number()?,
                number()?,
                number()?,
            ),
            _ => return None,
        }
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_zone_has_its_strokes() {
        for character in ('A'..='Z').chain('0'..='9').chain(['<']) {
            assert!(strokes(character).is_some(), "{character}");
        }
        assert!(strokes('a').is_none());
    }
}

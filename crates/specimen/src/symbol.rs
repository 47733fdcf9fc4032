//! Draws barcodes: PDF417 in the shapes that real cards use, and the thin inventory barcode.

use crate::card::{Code, DOTS_PER_MM};
use crate::error::SpecimenError;
use crate::rng::Rng;
use crate::sheet::Sheet;
use rxing::pdf417::encoder::PDF417;

/// The maximum size of a symbol in the AAMVA standard, in millimetres.
const MAX_SIZE: [f32; 2] = [75.6, 38.1];

/// A PDF417 symbol, with one row of modules per row of codewords.
#[derive(Debug, Clone)]
pub(crate) struct Symbol {
    /// The rows from top to bottom, where `true` is a bar.
    rows: Vec<Vec<bool>>,
    /// The width of a module in dots of 1/600 inch.
    module: u32,
    /// The height of a row in dots.
    row: u32,
}

impl Symbol {
    /// Encodes `text` in a random shape that is at most `height` millimetres tall: 8 to 17 columns,
    /// error correction level 3 to 5, modules of 4 to 7 dots (0.17 to 0.30 mm), rows of three to
    /// five modules.
    pub(crate) fn new(text: &str, seed: u64, height: f32) -> Result<Self, SpecimenError> {
        let mut rng = Rng::new(seed, "symbol");
        let level = *rng.choose(&[3, 4, 5, 5, 5]).unwrap_or(&5);
        // The last attempt is the shape that takes the least space.
        let throws = (0..40)
            .map(|_| (rng.within(8, 17), rng.within(4, 7), rng.within(3, 5)))
            .chain([(17, 4, 3)])
            .collect::<Vec<_>>();
        for (columns, module, ratio) in throws {
            let Ok(rows) = modules(text, columns as u32, level) else {
                continue;
            };
            let symbol = Self {
                rows,
                module: module as u32,
                row: (module * ratio) as u32,
            };
            let [wide, tall] = symbol.size();
            if wide <= MAX_SIZE[0] && tall <= height.min(MAX_SIZE[1]) {
                return Ok(symbol);
            }
        }
        Err(SpecimenError::Barcode(format!(
            "{} letters",
            text.chars().count()
        )))
    }

    /// Returns width and height in millimetres.
    pub(crate) fn size(&self) -> [f32; 2] {
        let columns = self.rows.first().map_or(0, Vec::len) as u32;
        [columns * self.module, self.rows.len() as u32 * self.row]
            .map(|dots| dots as f32 / DOTS_PER_MM)
    }

    /// Draws the symbol with its top left at `x`, `y` millimetres (to the nearest dot).
    pub(crate) fn draw(&self, sheet: &mut Sheet, x: f32, y: f32, text: &str) -> Code {
        let [left, top] = [x, y].map(|mm| (mm * DOTS_PER_MM).round() as u32);
        for (row, y) in self.rows.iter().zip((top..).step_by(self.row as usize)) {
            bars(sheet, row, left, y, self.module, self.row);
        }
        let [wide, tall] = self.size();
        let [left, top] = [left, top].map(|dots| dots as f32 / DOTS_PER_MM);
        Code {
            text: text.to_owned(),
            edges: [left, top, left + wide, top + tall],
        }
    }
}

/// Draws a row of modules.
fn bars(sheet: &mut Sheet, row: &[bool], left: u32, top: u32, module: u32, height: u32) {
    let mut at = 0;
    for run in row.chunk_by(|one, next| one == next) {
        let width = run.len() as u32;
        if run.first() == Some(&true) {
            sheet.dots(left + at * module, top, width * module, height);
        }
        at += width;
    }
}

fn modules(text: &str, columns: u32, level: u32) -> Result<Vec<Vec<bool>>, SpecimenError> {
    let refuse = |cause: rxing::Exceptions| SpecimenError::Barcode(cause.to_string());
    let mut encoder = PDF417::new();
    encoder.setDimensions(columns, columns, 90, 3);
    encoder.generateBarcodeLogic(text, level).map_err(refuse)?;
    let matrix = encoder.getBarcodeMatrix().as_ref();
    let matrix = matrix.ok_or_else(|| SpecimenError::Barcode("no symbol".to_owned()))?;
    // The encoder returns its rows from bottom to top.
    let rows = matrix.getMatrix().into_iter().rev();
    Ok(rows
        .map(|row| row.into_iter().map(|module| module == 1).collect())
        .collect())
}

/// Draws digits as Interleaved 2 of 5 (ISO/IEC 16390), with three dots per narrow bar, and returns
/// the width in millimetres. Other characters are left out.
pub(crate) fn inventory(sheet: &mut Sheet, x: f32, y: f32, height: f32, digits: &str) -> f32 {
    /// The wide elements of each digit, most significant bit first.
    const WIDE: [u8; 10] = [
        0b00110, 0b10001, 0b01001, 0b11000, 0b00101, 0b10100, 0b01100, 0b00011, 0b10010, 0b01010,
    ];
    let pattern = |digit: u32| WIDE.get(digit as usize).copied().unwrap_or(0);
    let values: Vec<u8> = digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .map(pattern)
        .collect();
    let mut row = vec![true, false, true, false];
    for pair in values.chunks(2) {
        let (bars, spaces) = (pair.first().copied(), pair.get(1).copied());
        for bit in (0..5).rev() {
            for (pattern, ink) in [(bars, true), (spaces, false)] {
                let wide = pattern.unwrap_or(0) >> bit & 1 == 1;
                row.extend(std::iter::repeat_n(ink, if wide { 3 } else { 1 }));
            }
        }
    }
    row.extend([true, true, true, false, true]);
    let [left, top, tall] = [x, y, height].map(|mm| (mm * DOTS_PER_MM).round() as u32);
    bars(sheet, &row, left, top, 3, tall);
    row.len() as f32 * 3.0 / DOTS_PER_MM
}

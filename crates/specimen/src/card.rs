//! One side of a drawn card and its measures.

use crate::error::SpecimenError;
use crate::ink::Sheet;
use image::{Rgb, RgbImage};

/// Width of an ID-1 card in millimetres (ISO/IEC 7810).
pub const CARD_WIDTH: f32 = 85.60;
/// Height of an ID-1 card in millimetres.
pub const CARD_HEIGHT: f32 = 53.98;
/// Radius of its corners in millimetres.
pub(crate) const CORNER: f32 = 3.18;
/// Drawings have 600 dots to the inch, so that bars fall on whole pixels.
pub(crate) const DOTS_PER_MM: f32 = 600.0 / 25.4;

/// Four corners, clockwise from the top left of what is shown, as `[x, y]`.
pub type Quad = [[f32; 2]; 4];

/// One side of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub(crate) pixels: RgbImage,
    pub(crate) code: Option<Code>,
}

/// A PDF417 symbol on a card.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Code {
    pub(crate) text: String,
    /// Left, top, right, bottom in millimetres, quiet zone left out.
    pub(crate) edges: [f32; 4],
}

impl Card {
    pub(crate) fn new_sheet() -> Result<Sheet, SpecimenError> {
        let dots = |mm: f32| (mm * DOTS_PER_MM).round() as u32;
        Sheet::new(dots(CARD_WIDTH), dots(CARD_HEIGHT), DOTS_PER_MM)
    }

    pub(crate) fn finish(sheet: Sheet, code: Option<Code>) -> Self {
        let (width, height) = (sheet.pixmap.width(), sheet.pixmap.height());
        let bytes: Vec<u8> = sheet
            .pixmap
            .data()
            .chunks_exact(4)
            .flat_map(|p| p.iter().take(3).copied())
            .collect();
        let pixels = RgbImage::from_raw(width, height, bytes).unwrap_or_default();
        Self { pixels, code }
    }

    /// A card with a print of the caller's own, without a bar code: any picture, as wide and tall
    /// as the card; 2022 × 1275 dots are as fine as this crate's own drawings.
    pub fn printed(pixels: RgbImage) -> Self {
        let (width, height) = (
            (CARD_WIDTH * DOTS_PER_MM).round() as u32,
            (CARD_HEIGHT * DOTS_PER_MM).round() as u32,
        );
        let fits = pixels.dimensions() == (width, height);
        let filter = image::imageops::FilterType::Triangle;
        let pixels = if fits {
            pixels
        } else {
            image::imageops::resize(&pixels, width, height, filter)
        };
        Self { pixels, code: None }
    }

    /// The text of the PDF417 symbol, on a back side.
    pub fn text(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.text.as_str())
    }

    /// The card as a flat scan at 600 dpi (2022 x 1275 pixels), white around its round corners.
    pub fn scan(&self) -> RgbImage {
        let mut scan = self.pixels.clone();
        for (x, y, pixel) in scan.enumerate_pixels_mut() {
            let inside = -edge_distance(x as f32 / DOTS_PER_MM, y as f32 / DOTS_PER_MM);
            let cover = (inside * DOTS_PER_MM + 0.5).clamp(0.0, 1.0);
            if cover < 1.0 {
                let mix = |value: u8| (f32::from(value) * cover + 255.0 * (1.0 - cover)) as u8;
                let Rgb([red, green, blue]) = *pixel;
                *pixel = Rgb([mix(red), mix(green), mix(blue)]);
            }
        }
        scan
    }

    /// Corners of the symbol on [`Card::scan`], in pixels.
    pub fn code_quad(&self) -> Option<Quad> {
        let Code {
            edges: [left, top, right, bottom],
            ..
        } = self.code.as_ref()?;
        let quad = [[left, top], [right, top], [right, bottom], [left, bottom]];
        Some(quad.map(|corner| corner.map(|mm| mm * DOTS_PER_MM)))
    }
}

/// How far a point (millimetres from the top left) lies outside the card; negative inside.
pub(crate) fn edge_distance(x: f32, y: f32) -> f32 {
    let across = (x - CARD_WIDTH / 2.0).abs() - (CARD_WIDTH / 2.0 - CORNER);
    let down = (y - CARD_HEIGHT / 2.0).abs() - (CARD_HEIGHT / 2.0 - CORNER);
    if across > 0.0 && down > 0.0 {
        (across * across + down * down).sqrt() - CORNER
    } else {
        across.max(down) - CORNER
    }
}

//! A side of a drawn card, and its dimensions.

use crate::error::SpecimenError;
use crate::sheet::Sheet;
use image::{Rgb, RgbImage};

/// The width of an ID-1 card in millimetres (ISO/IEC 7810).
pub const CARD_WIDTH: f32 = 85.60;
/// The height of an ID-1 card in millimetres.
pub const CARD_HEIGHT: f32 = 53.98;
/// The width of a passport's page in millimetres (ID-3).
pub const PAGE_WIDTH: f32 = 125.0;
/// The height of a passport's page in millimetres.
pub const PAGE_HEIGHT: f32 = 88.0;
/// The radius of the corners of both, in millimetres.
const CORNER: f32 = 3.18;
/// Drawings have 600 dots per inch, so that bars fall on whole pixels.
pub(crate) const DOTS_PER_MM: f32 = 600.0 / 25.4;

/// Four corners as `[x, y]`, clockwise from the top left of what is shown.
pub type Quad = [[f32; 2]; 4];

/// A side of a card, or the page of a passport.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub(crate) pixels: RgbImage,
    pub(crate) outline: Outline,
    pub(crate) code: Option<Code>,
    pub(crate) zone: Option<Zone>,
    /// Left, top, width and height of the portrait, in millimetres.
    pub(crate) portrait: Option<[f32; 4]>,
}

/// The size of what is drawn, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outline {
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Outline {
    /// A card (ID-1).
    pub(crate) const CARD: Self = Self {
        width: CARD_WIDTH,
        height: CARD_HEIGHT,
    };
    /// A sheet of a size between the two (ID-2).
    pub(crate) const SHEET: Self = Self {
        width: 105.0,
        height: 74.0,
    };
    /// A passport that is closed.
    pub(crate) const COVER: Self = Self {
        width: PAGE_HEIGHT,
        height: PAGE_WIDTH,
    };
    /// A passport's page (ID-3).
    pub(crate) const PAGE: Self = Self {
        width: PAGE_WIDTH,
        height: PAGE_HEIGHT,
    };

    /// Returns how far a point (millimetres from the top left) lies outside, which is negative
    /// inside.
    pub(crate) fn distance(self, x: f32, y: f32) -> f32 {
        let across = (x - self.width / 2.0).abs() - (self.width / 2.0 - CORNER);
        let down = (y - self.height / 2.0).abs() - (self.height / 2.0 - CORNER);
        if across > 0.0 && down > 0.0 {
            (across * across + down * down).sqrt() - CORNER
        } else {
            across.max(down) - CORNER
        }
    }
}

/// A machine-readable zone on a card or page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone {
    pub(crate) lines: Vec<String>,
    /// Left, top, right and bottom of its cells in millimetres.
    pub(crate) edges: [f32; 4],
}

/// A PDF417 symbol on a card.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Code {
    pub(crate) text: String,
    /// Left, top, right and bottom in millimetres, without the quiet zone.
    pub(crate) edges: [f32; 4],
}

impl Card {
    pub(crate) fn new_sheet(outline: Outline) -> Result<Sheet, SpecimenError> {
        let dots = |mm: f32| (mm * DOTS_PER_MM).round() as u32;
        Sheet::new(dots(outline.width), dots(outline.height), DOTS_PER_MM)
    }

    pub(crate) fn finish(sheet: Sheet, outline: Outline) -> Self {
        let (width, height) = (sheet.pixmap.width(), sheet.pixmap.height());
        let bytes: Vec<u8> = sheet
            .pixmap
            .data()
            .chunks_exact(4)
            .flat_map(|p| p.iter().take(3).copied())
            .collect();
        let pixels = RgbImage::from_raw(width, height, bytes).unwrap_or_default();
        Self {
            pixels,
            outline,
            code: None,
            zone: None,
            portrait: None,
        }
    }

    pub(crate) fn with_code(self, code: Code) -> Self {
        Self {
            code: Some(code),
            ..self
        }
    }

    pub(crate) fn with_zone(self, zone: Zone) -> Self {
        Self {
            zone: Some(zone),
            ..self
        }
    }

    /// Returns the lines of the machine-readable zone, if there is one.
    pub fn lines(&self) -> Option<&[String]> {
        self.zone.as_ref().map(|zone| zone.lines.as_slice())
    }

    /// Creates a card from a picture of the caller's, without a barcode. The picture is stretched
    /// to the card; 2022 × 1275 dots are as fine as this crate's own drawings.
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
        Self {
            pixels,
            outline: Outline::CARD,
            code: None,
            zone: None,
            portrait: None,
        }
    }

    /// Returns the card as a black and white copier reproduces it.
    #[must_use]
    pub fn copied(mut self) -> Self {
        for Rgb(pixel) in self.pixels.pixels_mut() {
            let [red, green, blue] = pixel.map(u32::from);
            *pixel = [((77 * red + 150 * green + 29 * blue) >> 8) as u8; 3];
        }
        self
    }

    /// Returns the card as a screen shows it whose pixels are this many of the card's 600 dots per
    /// inch apart: each has a red, a green and a blue stripe, and it is dark between two rows.
    #[must_use]
    pub fn on_a_screen(mut self, dots: u32) -> Self {
        let dots = dots.max(3);
        for (x, y, Rgb(pixel)) in self.pixels.enumerate_pixels_mut() {
            let is_between = y % dots == dots - 1;
            for (channel, value) in (0..).zip(pixel) {
                let is_lit = x % dots * 3 / dots == channel && !is_between;
                let share = if is_lit { 1.0 } else { 0.45 };
                *value = (f32::from(*value) * share + 12.0) as u8;
            }
        }
        self
    }

    /// Returns the text of the PDF417 symbol, if this is a back.
    pub fn text(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.text.as_str())
    }

    /// Returns the card as a flat scan at 600 dpi (2022 × 1275 pixels; a page has 2953 × 2079),
    /// with white outside its rounded corners.
    pub fn scan(&self) -> RgbImage {
        let mut scan = self.pixels.clone();
        for (x, y, pixel) in scan.enumerate_pixels_mut() {
            let (across, down) = (x as f32 / DOTS_PER_MM, y as f32 / DOTS_PER_MM);
            let inside = -self.outline.distance(across, down);
            let cover = (inside * DOTS_PER_MM + 0.5).clamp(0.0, 1.0);
            if cover < 1.0 {
                let mix = |value: u8| (f32::from(value) * cover + 255.0 * (1.0 - cover)) as u8;
                let Rgb([red, green, blue]) = *pixel;
                *pixel = Rgb([mix(red), mix(green), mix(blue)]);
            }
        }
        scan
    }

    /// Returns the corners of the symbol on [`Card::scan`], in pixels.
    pub fn code_quad(&self) -> Option<Quad> {
        let Code {
            edges: [left, top, right, bottom],
            ..
        } = self.code.as_ref()?;
        let quad = [[left, top], [right, top], [right, bottom], [left, bottom]];
        Some(quad.map(|corner| corner.map(|mm| mm * DOTS_PER_MM)))
    }
}

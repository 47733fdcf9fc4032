//! Reads a page in a photograph: finds it, squares it up, evens out its light, turns it upright,
//! and reads its words.

use imaging::locate::locate;
use imaging::{Luma, Quad, warp, without_shade};

use crate::{Engine, Failed, Word};

/// The words of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageText {
    /// The words, with boxes in pixels of the squared-up page.
    pub words: Vec<Word>,
    /// The width of the squared-up page in pixels.
    pub width: u32,
    /// The height of the squared-up page in pixels.
    pub height: u32,
    /// The place of the page in the picture, starting at its top left corner as it is read, or
    /// `None` if it fills the picture.
    pub quad: Option<Quad>,
}

/// The longer side of a squared-up page in pixels: 200 dots per inch on A4 are 2339.
const LONGEST: f64 = 2_600.0;
const SHORTEST: f64 = 2_000.0;
/// The confidence from which words of three letters and more show that a page is upright.
const SURE: f64 = 0.6;
/// The number of these words after which no other orientation is tried.
const ENOUGH: usize = 15;
/// The longer side of a sheet in inches, between A4 and letter, for guessing the resolution.
const INCHES: f64 = 11.5;

impl Engine {
    /// Reads the page in a picture. If the page cannot be found, or what was found has hardly any
    /// words, the whole picture is read. A page that makes no sense is tried in the three other
    /// orientations.
    ///
    /// # Errors
    ///
    /// The errors are those of [`Engine::words`], if no orientation was read.
    pub fn page(&self, picture: &Luma) -> Result<PageText, Failed> {
        let frame = Quad::of_size(picture.width(), picture.height());
        let place = locate(picture).map(|found| found.quad);
        let mut best: Option<PageText> = None;
        let mut failed = Failed::GaveUp;
        for quad in place.into_iter().chain([frame]) {
            for turn in 0..4 {
                let read = match self.squared_up(picture, &turned(&quad, turn)) {
                    Ok(words) => words,
                    Err(error) => {
                        failed = error;
                        continue;
                    }
                };
                let text = PageText {
                    quad: place
                        .filter(|place| *place == quad)
                        .map(|place| turned(&place, turn)),
                    ..read
                };
                if best
                    .as_ref()
                    .is_none_or(|known| sense(&text) > sense(known))
                {
                    best = Some(text);
                }
                if best.as_ref().is_some_and(|known| sense(known) >= ENOUGH) {
                    break;
                }
            }
            if best.as_ref().is_some_and(|known| sense(known) >= ENOUGH) {
                break;
            }
        }
        best.ok_or(failed)
    }

    fn squared_up(&self, picture: &Luma, quad: &Quad) -> Result<PageText, Failed> {
        let longer = quad.width().max(quad.height()).max(1.0);
        let scale = (longer * 1.25).clamp(SHORTEST, LONGEST) / longer;
        let side = |length: f64| (length * scale).round().clamp(1.0, 2.0 * LONGEST) as u32;
        let (width, height) = (side(quad.width()), side(quad.height()));
        let page = warp(picture, quad, width, height).ok_or(Failed::GaveUp)?;
        let dpi = (f64::from(width.max(height)) / INCHES) as u32;
        Ok(PageText {
            words: self.words(&without_shade(&page), dpi)?,
            width,
            height,
            quad: None,
        })
    }
}

/// Returns the quad as read after this many quarter turns to the left.
fn turned(quad: &Quad, quarters: usize) -> Quad {
    // Upside down is likelier than sideways: a page is held upright or put in front of a camera.
    let steps = [0, 2, 1, 3].get(quarters).copied().unwrap_or(0);
    let mut corners = quad.0;
    corners.rotate_left(steps);
    Quad(corners)
}

/// Returns how many words make sense.
fn sense(text: &PageText) -> usize {
    text.words
        .iter()
        .filter(|word| word.confidence >= SURE)
        .filter(|word| word.text.chars().filter(|c| c.is_alphanumeric()).count() >= 3)
        .count()
}

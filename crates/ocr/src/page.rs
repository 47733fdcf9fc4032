//! Reads a page in a photograph: locates it, rectifies it, evens out its light, turns it upright,
//! and reads its words.

use imaging::locate::locate;
use imaging::{Luma, Quad, warp, without_shade};

use crate::{Engine, Failed, Word};

/// The words of a page.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PageText {
    /// The words, with boxes in pixels of the rectified page.
    pub words: Vec<Word>,
    /// The width of the rectified page in pixels.
    pub width: u32,
    /// The height of the rectified page in pixels.
    pub height: u32,
    /// The corners of the page in the picture, starting at its top left as it is read, or `None` if
    /// the page fills the picture.
    pub quad: Option<Quad>,
}

/// The longer side of a rectified page in pixels. For A4, 200 dots per inch would be 2339.
const RECTIFIED_SIDE: f64 = 2_600.0;
const SHORTEST: f64 = 2_000.0;
/// The confidence of words of three or more letters that shows that a page is upright.
const MIN_CONFIDENCE: f64 = 0.6;
/// The number of such words with which no other orientation is tried.
const ENOUGH_WORDS: usize = 15;
/// The longer side of a sheet in inches, between A4 and letter, for estimating the resolution.
const SHEET_INCHES: f64 = 11.5;

impl Engine {
    /// Reads the page in a picture. If it cannot be located, or has hardly any words there, the
    /// whole picture is read. If few words make sense, the three other orientations are tried.
    ///
    /// # Errors
    ///
    /// The errors are those of [`Engine::words`] if no orientation could be read.
    ///
    /// ```
    /// use imaging::Luma;
    /// use ocr::{Engine, Settings};
    ///
    /// let picture = Luma::filled(400, 250, 255);
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     for word in engine.page(&picture)?.words {
    ///         println!("{}", word.text);
    ///     }
    /// }
    /// # Ok::<(), ocr::Failed>(())
    /// ```
    pub fn page(&self, picture: &Luma) -> Result<PageText, Failed> {
        let frame = Quad::of_size(picture.width(), picture.height());
        let place = locate(picture).map(|found| found.quad);
        let mut best: Option<PageText> = None;
        let mut failed = Failed::GaveUp;
        for quad in place.into_iter().chain([frame]) {
            for turn in 0..4 {
                let read = match self.rectified(picture, &turned(&quad, turn)) {
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
                    .is_none_or(|known| sensible_words(&text) > sensible_words(known))
                {
                    best = Some(text);
                }
                if best
                    .as_ref()
                    .is_some_and(|known| sensible_words(known) >= ENOUGH_WORDS)
                {
                    break;
                }
            }
            if best
                .as_ref()
                .is_some_and(|known| sensible_words(known) >= ENOUGH_WORDS)
            {
                break;
            }
        }
        best.ok_or(failed)
    }

    fn rectified(&self, picture: &Luma, quad: &Quad) -> Result<PageText, Failed> {
        let longer = quad.width().max(quad.height()).max(1.0);
        let scale = (longer * 1.25).clamp(SHORTEST, RECTIFIED_SIDE) / longer;
        let side = |length: f64| (length * scale).round().clamp(1.0, 2.0 * RECTIFIED_SIDE) as u32;
        let (width, height) = (side(quad.width()), side(quad.height()));
        let page = warp(picture, quad, width, height).ok_or(Failed::GaveUp)?;
        let dpi = (f64::from(width.max(height)) / SHEET_INCHES) as u32;
        Ok(PageText {
            words: self.words(&without_shade(&page), dpi)?,
            width,
            height,
            quad: None,
        })
    }
}

/// Returns the quad after a number of quarter turns to the left.
fn turned(quad: &Quad, quarters: usize) -> Quad {
    // Upside down is likelier than sideways, because a page is usually upright in front of the
    // camera.
    let steps = [0, 2, 1, 3].get(quarters).copied().unwrap_or(0);
    let mut corners = quad.0;
    corners.rotate_left(steps);
    Quad(corners)
}

/// Returns the number of words that make sense.
fn sensible_words(text: &PageText) -> usize {
    text.words
        .iter()
        .filter(|word| word.confidence >= MIN_CONFIDENCE)
        .filter(|word| word.text.chars().filter(|c| c.is_alphanumeric()).count() >= 3)
        .count()
}

//! Reads a side of a card, or a page of a passport, in a photograph. The side is located, rectified
//! to one size, evenly lit, turned upright and read. After that, a second pass reads what was not
//! recognised, and single places can be read again.

use std::time::Duration;

use imaging::locate::locate;
use imaging::{Luma, Quad, resize, warp, without_shade};

use crate::engine::Layout;
use crate::{Area, Engine, Failed, Word};

/// The longer side of a rectified card in pixels. Labels of a millimetre's height then have fifteen
/// pixels.
const RECTIFIED_SIDE: f64 = 1_600.0;
/// The resolution that the engine is given, which is between that of a card and that of a page at
/// this size.
const DPI: u32 = 400;
/// The confidence of words of three or more letters that shows that a side is the right way up.
/// Upside down, many words are read with less.
const MIN_CONFIDENCE: f64 = 0.85;
/// The number of such words with which a side is not tried upside down, and the number with which
/// no further rotation is tried after that.
const ENOUGH_WORDS: [usize; 2] = [12, 5];
/// Words read with this confidence are erased before the rest is read.
const ERASE_CONFIDENCE: f64 = 0.5;
/// The magnification for reading a place again.
const MAGNIFICATION: f64 = 1.45;

/// The words of a side, and the side itself for reading places again.
#[derive(Clone)]
pub struct SideText {
    /// The words, with boxes in pixels of the rectified side.
    pub words: Vec<Word>,
    /// The corners of the side in the picture, starting at its top left as it is read.
    pub quad: Quad,
    card: Luma,
    /// The language in which the side is read.
    language: String,
}

/// A side is about a person, so only the number of words is printed.
impl std::fmt::Debug for SideText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SideText({} words)", self.words.len())
    }
}

/// The position of a side in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// Somewhere in the picture, in any orientation.
    Unknown,
    /// At these corners, starting at the top left as it is read. Only this fraction of the height,
    /// from the top, is read.
    Upright(Quad, f64),
}

impl Engine {
    /// Reads the side of a card in a picture, in one language (see [`Engine::language_for`]). If
    /// few words make sense, the other orientations are tried as long as there is time: `time_left`
    /// is called before each attempt, and the attempt is not made if there is none left.
    ///
    /// # Errors
    ///
    /// Returns [`Failed`] if nothing was read within the time.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use imaging::Luma;
    /// use ocr::{Engine, Place, Settings};
    ///
    /// let picture = Luma::filled(400, 250, 255);
    /// if let Ok(engine) = Engine::open(&Settings::default()) {
    ///     let language = engine.language_for(Some("CH")).to_owned();
    ///     let time_left = || Duration::from_secs(5);
    ///     let side = engine.side(&picture, Place::Unknown, &language, &time_left);
    ///     println!("{side:?}");
    /// }
    /// ```
    pub fn side(
        &self,
        picture: &Luma,
        place: Place,
        language: &str,
        time_left: &dyn Fn() -> Duration,
    ) -> Result<SideText, Failed> {
        let mut best: Option<SideText> = None;
        let mut failed = Failed::GaveUp;
        for (number, (quad, share)) in attempts(picture, place).into_iter().enumerate() {
            let left = time_left();
            if left.is_zero() {
                break;
            }
            let Some(card) = rectified(picture, &quad, share) else {
                continue;
            };
            let words = match self.quick(&card, DPI, Layout::Scattered, (language, left)) {
                Ok(words) => words,
                Err(error) => {
                    failed = error;
                    continue;
                }
            };
            let side = SideText {
                words,
                quad,
                card,
                language: language.to_owned(),
            };
            if best
                .as_ref()
                .is_none_or(|known| sensible_words(&side) > sensible_words(known))
            {
                best = Some(side);
            }
            let [at_once, enough] = ENOUGH_WORDS;
            let enough = if number == 0 { at_once } else { enough };
            if best
                .as_ref()
                .is_some_and(|known| sensible_words(known) >= enough)
            {
                break;
            }
        }
        best.ok_or(failed)
    }

    /// Adds words that were not recognised at first, such as small labels above large values. The
    /// known words are erased, and the rest is read by itself.
    ///
    /// # Errors
    ///
    /// The errors are those of [`Engine::side`]. The words are unchanged in that case.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use ocr::{Engine, Failed, SideText};
    ///
    /// fn read_small_print(engine: &Engine, side: &mut SideText) -> Result<(), Failed> {
    ///     engine.rest(side, Duration::from_secs(5))
    /// }
    /// ```
    pub fn rest(&self, side: &mut SideText, within: Duration) -> Result<(), Failed> {
        let mut card = side.card.clone();
        for word in side
            .words
            .iter()
            .filter(|word| word.confidence >= ERASE_CONFIDENCE)
        {
            erase(&mut card, word.area);
        }
        let how = (side.language.as_str(), within);
        let rest = self.quick(&card, DPI, Layout::Scattered, how)?;
        side.words.retain(|word| {
            let is_known = word.confidence >= ERASE_CONFIDENCE;
            // A doubtful word is replaced by what was read in its place.
            is_known || !rest.iter().any(|again| overlap(word.area, again.area))
        });
        // What is left around an erased word is no word.
        let known = side.words.clone();
        let is_new = |again: &Word| !known.iter().any(|word| overlap(word.area, again.area));
        side.words.extend(rest.into_iter().filter(is_new));
        Ok(())
    }

    /// Reads a place of a side again, magnified and as a single line.
    ///
    /// # Errors
    ///
    /// The errors are those of [`Engine::side`].
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use ocr::{Engine, Failed, SideText, Word};
    ///
    /// fn confirm(engine: &Engine, side: &SideText, word: &Word) -> Result<bool, Failed> {
    ///     let area = [word.area.left, word.area.top, word.area.right, word.area.bottom];
    ///     let again = engine.again(side, area, Duration::from_secs(5))?;
    ///     Ok(again.iter().any(|other| other.text == word.text))
    /// }
    /// ```
    pub fn again(
        &self,
        side: &SideText,
        place: [f64; 4],
        within: Duration,
    ) -> Result<Vec<Word>, Failed> {
        let [left, top, right, bottom] = place;
        let (margin, reach) = (0.25 * (bottom - top), 0.35 * (bottom - top));
        let (width, height) = (f64::from(side.card.width()), f64::from(side.card.height()));
        let (x0, x1) = (
            (left - reach).max(0.0) as u32,
            (right + reach).min(width) as u32,
        );
        let (y0, y1) = (
            (top - margin).max(0.0) as u32,
            (bottom + margin).min(height) as u32,
        );
        if x1 <= x0 || y1 <= y0 {
            return Ok(Vec::new());
        }
        let rows = (y0..y1).flat_map(|y| {
            let row = side.card.row(y);
            row.get(x0 as usize..x1 as usize)
                .unwrap_or_default()
                .iter()
                .copied()
        });
        let Some(piece) = Luma::new(x1 - x0, y1 - y0, rows.collect()) else {
            return Ok(Vec::new());
        };
        let larger = |length: u32| (f64::from(length) * MAGNIFICATION) as u32;
        let piece = resize(&piece, larger(piece.width()), larger(piece.height()));
        let dpi = (f64::from(DPI) * MAGNIFICATION) as u32;
        self.quick(&framed(&piece), dpi, Layout::Line, (&side.language, within))
    }
}

/// Returns the quads to try, the likeliest first.
fn attempts(picture: &Luma, place: Place) -> Vec<(Quad, f64)> {
    if let Place::Upright(quad, share) = place {
        return vec![(quad, share)];
    }
    let frame = Quad::of_size(picture.width(), picture.height());
    let located = locate(picture).map(|found| found.quad);
    let turned = |quad: Quad| {
        // A card is usually in landscape format, and upright rather than upside down.
        let quarters = if quad.width() >= quad.height() {
            [0, 2, 1, 3]
        } else {
            [1, 3, 0, 2]
        };
        quarters.map(|quarter| {
            let mut corners = quad.0;
            corners.rotate_left(quarter);
            (Quad(corners), 1.0)
        })
    };
    located
        .into_iter()
        .chain([frame])
        .flat_map(turned)
        .collect()
}

fn rectified(picture: &Luma, quad: &Quad, share: f64) -> Option<Luma> {
    let scale = RECTIFIED_SIDE / quad.width().max(quad.height()).max(1.0);
    let side = |length: f64| (length * scale).round().clamp(1.0, RECTIFIED_SIDE) as u32;
    let (width, height) = (side(quad.width()), side(quad.height()));
    let card = warp(picture, quad, width, height)?;
    let rows = ((f64::from(height) * share) as u32).clamp(1, height);
    let data = card.data().get(..(width * rows) as usize)?.to_vec();
    Some(without_shade(&Luma::new(width, rows, data)?))
}

/// Returns the number of words that make sense.
fn sensible_words(side: &SideText) -> usize {
    side.words
        .iter()
        .filter(|word| word.confidence >= MIN_CONFIDENCE)
        .filter(|word| word.text.chars().filter(|c| c.is_alphanumeric()).count() >= 3)
        .count()
}

fn overlap(a: Area, b: Area) -> bool {
    let wide = a.right.min(b.right) - a.left.max(b.left);
    let tall = a.bottom.min(b.bottom) - a.top.max(b.top);
    wide > 0.3 * (a.right - a.left).min(b.right - b.left)
        && tall > 0.5 * (a.bottom - a.top).min(b.bottom - b.top)
}

/// Erases a word with white.
fn erase(card: &mut Luma, area: Area) {
    let (width, height) = (card.width(), card.height());
    let within = |at: f64, most: u32| at.clamp(0.0, f64::from(most)) as usize;
    let (left, right) = (
        within(area.left - 2.0, width),
        within(area.right + 3.0, width),
    );
    let (top, bottom) = (
        within(area.top - 2.0, height),
        within(area.bottom + 3.0, height),
    );
    let rows = card.data_mut().chunks_exact_mut(width as usize);
    for row in rows.take(bottom).skip(top) {
        if let Some(word) = row.get_mut(left..right) {
            word.fill(255);
        }
    }
}

/// Returns the picture with a white border, because the engine overlooks what touches the edge.
fn framed(piece: &Luma) -> Luma {
    const MARGIN: u32 = 16;
    let (width, height) = (piece.width() + 2 * MARGIN, piece.height() + 2 * MARGIN);
    let mut framed = Luma::filled(width, height, 255);
    let rows = framed
        .data_mut()
        .chunks_exact_mut(width as usize)
        .skip(MARGIN as usize);
    for (row, y) in rows.zip(0..piece.height()) {
        if let Some(inner) = row.get_mut(MARGIN as usize..(MARGIN + piece.width()) as usize) {
            inner.copy_from_slice(piece.row(y));
        }
    }
    framed
}

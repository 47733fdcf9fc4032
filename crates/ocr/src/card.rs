//! One side of a card, or the page of a passport, from a photograph to words: found, squared up to
//! one size, evenly lit, turned the right way, read; then what was not recognised at first, and
//! single places a second time.

use std::time::Duration;

use imaging::locate::locate;
use imaging::{Luma, Quad, resize, warp, without_shade};

use crate::engine::Layout;
use crate::{Area, Engine, Failed, Word};

/// Longer side of a squared-up side in pixels: labels of a millimetre's height have fifteen of
/// them.
const LONGER: f64 = 1_600.0;
/// The resolution that the engine is told: between a card's and a page's at that size.
const DPI: u32 = 400;
/// Words of three letters and more, read with this confidence, show that a side is the right way
/// up. Upside down many a word is read with less.
const SURE: f64 = 0.85;
/// So many of them are enough not to turn it upside down, and so many to look no further once it
/// was.
const ENOUGH: [usize; 2] = [12, 5];
/// What was read with this confidence is wiped away before the rest is looked for.
const KNOWN: f64 = 0.5;
/// A second look is this much larger.
const LARGER: f64 = 1.45;

/// The words of one side, with the side itself for a second look.
#[derive(Clone)]
pub struct Side {
    /// The words, with boxes in pixels of the squared-up side.
    pub words: Vec<Word>,
    /// Where the side lies in the picture, from its top left corner as it is read.
    pub quad: Quad,
    card: Luma,
    /// The language that it is read in.
    language: String,
}

/// A side is about a person: how much there is on it is shown.
impl std::fmt::Debug for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Side({} words)", self.words.len())
    }
}

/// Where a side lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// Somewhere in the picture, any way up.
    Unknown,
    /// Here, from its top left corner as it is read; of its height only this share, from the top,
    /// is read.
    Upright(Quad, f64),
}

impl Engine {
    /// Reads the side of a card that a picture shows, in one language (see
    /// [`Engine::language_for`]). A side that makes no sense is tried the other ways round while
    /// there is time: `time_left` is asked before each try, and a try that has no time is not made.
    ///
    /// # Errors
    ///
    /// [`Failed`] if nothing was read within the time.
    pub fn side(
        &self,
        picture: &Luma,
        place: Place,
        language: &str,
        time_left: &dyn Fn() -> Duration,
    ) -> Result<Side, Failed> {
        let mut best: Option<Side> = None;
        let mut failed = Failed::GaveUp;
        for (number, (quad, share)) in tries(picture, place).into_iter().enumerate() {
            let left = time_left();
            if left.is_zero() {
                break;
            }
            let Some(card) = squared_up(picture, &quad, share) else {
                continue;
            };
            let words = match self.quick(&card, DPI, Layout::Scattered, (language, left)) {
                Ok(words) => words,
                Err(error) => {
                    failed = error;
                    continue;
                }
            };
            let side = Side {
                words,
                quad,
                card,
                language: language.to_owned(),
            };
            if best
                .as_ref()
                .is_none_or(|known| sense(&side) > sense(known))
            {
                best = Some(side);
            }
            let [at_once, enough] = ENOUGH;
            let enough = if number == 0 { at_once } else { enough };
            if best.as_ref().is_some_and(|known| sense(known) >= enough) {
                break;
            }
        }
        best.ok_or(failed)
    }

    /// Adds what was not recognised at first: what is known is wiped away, and the rest read by
    /// itself. Small labels above large values come only then.
    ///
    /// # Errors
    ///
    /// As [`Engine::side`]; the words stay as they were.
    pub fn rest(&self, side: &mut Side, within: Duration) -> Result<(), Failed> {
        let mut card = side.card.clone();
        for word in side.words.iter().filter(|word| word.confidence >= KNOWN) {
            wipe(&mut card, word.area);
        }
        let how = (side.language.as_str(), within);
        let rest = self.quick(&card, DPI, Layout::Scattered, how)?;
        side.words.retain(|word| {
            let is_known = word.confidence >= KNOWN;
            // What was doubtful is what was looked at again.
            is_known || !rest.iter().any(|again| overlap(word.area, again.area))
        });
        // What is left around a word that was wiped away is no word.
        let known = side.words.clone();
        let is_new = |again: &Word| !known.iter().any(|word| overlap(word.area, again.area));
        side.words.extend(rest.into_iter().filter(is_new));
        Ok(())
    }

    /// Looks at one place of a side again, larger and by itself, as one line.
    ///
    /// # Errors
    ///
    /// As [`Engine::side`].
    pub fn again(
        &self,
        side: &Side,
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
        let larger = |length: u32| (f64::from(length) * LARGER) as u32;
        let piece = resize(&piece, larger(piece.width()), larger(piece.height()));
        let dpi = (f64::from(DPI) * LARGER) as u32;
        self.quick(&framed(&piece), dpi, Layout::Line, (&side.language, within))
    }
}

/// Where to look, likeliest first.
fn tries(picture: &Luma, place: Place) -> Vec<(Quad, f64)> {
    if let Place::Upright(quad, share) = place {
        return vec![(quad, share)];
    }
    let frame = Quad::of_size(picture.width(), picture.height());
    let located = locate(picture).map(|found| found.quad);
    let turned = |quad: Quad| {
        // A card lies across, and is rather upright than not.
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

fn squared_up(picture: &Luma, quad: &Quad, share: f64) -> Option<Luma> {
    let scale = LONGER / quad.width().max(quad.height()).max(1.0);
    let side = |length: f64| (length * scale).round().clamp(1.0, LONGER) as u32;
    let (width, height) = (side(quad.width()), side(quad.height()));
    let card = warp(picture, quad, width, height)?;
    let rows = ((f64::from(height) * share) as u32).clamp(1, height);
    let data = card.data().get(..(width * rows) as usize)?.to_vec();
    Some(without_shade(&Luma::new(width, rows, data)?))
}

/// How many words make sense.
fn sense(side: &Side) -> usize {
    side.words
        .iter()
        .filter(|word| word.confidence >= SURE)
        .filter(|word| word.text.chars().filter(|c| c.is_alphanumeric()).count() >= 3)
        .count()
}

fn overlap(a: Area, b: Area) -> bool {
    let wide = a.right.min(b.right) - a.left.max(b.left);
    let tall = a.bottom.min(b.bottom) - a.top.max(b.top);
    wide > 0.3 * (a.right - a.left).min(b.right - b.left)
        && tall > 0.5 * (a.bottom - a.top).min(b.bottom - b.top)
}

/// White where a word was.
fn wipe(card: &mut Luma, area: Area) {
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

/// The picture with white around it: the engine overlooks what touches the edge.
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

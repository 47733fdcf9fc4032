//! The text that a PDF carries, with its places: what was printed from a program needs no recognition.
//!
//! Only text that is drawn counts. Invisible text is what scanners add by recognition, or what a forger
//! adds to be read in place of what people see; it is left out, and [`TextPage::shown_on`] leaves out
//! what is drawn but cannot be seen on the rendered page. The same limits hold as for rendering.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::Pdf;
use hayro::hayro_interpret::{DrawMode, InterpreterSettings};
use hayro::kurbo::{Affine, Point, Rect, Shape};

use crate::decode::admit;
use crate::inflation::check_streams;
use crate::pdf::{Budget, count, refusal, refusal_of};
use crate::{DecodeError, Format, Limits, Luma};

/// The words of one page.
#[derive(Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextPage {
    /// Width in points (1/72 inch).
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The words in the order in which they are drawn.
    pub words: Vec<TextWord>,
}

/// A word and the box it takes, in points from the left and from the top of the upright page.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextWord {
    /// What it says.
    pub text: String,
    /// Points from the left.
    pub left: f64,
    /// Points from the top, at the height of capitals.
    pub top: f64,
    /// Points from the left.
    pub right: f64,
    /// Points from the top, at the foot of the line.
    pub bottom: f64,
}

/// Texts are people's letters: a log shows how much there is.
impl std::fmt::Debug for TextPage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextPage({} words)", self.words.len())
    }
}

impl std::fmt::Debug for TextWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextWord({} characters)", self.text.chars().count())
    }
}

/// No file has more letters than these; what comes after is left out.
const MOST_LETTERS: usize = 60_000;

/// The text layers of a PDF's first pages, empty where a page has none; `None` for a file of another
/// format.
///
/// # Errors
///
/// As [`crate::decode_pages`] for a PDF that cannot be opened or is too much work.
pub fn text_layer(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<TextPage>>, DecodeError> {
    if admit(bytes, limits)? != Format::Pdf {
        return Ok(None);
    }
    // As for rendering: a panic of the third-party crate refuses this one file.
    catch_unwind(AssertUnwindSafe(|| read(bytes, limits)))
        .unwrap_or_else(|cause| Err(refusal_of(&*cause, limits)))
        .map(Some)
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<TextPage>, DecodeError> {
    check_streams(bytes, limits)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| refusal(error, bytes))?;
    let settings = InterpreterSettings::default();
    let mut budget = Budget::new(limits);
    let mut pages = Vec::new();
    let mut left = MOST_LETTERS;
    for page in pdf.pages().iter().take(limits.pages.max(1)) {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        budget.letters = Some(Letters {
            all: Vec::new(),
            page: Rect::new(0.0, 0.0, width, height),
            most: left,
        });
        count(page, &settings, &mut budget);
        let letters = budget
            .letters
            .take()
            .map_or_else(Vec::new, |found| found.all);
        left -= letters.len().min(left);
        pages.push(TextPage {
            width,
            height,
            words: words(&letters),
        });
    }
    Ok(pages)
}

/// One character where it is drawn.
#[derive(Debug, Clone)]
struct Letter {
    text: String,
    /// The start and the end of its foot, in points of the page.
    from: Point,
    to: Point,
    /// The size of the type, in points.
    size: f64,
}

/// Collects what is drawn as text.
#[derive(Debug)]
pub(crate) struct Letters {
    all: Vec<Letter>,
    page: Rect,
    most: usize,
}

impl Letters {
    /// Takes the letters of a run that is drawn.
    pub(crate) fn collect(&mut self, run: &GlyphRun<'_, '_>, place: Affine, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        for glyph in run.glyphs() {
            if self.all.len() >= self.most {
                return;
            }
            self.letter(glyph, place * glyph.transform());
        }
    }

    fn letter(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => return,
        };
        // The space of a glyph has 1000 units to the size of the type.
        let at = |x: f64| place * Point::new(x, 0.0);
        let right = match glyph {
            Glyph::Outline(_) if text.trim().is_empty() => 250.0,
            Glyph::Outline(outline) => outline.outline().bounding_box().x1.clamp(0.0, 2_000.0),
            Glyph::Type3(_) => 500.0,
        };
        let (from, to) = (at(0.0), at(right));
        let size = (place * Point::new(0.0, 1_000.0)).distance(from);
        let is_shown = self.page.contains(from) && size.is_finite() && size > 2.0 && size < 400.0;
        if is_shown && to.is_finite() {
            self.all.push(Letter {
                text,
                from,
                to,
                size,
            });
        }
    }
}

/// Letters that follow one another on one foot, without a gap of a word, are a word.
fn words(letters: &[Letter]) -> Vec<TextWord> {
    let mut all: Vec<TextWord> = Vec::new();
    let mut last: Option<&Letter> = None;
    for letter in letters {
        if letter.text.trim().is_empty() {
            last = None;
            continue;
        }
        let size = letter.size;
        let goes_on = last.is_some_and(|last| {
            let gap = letter.from.x - last.to.x;
            (letter.from.y - last.from.y).abs() < 0.25 * size
                && (-0.6 * size..0.22 * size).contains(&gap)
                && letter.from.x >= last.from.x - 0.1 * size
        });
        let (left, right) = (
            letter.from.x.min(letter.to.x),
            letter.from.x.max(letter.to.x),
        );
        let (top, bottom) = (letter.from.y - 0.72 * size, letter.from.y);
        match all.last_mut().filter(|_| goes_on) {
            Some(word) => {
                word.text.push_str(&letter.text);
                word.right = word.right.max(right);
                word.top = word.top.min(top);
            }
            None => all.push(TextWord {
                text: letter.text.clone(),
                left,
                top,
                right,
                bottom,
            }),
        }
        last = Some(letter);
    }
    all
}

/// Least difference of greys in a word's box that is print.
const PRINT: u8 = 48;

impl TextPage {
    /// The words that can be seen on the rendered page: white on white, or covered by something plain,
    /// they are not there.
    #[must_use]
    pub fn shown_on(&self, rendered: &Luma) -> Self {
        let scale = f64::from(rendered.width()) / self.width.max(1.0);
        let is_shown = |word: &&TextWord| {
            let step = |from: f64, to: f64, i: u32| {
                ((from + (to - from) * f64::from(i) / 23.0) * scale) as i64
            };
            let (mut darkest, mut brightest) = (255, 0);
            for i in 0..24 {
                for j in 0..24 {
                    let x = step(word.left, word.right, i);
                    let grey = rendered.at(x, step(word.top, word.bottom, j));
                    (darkest, brightest) = (grey.min(darkest), grey.max(brightest));
                }
            }
            brightest - darkest >= PRINT
        };
        Self {
            words: self.words.iter().filter(is_shown).cloned().collect(),
            ..*self
        }
    }
}

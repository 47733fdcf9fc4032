//! Letters at the places where they are drawn, and the words that they form.

use hayro::hayro_interpret::DrawMode;
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::kurbo::{Affine, Point, Rect, Shape};

use crate::text::TextWord;

/// A character and the place where it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    text: String,
    /// The start and end of its baseline, in points of the page.
    from: Point,
    to: Point,
    /// The size of the type in points.
    size: f64,
}

/// Collects text that is drawn.
#[derive(Debug)]
pub(crate) struct Letters {
    all: Vec<Letter>,
    page: Rect,
    most: usize,
}

impl Letters {
    /// Collects the letters of a page, at most `most` of them.
    pub(crate) fn of(page: Rect, most: usize) -> Self {
        Self {
            all: Vec::new(),
            page,
            most,
        }
    }

    /// Returns the letters in the order in which they are drawn.
    pub(crate) fn into_vec(self) -> Vec<Letter> {
        self.all
    }

    /// Collects the letters of a run of glyphs that is drawn.
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
        // The coordinates of a glyph are thousandths of the size of the type.
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

/// Joins letters on the same baseline into words, which end at gaps.
pub(crate) fn words(letters: &[Letter]) -> Vec<TextWord> {
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

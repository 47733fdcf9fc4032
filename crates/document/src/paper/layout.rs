//! Arranges words in lines and blocks by their positions. The order of the words does not matter.

use super::text::fold;
use super::word::{MAX_WORD_LENGTH, MAX_WORDS, Word};

/// The layout of a page.
#[derive(Debug)]
pub(super) struct PageLayout {
    /// Parts of lines without a wide gap, from top to bottom, then from left to right.
    pub(super) lines: Vec<Line>,
    /// The top and the height of the printed area.
    pub(super) top: f64,
    pub(super) height: f64,
}

/// A part of a line without a wide gap.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) folded: String,
    pub(super) confidence: f64,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// A gap this many times the height of the letters divides a line.
const MIN_GAP: f64 = 1.7;

impl Line {
    pub(super) fn height(&self) -> f64 {
        (self.bottom - self.top).max(1e-6)
    }

    fn middle(&self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }

    /// Returns true if the two are at the same height.
    pub(super) fn is_level_with(&self, other: &Self) -> bool {
        let overlap = self.bottom.min(other.bottom) - self.top.max(other.top);
        overlap > 0.45 * self.height().min(other.height())
    }

    /// Returns true if the other is the next line of the same paragraph.
    pub(super) fn continues_in(&self, next: &Self) -> bool {
        let height = self.height().max(next.height());
        let down = next.middle() - self.middle();
        let shared = self.right.min(next.right) - self.left.max(next.left);
        let is_aligned = (self.left - next.left).abs() < 1.6 * height
            || ((self.left + self.right) - (next.left + next.right)).abs() < 2.0 * height;
        let ratio = self.height() / next.height();
        (0.5 * height..2.4 * height).contains(&down)
            && shared > 0.0
            && is_aligned
            && (0.55..1.8).contains(&ratio)
    }
}

impl PageLayout {
    pub(super) fn of(words: &[Word]) -> Self {
        let mut words: Vec<&Word> = words
            .iter()
            .filter(|word| word.area.iter().all(|side| side.is_finite()))
            .filter(|word| !word.text.trim().is_empty())
            .filter(|word| word.text.chars().count() <= MAX_WORD_LENGTH)
            .take(MAX_WORDS)
            .collect();
        words.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
        // Rows first: each word joins the row whose last word is at its height.
        let mut rows: Vec<Vec<&Word>> = Vec::new();
        for word in words {
            let home = rows.iter_mut().filter_map(|row| {
                let last = row.last()?;
                let [left, top, _, bottom] = word.area;
                let [_, last_top, last_right, last_bottom] = last.area;
                let height = (bottom - top).max(last_bottom - last_top).max(1e-6);
                let off = (f64::midpoint(top, bottom) - f64::midpoint(last_top, last_bottom)).abs();
                let gap = left - last_right;
                let is_same = off < 0.5 * height && gap < MIN_GAP * height && gap > -height;
                is_same.then_some((off, row))
            });
            match home.min_by(|a, b| a.0.total_cmp(&b.0)) {
                Some((_, row)) => row.push(word),
                None => rows.push(vec![word]),
            }
        }
        let mut lines: Vec<Line> = rows.iter().filter_map(|row| line(row)).collect();
        lines.sort_by(|a, b| a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left)));
        let top = lines
            .iter()
            .map(|line| line.top)
            .fold(f64::INFINITY, f64::min);
        let bottom = lines
            .iter()
            .map(|line| line.bottom)
            .fold(f64::NEG_INFINITY, f64::max);
        Self {
            lines,
            top: if top.is_finite() { top } else { 0.0 },
            height: (bottom - top).max(1e-6),
        }
    }

    /// Returns the paragraphs, which are lines that continue each other. Each line is in one block.
    pub(super) fn blocks(&self) -> Vec<Vec<&Line>> {
        let mut blocks: Vec<Vec<&Line>> = Vec::new();
        for line in &self.lines {
            let home = blocks
                .iter_mut()
                .filter(|block| block.last().is_some_and(|last| last.continues_in(line)))
                .min_by(|a, b| {
                    let off = |block: &Vec<&Line>| {
                        block
                            .last()
                            .map_or(f64::INFINITY, |last| (last.left - line.left).abs())
                    };
                    off(a).total_cmp(&off(b))
                });
            match home {
                Some(block) => block.push(line),
                None => blocks.push(vec![line]),
            }
        }
        blocks
    }

    /// Returns the nearest part to the right of a line, at the same height.
    pub(super) fn right_of(&self, line: &Line) -> Option<&Line> {
        self.lines
            .iter()
            .filter(|other| other.left >= line.right && line.is_level_with(other))
            .min_by(|a, b| a.left.total_cmp(&b.left))
    }

    /// Returns the part directly below a line.
    pub(super) fn below(&self, line: &Line) -> Option<&Line> {
        self.lines.iter().find(|other| line.continues_in(other))
    }
}

fn line(words: &[&Word]) -> Option<Line> {
    let first = words.first()?;
    let texts: Vec<&str> = words.iter().map(|word| word.text.trim()).collect();
    let text = texts.join(" ");
    let [mut left, mut top, mut right, mut bottom] = first.area;
    for word in words {
        left = left.min(word.area[0]);
        top = top.min(word.area[1]);
        right = right.max(word.area[2]);
        bottom = bottom.max(word.area[3]);
    }
    let sum: f64 = words.iter().map(|word| word.confidence).sum();
    Some(Line {
        folded: fold(&text),
        text,
        confidence: sum / words.len() as f64,
        left,
        top,
        right,
        bottom,
    })
}

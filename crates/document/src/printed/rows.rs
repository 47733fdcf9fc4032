//! From words to rows, by where they stand: in a row, words of like height on one level.

use super::label::Label;
use crate::paper::Word;

/// Most words of a side that are looked at.
pub const MOST_WORDS: usize = 600;

/// Longer words are none.
const MOST_LETTERS: usize = 60;

/// A word of a row, or a part of one that a stroke parts from the next.
#[derive(Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) confidence: f64,
    pub(super) area: [f64; 4],
}

impl Piece {
    pub(super) fn height(&self) -> f64 {
        (self.area[3] - self.area[1]).max(1e-6)
    }
}

/// Words on one level, from the left.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Row {
    pub(super) pieces: Vec<Piece>,
}

/// The smallest box that holds both.
pub(super) fn around(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// The rows of a side, from the top.
pub(super) fn of(words: &[Word]) -> Vec<Row> {
    let mut pieces: Vec<Piece> = words
        .iter()
        .filter(|word| word.area.iter().all(|side| side.is_finite()))
        .filter(|word| word.area[2] > word.area[0] && word.area[3] > word.area[1])
        .filter(|word| word.text.chars().count() <= MOST_LETTERS)
        .take(MOST_WORDS)
        .flat_map(parts)
        .collect();
    pieces.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        let home = rows
            .iter_mut()
            .filter_map(|row| Some((distance(row.pieces.last()?, &piece)?, row)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match home {
            Some((_, row)) => row.pieces.push(piece),
            None => rows.push(Row {
                pieces: vec![piece],
            }),
        }
    }
    rows.sort_by(|a, b| top(a).total_cmp(&top(b)));
    rows
}

fn top(row: &Row) -> f64 {
    row.pieces.first().map_or(0.0, |piece| piece.area[1])
}

/// How far a piece lies from the level of the last of a row, if it can be the next.
fn distance(last: &Piece, piece: &Piece) -> Option<f64> {
    let (small, large) = (
        last.height().min(piece.height()),
        last.height().max(piece.height()),
    );
    let middle = |piece: &Piece| f64::midpoint(piece.area[1], piece.area[3]);
    let off = (middle(last) - middle(piece)).abs();
    let is_level = off < 0.45 * large && off < 0.8 * small;
    (is_level && piece.area[0] > last.area[2] - 0.6 * large).then_some(off)
}

/// The parts of a word between strokes, where they are words: `Surname/Nom`, `MAR/MARS`.
fn parts(word: &Word) -> Vec<Piece> {
    let text = word.text.trim();
    let is_word = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let split: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
    let is_split = split.len() > 1
        && split.iter().all(|part| is_word(part))
        && !text.chars().any(|c| c.is_ascii_digit());
    let whole = text.chars().count().max(1) as f64;
    let [left, top, right, bottom] = word.area;
    let piece = |text: &str, from: f64, to: f64| Piece {
        text: text.to_owned(),
        confidence: word.confidence,
        area: [
            left + (right - left) * from / whole,
            top,
            left + (right - left) * to / whole,
            bottom,
        ],
    };
    if !is_split {
        return if text.is_empty() {
            Vec::new()
        } else {
            vec![piece(text, 0.0, whole)]
        };
    }
    let mut at = 0.0;
    let mut pieces = Vec::new();
    for part in split {
        let length = part.chars().count() as f64;
        pieces.push(piece(part, at, at + length));
        at += length + 1.0;
    }
    pieces
}

impl Row {
    /// The words behind a label, up to a wide gap or the next label.
    pub(super) fn right_of(&self, label: &Label, end: f64) -> Vec<Piece> {
        let mut right = label.area[2];
        let height = label.area[3] - label.area[1];
        let mut found: Vec<Piece> = Vec::new();
        for piece in self.pieces.iter().skip(label.to) {
            let reach = if found.is_empty() { 3.0 } else { 1.5 };
            if piece.area[0] >= end || piece.area[0] - right > reach * piece.height().max(height) {
                break;
            }
            right = piece.area[2];
            found.push(piece.clone());
        }
        found
    }
}

/// The lines below a label, in its column: each up to a wide gap, the next label above it, or a
/// label. Right below it there may be several, since dirt is a line too; with `follows`, each goes
/// on below the one before.
pub(super) fn below(
    rows: &[Row],
    found: &[Vec<Label>],
    row: usize,
    (label, end): (&Label, f64),
    follows: bool,
) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let mut area = label.area;
    let others = rows.iter().zip(found).enumerate();
    for (_, (other, labels)) in others.filter(|(at, _)| *at != row) {
        let is_label = |at: usize| {
            labels
                .iter()
                .any(|label| (label.from..label.to).contains(&at))
        };
        let mut line: Vec<Piece> = Vec::new();
        for (at, piece) in other.pieces.iter().enumerate() {
            if is_label(at) {
                if line.is_empty() {
                    continue;
                }
                break;
            }
            let height = piece.height();
            if let Some(last) = line.last() {
                if piece.area[0] - last.area[2] > 1.4 * height || piece.area[0] > end - 0.3 * height
                {
                    break;
                }
            } else if !begins_below(piece, area, label, end) {
                continue;
            }
            line.push(piece.clone());
        }
        if let Some(first) = line.first() {
            if follows {
                area = first.area;
            }
            lines.push(line);
        }
        if lines.len() >= 4 {
            break;
        }
    }
    lines
}

/// Whether a line below a label, or below the line before, may begin with this piece.
fn begins_below(piece: &Piece, above: [f64; 4], label: &Label, end: f64) -> bool {
    let height = piece.height();
    let tall = (above[3] - above[1]).max(height);
    let gap = piece.area[1] - above[3];
    let is_under = gap > -0.35 * tall
        && gap < 1.3 * tall
        && f64::midpoint(piece.area[1], piece.area[3]) > above[3];
    let is_in_column = piece.area[0] > label.area[0] - 1.1 * height
        && piece.area[0] < label.area[2].max(label.area[0] + 2.0 * height)
        && piece.area[0] < end - 0.3 * height;
    is_under && is_in_column && height >= 0.75 * (label.area[3] - label.area[1])
}

//! Arranges words in rows: words of similar height on one level.

use super::label::Label;
use crate::paper::Word;

/// The maximum number of words of a side that are used.
pub const MAX_WORDS: usize = 600;

/// The maximum length of a word in characters.
const MAX_WORD_LENGTH: usize = 60;

/// A word of a row, or a part of one between slashes.
#[derive(Clone, PartialEq)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) confidence: f64,
    pub(super) area: [f64; 4],
}

impl Token {
    pub(super) fn height(&self) -> f64 {
        (self.area[3] - self.area[1]).max(1e-6)
    }
}

/// The words on one level, from left to right.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Row {
    pub(super) tokens: Vec<Token>,
}

/// Returns the smallest box that contains both.
pub(super) fn bounding_box(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// Returns the rows of a side, from top to bottom.
pub(super) fn of(words: &[Word]) -> Vec<Row> {
    let mut tokens: Vec<Token> = words
        .iter()
        .filter(|word| word.area.iter().all(|side| side.is_finite()))
        .filter(|word| word.area[2] > word.area[0] && word.area[3] > word.area[1])
        .filter(|word| word.text.chars().count() <= MAX_WORD_LENGTH)
        .take(MAX_WORDS)
        .flat_map(parts)
        .collect();
    tokens.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    let mut rows: Vec<Row> = Vec::new();
    for token in tokens {
        let home = rows
            .iter_mut()
            .filter_map(|row| Some((distance(row.tokens.last()?, &token)?, row)))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match home {
            Some((_, row)) => row.tokens.push(token),
            None => rows.push(Row {
                tokens: vec![token],
            }),
        }
    }
    rows.sort_by(|a, b| top(a).total_cmp(&top(b)));
    rows
}

fn top(row: &Row) -> f64 {
    row.tokens.first().map_or(0.0, |token| token.area[1])
}

/// Returns how far a token is from the level of the last one of a row, if it can be the next.
fn distance(last: &Token, token: &Token) -> Option<f64> {
    let (small, large) = (
        last.height().min(token.height()),
        last.height().max(token.height()),
    );
    let middle = |token: &Token| f64::midpoint(token.area[1], token.area[3]);
    let off = (middle(last) - middle(token)).abs();
    let is_level = off < 0.45 * large && off < 0.8 * small;
    (is_level && token.area[0] > last.area[2] - 0.6 * large).then_some(off)
}

/// Splits a word at slashes if its parts are words: `Surname/Nom`, `MAR/MARS`.
fn parts(word: &Word) -> Vec<Token> {
    let text = word.text.trim();
    let is_word = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let split: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
    let is_split = split.len() > 1
        && split.iter().all(|part| is_word(part))
        && !text.chars().any(|c| c.is_ascii_digit());
    let whole = text.chars().count().max(1) as f64;
    let [left, top, right, bottom] = word.area;
    let token = |text: &str, from: f64, to: f64| Token {
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
            vec![token(text, 0.0, whole)]
        };
    }
    let mut at = 0.0;
    let mut tokens = Vec::new();
    for part in split {
        let length = part.chars().count() as f64;
        tokens.push(token(part, at, at + length));
        at += length + 1.0;
    }
    tokens
}

impl Row {
    /// Returns the words after a label, up to a wide gap or the next label.
    pub(super) fn right_of(&self, label: &Label, end: f64) -> Vec<Token> {
        let mut right = label.area[2];
        let height = label.area[3] - label.area[1];
        let mut found: Vec<Token> = Vec::new();
        for token in self.tokens.iter().skip(label.to) {
            let reach = if found.is_empty() { 3.0 } else { 1.5 };
            if token.area[0] >= end || token.area[0] - right > reach * token.height().max(height) {
                break;
            }
            right = token.area[2];
            found.push(token.clone());
        }
        found
    }
}

/// Returns the lines below a label, in its column. Each ends at a wide gap, at the column of the
/// next label above, or at a label. Several may be directly below it, because dirt can look like a
/// line; with `follows`, each continues the one before.
pub(super) fn below(
    rows: &[Row],
    found: &[Vec<Label>],
    row: usize,
    (label, end): (&Label, f64),
    follows: bool,
) -> Vec<Vec<Token>> {
    let mut lines: Vec<Vec<Token>> = Vec::new();
    let mut area = label.area;
    let others = rows.iter().zip(found).enumerate();
    for (_, (other, labels)) in others.filter(|(at, _)| *at != row) {
        let is_label = |at: usize| {
            labels
                .iter()
                .any(|label| (label.from..label.to).contains(&at))
        };
        let mut line: Vec<Token> = Vec::new();
        for (at, token) in other.tokens.iter().enumerate() {
            if is_label(at) {
                if line.is_empty() {
                    continue;
                }
                break;
            }
            let height = token.height();
            if let Some(last) = line.last() {
                if token.area[0] - last.area[2] > 1.4 * height || token.area[0] > end - 0.3 * height
                {
                    break;
                }
            } else if !starts_below(token, area, label, end) {
                continue;
            }
            line.push(token.clone());
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

/// Returns true if a line below a label, or below the line before, may start with this token.
fn starts_below(token: &Token, above: [f64; 4], label: &Label, end: f64) -> bool {
    let height = token.height();
    let tall = (above[3] - above[1]).max(height);
    let gap = token.area[1] - above[3];
    let is_under = gap > -0.35 * tall
        && gap < 1.3 * tall
        && f64::midpoint(token.area[1], token.area[3]) > above[3];
    let is_in_column = token.area[0] > label.area[0] - 1.1 * height
        && token.area[0] < label.area[2].max(label.area[0] + 2.0 * height)
        && token.area[0] < end - 0.3 * height;
    is_under && is_in_column && height >= 0.75 * (label.area[3] - label.area[1])
}

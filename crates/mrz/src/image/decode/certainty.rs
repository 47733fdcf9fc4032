//! Decides how certain each character of a zone is.
//!
//! Prior knowledge, such as codes of states and check digits, chooses among what the net saw, but
//! is no evidence for a character that the net did not see: in a zone that somebody edited, the
//! digits may be right for something that is not printed. So the certainty of every character is
//! limited by its [`NetProbabilities`], the net's own probabilities. If a digit fails, everything
//! it rests on must be certain before the zone is called edited.

use super::glyph::{Glyph, alike};
use crate::format::{Cell, CheckDigit, Field, Format, Span};
use crate::image::net::{ALPHABET, CLASSES, NONE, class_of};

/// The temperature that corrects the net's overconfidence on pictures unlike its training data.
const TEMPERATURE: f32 = 1.35;
/// A field with a character below this is uncertain. On drawn pages with correctly placed lines, no
/// wrong character was above 0.6.
const MIN_CERTAINTY: f32 = 0.8;
/// The same for fields that no check digit covers.
const MIN_CERTAINTY_UNCHECKED: f32 = 0.85;
/// A character at least this certain needs no second look. The limit is [`SETTLED_UNCHECKED`] for
/// fields that no check digit covers.
const SETTLED: f32 = 0.9;
pub(super) const SETTLED_UNCHECKED: f32 = 0.97;
/// If the probability of any digit, or of any sex, is below this in a cell that must contain one,
/// the cells of the line are misplaced, and none of its fields is certain.
const MISPLACED_BELOW: f32 = 0.1;
/// A character that the net is this certain of is printed like that, even if a check digit then
/// fails. No misread character was above this, except where cells were misplaced.
pub(super) const CERTAIN: f32 = 0.975;
/// A matching check digit makes a character certain if the net saw it with at least this
/// probability. No digit that was edited, but read as the original, was above this.
const MIN_SUPPORT: f32 = 0.75;
/// The same if both a letter and a digit that look alike are allowed in the cell. A B was read as
/// an 8 with a higher probability than above.
const MIN_SUPPORT_LOOKALIKE: f32 = 0.92;
/// Print whose characters are closer than this, in pixels, is small. There the net has read a B as
/// an 8 with more certainty than most characters that it reads correctly.
const SMALL_PRINT_PITCH: f64 = 8.0;
/// The probability that a matching digit requires in small print. A character with an allowed
/// look-alike does not become certain there.
const MIN_SUPPORT_SMALL_PRINT: f32 = 0.9;
/// The certainty of such a character.
const SMALL_PRINT_LOOKALIKE: f32 = 0.5;
/// The probability that suffices for a letter of a code in the table of states.
const MIN_SUPPORT_STATE: f32 = 0.3;
/// A letter in a cell for digits is read as the digit that it looks like, but is uncertain if the
/// probability of the letter is above this.
const MAX_LETTER: f32 = 0.9;

/// The net's own probabilities for a cell, corrected by temperature, before any prior knowledge.
#[derive(Debug, Clone, Copy)]
pub(super) struct NetProbabilities([f32; CLASSES]);

impl NetProbabilities {
    pub(super) fn new(seen: &[f32; CLASSES]) -> Self {
        let tempered = seen.map(|chance| chance.max(1e-9).powf(1.0 / TEMPERATURE));
        let whole: f32 = tempered.iter().sum();
        Self(tempered.map(|chance| chance / whole))
    }

    /// Returns the probability of a class.
    pub(super) fn of(&self, class: usize) -> f32 {
        self.0.get(class).copied().unwrap_or(0.0)
    }

    fn of_character(&self, character: u8) -> f32 {
        class_of(character).map_or(0.0, |class| self.of(class))
    }

    /// Returns the probability that a character is printed in a cell where `kind` is allowed. A
    /// look-alike that is not allowed counts for it, unless the net is certain of the look-alike.
    fn support(&self, kind: Option<Cell>, character: u8) -> f32 {
        let own = self.of_character(character);
        let refused = |other: u8| {
            let is_refused = kind.is_some_and(|kind| !kind.admits(other));
            is_refused && alike(other, character)
        };
        let others: Vec<f32> = ALPHABET
            .iter()
            .filter(|&&other| refused(other))
            .map(|&other| self.of_character(other))
            .collect();
        let is_letter = others.iter().any(|&chance| chance > MAX_LETTER);
        let all = if is_letter {
            own
        } else {
            own + others.iter().sum::<f32>()
        };
        // The probability that there is no character at all counts by half.
        all / (1.0 - 0.5 * self.of(NONE)).max(0.5)
    }
}

/// How visible the cells of a zone are in the picture.
#[derive(Debug, Clone)]
pub(in crate::image) struct Visibility {
    /// Whether each cell is outside the picture, completely or in part, so that its contents are
    /// unknown.
    pub(in crate::image) outside: Vec<Vec<bool>>,
    /// The minimum distance between two characters of any line, in pixels of the picture.
    pub(in crate::image) pitch: f64,
}

impl Visibility {
    /// Returns true if the print is so small that the net may confuse look-alikes.
    fn is_small(&self) -> bool {
        self.pitch < SMALL_PRINT_PITCH
    }
}

/// Everything that the certainty of a zone's characters depends on.
pub(super) struct Evidence<'a> {
    pub(super) format: Format,
    pub(super) cells: &'a [Vec<Glyph>],
    pub(super) probabilities: &'a [Vec<NetProbabilities>],
    pub(super) visibility: &'a Visibility,
    /// The check digits that are present, and whether they match.
    pub(super) checks: &'a [(CheckDigit, bool)],
}

impl Evidence<'_> {
    /// Returns the probability that a character is what is printed.
    pub(super) fn certainty(&self, line: usize, column: usize) -> f32 {
        let at = |cells: &[Vec<bool>]| cells.get(line)?.get(column).copied();
        if at(&self.visibility.outside) == Some(true) {
            return 0.0;
        }
        let glyph = self.cells.get(line).and_then(|line| line.get(column));
        let seen = self
            .probabilities
            .get(line)
            .and_then(|line| line.get(column));
        let (Some(glyph), Some(seen)) = (glyph, seen) else {
            return 0.0;
        };
        let kind = self.format.cell(line, column);
        if matches!(kind, Some(Cell::Only(_))) {
            return glyph.confidence;
        }
        let own = seen.support(kind, glyph.character);
        // If both a letter and a digit are allowed, only the net distinguishes them.
        let is_like = |other: &u8| *other != glyph.character && alike(*other, glyph.character);
        let has_alike = kind == Some(Cell::Any) && ALPHABET.iter().any(is_like);
        let least = match self.field(line, column) {
            _ if self.is_covered(line, column) => match (has_alike, self.visibility.is_small()) {
                (true, true) => return glyph.confidence.min(own).min(SMALL_PRINT_LOOKALIKE),
                (true, false) => MIN_SUPPORT_LOOKALIKE,
                (false, true) => MIN_SUPPORT_SMALL_PRINT,
                (false, false) => MIN_SUPPORT,
            },
            Some(Field::Optional | Field::Optional2 | Field::Office) => 1.0,
            Some(Field::Issuer | Field::Nationality) => MIN_SUPPORT_STATE,
            // The adjacent characters determine where names end.
            _ => 0.0,
        };
        if own < least {
            glyph.confidence.min(own)
        } else {
            glyph.confidence
        }
    }

    fn field(&self, line: usize, column: usize) -> Option<Field> {
        let mut fields = self.format.fields().iter();
        let is_here = |span: &Span| span.line == line && span.columns().contains(&column);
        fields.find_map(|(field, span)| is_here(span).then_some(*field))
    }

    /// Returns true if a check digit covers a cell, or is in it.
    fn is_covered(&self, line: usize, column: usize) -> bool {
        let mut checks = self.checks.iter();
        checks.any(|(check, _)| rests_on(self.format, check, line, column))
    }

    /// Returns true if a failing digit may be due to this cell, because no matching digit supports
    /// it.
    fn is_suspect(&self, line: usize, column: usize) -> bool {
        let mut is_failed = false;
        for (check, holds) in self.checks {
            if rests_on(self.format, check, line, column) {
                if *holds {
                    return false;
                }
                is_failed = true;
            }
        }
        is_failed
    }

    fn is_misplaced(&self, line: usize) -> bool {
        let excluded = |(column, glyph): (usize, &Glyph)| {
            let kind = self.format.cell(line, column);
            glyph.confidence < MISPLACED_BELOW
                && matches!(kind, Some(Cell::Digit | Cell::DigitOrFiller | Cell::Sex))
        };
        let own = self.cells.get(line).into_iter().flatten();
        own.enumerate().any(excluded)
    }

    /// Returns the fields with an uncertain character.
    pub(super) fn unsure(&self) -> Vec<Field> {
        self.below(MIN_CERTAINTY, MIN_CERTAINTY_UNCHECKED)
    }

    /// Returns true if a field is so uncertain that the zone is worth another look.
    pub(super) fn is_doubted(&self) -> bool {
        !self.below(SETTLED, SETTLED_UNCHECKED).is_empty()
    }

    /// Returns the fields with a character that is less certain than `checked` if check digits
    /// cover it, less certain than `alone` if none does, or less certain than [`CERTAIN`] if it may
    /// be why a digit fails.
    fn below(&self, checked: f32, alone: f32) -> Vec<Field> {
        let is_unsure = |span: Span| {
            let is_below = |column: usize| {
                let enough = if self.is_suspect(span.line, column) {
                    CERTAIN
                } else if self.is_covered(span.line, column) {
                    checked
                } else if self.format.cell(span.line, column) == Some(Cell::Any) {
                    // An O and a 0 that no digit covers and no rule distinguishes must be seen
                    // clearly.
                    SETTLED_UNCHECKED
                } else {
                    alone
                };
                self.certainty(span.line, column) < enough
            };
            span.columns().any(is_below) || self.is_misplaced(span.line)
        };
        // If the issuer is uncertain, the line may be shifted, because nothing else confirms the
        // document code before it.
        let is_shaken = self.format.span(Field::Issuer).is_some_and(is_unsure);
        // In small print, a check digit is chosen together with the field that it covers, and is no
        // more certain than that.
        let is_led = |field: Field| {
            let mut checks = self.checks.iter().filter(|_| self.visibility.is_small());
            checks.any(|(check, _)| {
                check.digit == field && check.covers.iter().any(|&span| is_unsure(span))
            })
        };
        let fields = self.format.fields().iter();
        fields
            .filter(|&&(field, span)| {
                is_unsure(span) || (field == Field::Code && is_shaken) || is_led(field)
            })
            .map(|&(field, _)| field)
            .collect()
    }
}

/// Returns true if a check digit is in a cell or covers it.
fn rests_on(format: Format, check: &CheckDigit, line: usize, column: usize) -> bool {
    let is_here = |span: &Span| span.line == line && span.columns().contains(&column);
    check.covers.iter().any(is_here) || format.span(check.digit).is_some_and(|span| is_here(&span))
}

#[cfg(test)]
mod tests;

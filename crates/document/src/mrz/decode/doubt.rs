//! How far what is told may be believed.
//!
//! What is known beforehand (codes of states, priors, check digits) chooses among what the net saw. It vouches for
//! nothing that the net did not see: a forger's zone is one whose digits are right for what is not printed. So every
//! character is bounded by its [`Witness`], what the net itself says of it, and where a digit fails, everything that it
//! rests on must be beyond doubt before the zone is called edited.

use super::{ALPHABET, Glyph, alike};
use crate::mrz::format::{Cell, Check, Field, Format, Span};
use crate::mrz::net::{CLASSES, NONE, class_of};

/// The net is more certain of itself than it should be on pictures unlike its lessons.
const TEMPER: f32 = 1.35;
/// A field with a character below this is unsure. Of the wrong characters of drawn pages whose lines
/// lay right, none was surer than .6.
const SURE: f32 = 0.8;
/// The same where no check digit covers the field.
const SURE_ALONE: f32 = 0.85;
/// What is as sure as this, or as [`BEYOND_ALONE`] where nothing covers it, need not be looked at again.
const BEYOND_DOUBT: f32 = 0.9;
pub(super) const BEYOND_ALONE: f32 = 0.97;
/// Where a digit or a sex stands that the net all but excludes, the line's cells are not where they
/// seem: none of its fields is sure.
const MISPLACED: f32 = 0.1;
/// What the net is as sure of as this is printed so, whatever a digit says: the digit fails then. Of characters that were
/// misread, none was surer, other than where cells were misplaced.
pub(super) const CERTAIN: f32 = 0.975;
/// A digit that holds makes a character sure of which the net was at least as sure as this. Of characters that a forger
/// had changed and the net took for what they had been, none was surer.
const SEEN: f32 = 0.7;
/// The same of a letter of a code, for which the table of states speaks.
const STATE: f32 = 0.3;
/// A letter in a cell for digits is taken for the digit that it looks like. Where the net is as sure of the letter as this,
/// it is marked.
const LETTER: f32 = 0.9;

/// The net's own chances of a cell, tempered, before anything that is known beforehand is weighed in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Witness([f32; CLASSES]);

impl Witness {
    pub(super) fn new(seen: &[f32; CLASSES]) -> Self {
        let tempered = seen.map(|chance| chance.max(1e-9).powf(1.0 / TEMPER));
        let whole: f32 = tempered.iter().sum();
        Self(tempered.map(|chance| chance / whole))
    }

    /// The chance of a class.
    pub(super) fn of(&self, class: usize) -> f32 {
        self.0.get(class).copied().unwrap_or(0.0)
    }

    fn of_character(&self, character: u8) -> f32 {
        class_of(character).map_or(0.0, |class| self.of(class))
    }

    /// How sure the net is of a character where `kind` may stand. What may not stand there and looks like it speaks for
    /// it, unless the net is sure of the other.
    fn vouches(&self, kind: Option<Cell>, character: u8) -> f32 {
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
        let is_letter = others.iter().any(|&chance| chance > LETTER);
        let all = if is_letter {
            own
        } else {
            own + others.iter().sum::<f32>()
        };
        // What is no character is doubt, but half of it only.
        all / (1.0 - 0.5 * self.of(NONE)).max(0.5)
    }
}

/// What is known of a zone's cells when its text is settled.
pub(super) struct Doubts<'a> {
    pub(super) format: Format,
    pub(super) cells: &'a [Vec<Glyph>],
    pub(super) witnesses: &'a [Vec<Witness>],
    /// Cells that do not lie in the picture, or only in part.
    pub(super) outside: &'a [Vec<bool>],
    /// Every check digit, and whether it holds; one that is left out is not among them.
    pub(super) checks: &'a [(Check, bool)],
}

impl Doubts<'_> {
    /// The probability that a character is what is printed.
    pub(super) fn sureness(&self, line: usize, column: usize) -> f32 {
        let at = |cells: &[Vec<bool>]| cells.get(line)?.get(column).copied();
        if at(self.outside) == Some(true) {
            return 0.0;
        }
        let glyph = self.cells.get(line).and_then(|line| line.get(column));
        let witness = self.witnesses.get(line).and_then(|line| line.get(column));
        let (Some(glyph), Some(witness)) = (glyph, witness) else {
            return 0.0;
        };
        let kind = self.format.cell(line, column);
        if matches!(kind, Some(Cell::Only(_))) {
            return glyph.confidence;
        }
        let own = witness.vouches(kind, glyph.character);
        let least = match self.field(line, column) {
            // Nothing but its own look tells a letter from a digit here.
            _ if self.is_covered(line, column) => SEEN,
            Some(Field::Optional | Field::Optional2 | Field::Office) => 1.0,
            Some(Field::Issuer | Field::Nationality) => STATE,
            // Where names end is told by what stands beside.
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

    /// Whether a check digit covers a cell, or stands in it.
    fn is_covered(&self, line: usize, column: usize) -> bool {
        let mut checks = self.checks.iter();
        checks.any(|(check, _)| rests_on(self.format, check, line, column))
    }

    /// Whether a digit fails of which the cell may be the reason: no other that holds speaks for it.
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
            glyph.confidence < MISPLACED
                && matches!(kind, Some(Cell::Digit | Cell::DigitOrFiller | Cell::Sex))
        };
        let own = self.cells.get(line).into_iter().flatten();
        own.enumerate().any(excluded)
    }

    /// The fields in which a character may be wrong.
    pub(super) fn unsure(&self) -> Vec<Field> {
        self.below(SURE, SURE_ALONE)
    }

    /// Whether a field is so doubtful that the zone is worth another look.
    pub(super) fn is_doubted(&self) -> bool {
        !self.below(BEYOND_DOUBT, BEYOND_ALONE).is_empty()
    }

    /// The fields with a character that is less sure than `checked` where check digits cover it, than `alone` elsewhere,
    /// and than [`CERTAIN`] where it may be why a digit fails.
    fn below(&self, checked: f32, alone: f32) -> Vec<Field> {
        let is_unsure = |span: Span| {
            let is_below = |column: usize| {
                let enough = if self.is_suspect(span.line, column) {
                    CERTAIN
                } else if self.is_covered(span.line, column) {
                    checked
                } else if self.format.cell(span.line, column) == Some(Cell::Any) {
                    // An O and a 0 that no digit covers and no rule tells apart must look the part.
                    BEYOND_ALONE
                } else {
                    alone
                };
                self.sureness(span.line, column) < enough
            };
            span.columns().any(is_below) || self.is_misplaced(span.line)
        };
        // Where the issuer is guessed, the line may be shifted: nothing else vouches for the code before it.
        let is_shaken = self.format.span(Field::Issuer).is_some_and(is_unsure);
        let fields = self.format.fields().iter();
        fields
            .filter(|&&(field, span)| is_unsure(span) || (field == Field::Code && is_shaken))
            .map(|&(field, _)| field)
            .collect()
    }
}

/// Whether a check rests on a cell: covers it, or has its digit there.
fn rests_on(format: Format, check: &Check, line: usize, column: usize) -> bool {
    let is_here = |span: &Span| span.line == line && span.columns().contains(&column);
    check.covers.iter().any(is_here) || format.span(check.digit).is_some_and(|span| is_here(&span))
}

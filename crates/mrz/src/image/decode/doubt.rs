//! How far what is told may be believed.
//!
//! What is known beforehand (codes of states, priors, check digits) chooses among what the net saw.
//! It vouches for nothing that the net did not see: a forger's zone is one whose digits are right
//! for what is not printed. So every character is bounded by its [`Witness`], what the net itself
//! says of it, and where a digit fails, everything that it rests on must be beyond doubt before the
//! zone is called edited.

use super::glyph::{Glyph, alike};
use crate::format::{Cell, Check, Field, Format, Span};
use crate::image::net::{ALPHABET, CLASSES, NONE, class_of};

/// The net is more certain of itself than it should be on pictures unlike its lessons.
const TEMPER: f32 = 1.35;
/// A field with a character below this is unsure. Of the wrong characters of drawn pages whose
/// lines lay right, none was surer than .6.
const SURE: f32 = 0.8;
/// The same where no check digit covers the field.
const SURE_ALONE: f32 = 0.85;
/// What is as sure as this, or as [`BEYOND_ALONE`] where nothing covers it, need not be looked at
/// again.
const BEYOND_DOUBT: f32 = 0.9;
pub(super) const BEYOND_ALONE: f32 = 0.97;
/// Where a digit or a sex stands that the net all but excludes, the line's cells are not where they
/// seem: none of its fields is sure.
const MISPLACED: f32 = 0.1;
/// What the net is as sure of as this is printed so, whatever a digit says: the digit fails then.
/// Of characters that were misread, none was surer, other than where cells were misplaced.
pub(super) const CERTAIN: f32 = 0.975;
/// A digit that holds makes a character sure of which the net was at least as sure as this. Of
/// digits that a forger had changed and the net took for what they had been, none was surer.
const SEEN: f32 = 0.75;
/// The same where a letter and a digit that look alike may both stand: a B was taken for the 8 that
/// it had been by more.
const SEEN_ALIKE: f32 = 0.92;
/// Print whose characters are less than this many pixels apart is small: there the net has taken a
/// B for an 8 and been surer of it than of most that it reads right.
const SMALL: f64 = 8.0;
/// What a digit that holds needs from the net in small print, and what no character reaches there
/// that has a look-alike among the letters or digits that may stand in its place.
const SEEN_SMALL: f32 = 0.9;
/// The sureness of such a character.
const ALIKE_SMALL: f32 = 0.5;
/// The same of a letter of a code, for which the table of states speaks.
const STATE: f32 = 0.3;
/// A letter in a cell for digits is taken for the digit that it looks like. Where the net is as
/// sure of the letter as this, it is marked.
const LETTER: f32 = 0.9;

/// The net's own chances of a cell, tempered, before anything that is known beforehand is weighed
/// in.
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

    /// How sure the net is of a character where `kind` may stand. What may not stand there and
    /// looks like it speaks for it, unless the net is sure of the other.
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

/// How the picture shows a zone's cells.
#[derive(Debug, Clone)]
pub(in crate::image) struct Shown {
    /// Whether a cell lies outside the picture, wholly or in part. Nobody can say what stands
    /// there.
    pub(in crate::image) outside: Vec<Vec<bool>>,
    /// The least distance from one character to the next in any line, in pixels of the picture.
    pub(in crate::image) pitch: f64,
}

/// What is known of a zone's cells when its text is settled.
pub(super) struct Doubts<'a> {
    pub(super) format: Format,
    pub(super) cells: &'a [Vec<Glyph>],
    pub(super) witnesses: &'a [Vec<Witness>],
    pub(super) shown: &'a Shown,
    /// Every check digit, and whether it holds; one that is left out is not among them.
    pub(super) checks: &'a [(Check, bool)],
}

impl Doubts<'_> {
    /// The probability that a character is what is printed.
    pub(super) fn sureness(&self, line: usize, column: usize) -> f32 {
        let at = |cells: &[Vec<bool>]| cells.get(line)?.get(column).copied();
        if at(&self.shown.outside) == Some(true) {
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
        // Nothing but its own look tells a letter from a digit where both may stand.
        let is_like = |other: &u8| *other != glyph.character && alike(*other, glyph.character);
        let has_alike = kind == Some(Cell::Any) && ALPHABET.iter().any(is_like);
        let is_small = self.shown.pitch < SMALL;
        let least = match self.field(line, column) {
            _ if self.is_covered(line, column) => match (has_alike, is_small) {
                (true, true) => return glyph.confidence.min(own).min(ALIKE_SMALL),
                (true, false) => SEEN_ALIKE,
                (false, true) => SEEN_SMALL,
                (false, false) => SEEN,
            },
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

    /// Whether a digit fails of which the cell may be the reason: no other that holds speaks for
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

    /// The fields with a character that is less sure than `checked` where check digits cover it,
    /// than `alone` elsewhere, and than [`CERTAIN`] where it may be why a digit fails.
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
        // Where the issuer is guessed, the line may be shifted: nothing else vouches for the code
        // before it.
        let is_shaken = self.format.span(Field::Issuer).is_some_and(is_unsure);
        // In small print a check digit is chosen with what it covers, and is no surer.
        let is_small = self.shown.pitch < SMALL;
        let is_led = |field: Field| {
            let mut checks = self.checks.iter().filter(|_| is_small);
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

/// Whether a check rests on a cell: covers it, or has its digit there.
fn rests_on(format: Format, check: &Check, line: usize, column: usize) -> bool {
    let is_here = |span: &Span| span.line == line && span.columns().contains(&column);
    check.covers.iter().any(is_here) || format.span(check.digit).is_some_and(|span| is_here(&span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::decode::decode;

    const FIRST: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const SECOND: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    /// What the net saw: these lines, each character with .999, but for one cell of the second
    /// line.
    fn seen(second: &str, place: usize, chances: &[(u8, f32)]) -> Vec<Vec<[f32; CLASSES]>> {
        let cell = |character: u8| {
            let mut cell = [2e-5; CLASSES];
            cell[class_of(character).unwrap()] = 0.999;
            cell
        };
        let mut lines: Vec<Vec<[f32; CLASSES]>> = [FIRST, second]
            .iter()
            .map(|line| line.bytes().map(cell).collect())
            .collect();
        if let Some(cell) = lines[1].get_mut(place) {
            *cell = [1e-5; CLASSES];
            for &(character, chance) in chances {
                cell[class_of(character).unwrap()] = chance;
            }
        }
        lines
    }

    /// A zone that lies in its picture whole, in print of a good size.
    fn whole() -> Shown {
        Shown {
            outside: Vec::new(),
            pitch: 20.0,
        }
    }

    fn check(
        second: &str,
        place: usize,
        chances: &[(u8, f32)],
        told: &str,
        unsure: &[Field],
        holding: usize,
    ) {
        let lines = seen(second, place, chances);
        let decoded = decode(Format::Td3, &lines, &whole()).unwrap();
        let read = decoded.lines();
        assert_eq!(read[1], told, "{chances:?}");
        assert_eq!(decoded.unsure, unsure, "{chances:?}");
        assert_eq!(decoded.holding.0, holding, "{chances:?}");
    }

    #[test]
    fn what_a_digit_chose_is_marked() {
        let edited = SECOND.replacen("L898", "L398", 1);
        // The net has no doubt of the 3: the print stands, the digits fail, nothing is marked.
        check(&edited, 1, &[(b'3', 0.998), (b'8', 2e-3)], &edited, &[], 3);
        // It has some: the character that makes the digits hold is told, and marked.
        check(
            &edited,
            1,
            &[(b'3', 0.7), (b'8', 0.29)],
            SECOND,
            &[Field::Number],
            5,
        );
        // Half a doubt: as it is printed, and marked.
        check(
            &edited,
            1,
            &[(b'3', 0.93), (b'5', 0.06)],
            &edited,
            &[Field::Number],
            3,
        );
        // The net takes it for what it was, but is not sure of that: the digits do not make it so.
        check(
            &edited,
            1,
            &[(b'8', 0.55), (b'3', 0.44)],
            SECOND,
            &[Field::Number],
            5,
        );
        check(&edited, 1, &[(b'8', 0.95), (b'3', 0.04)], SECOND, &[], 5);
    }

    #[test]
    fn a_letter_in_a_cell_for_digits_is_taken_for_its_digit_and_marked_where_it_is_sure() {
        check(SECOND, 17, &[(b'I', 0.55), (b'1', 0.44)], SECOND, &[], 5);
        check(
            SECOND,
            17,
            &[(b'I', 0.995), (b'1', 4e-3)],
            SECOND,
            &[Field::Birth],
            5,
        );
    }

    #[test]
    fn a_cell_that_the_picture_cuts_is_not_sure() {
        let lines = seen(SECOND, 99, &[]);
        let mut shown = whole();
        shown.outside = vec![vec![false; 44]; 2];
        shown.outside[0][0] = true;
        shown.outside[1][0] = true;
        let decoded = decode(Format::Td3, &lines, &shown).unwrap();
        assert_eq!(decoded.unsure, [Field::Code, Field::Number]);
        assert!(decoded.sureness[1][0] < 0.1 && decoded.sureness[1][1] > 0.9);
    }

    #[test]
    fn a_look_alike_in_small_print_is_not_sure_however_sure_the_net_is() {
        let number = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let lines = seen(number, 99, &[]);
        let unsure = |pitch: f64| {
            let shown = Shown { pitch, ..whole() };
            decode(Format::Td3, &lines, &shown).unwrap().unsure
        };
        assert!(unsure(9.0).is_empty());
        // The 8 of the number may be a B, and the B at the end of the optional data an 8. Dates
        // have digits only. A check digit is as unsure as what it covers.
        let doubted = [
            Field::Number,
            Field::NumberCheck,
            Field::Optional,
            Field::OptionalCheck,
            Field::Composite,
        ];
        assert_eq!(unsure(7.0), doubted);
    }

    #[test]
    fn an_issuer_that_no_table_has_marks_nothing() {
        let mut lines = seen(SECOND, 99, &[]);
        for (cell, letter) in lines[0][2..5].iter_mut().zip(*b"QXQ") {
            *cell = [1e-5; CLASSES];
            cell[class_of(letter).unwrap()] = 0.999;
        }
        let decoded = decode(Format::Td3, &lines, &whole()).unwrap();
        assert!(decoded.unsure.is_empty() && decoded.is_strange && !decoded.is_shifted);
        // Where the net doubts them, the line may lie beside its cells.
        lines[0][3][class_of(b'X').unwrap()] = 0.6;
        lines[0][3][class_of(b'K').unwrap()] = 0.38;
        assert!(decode(Format::Td3, &lines, &whole()).unwrap().is_shifted);
    }

    #[test]
    fn names_of_a_russian_internal_passport_have_digits() {
        let first = "PNRUSIVANOV<<IVAN<IVANOVI3<<<<<<<<<<<<<<<<<<";
        let second = "4505123451RUS8503172M<<<<<<<0050412770001<76";
        let mut lines = seen(second, 99, &[]);
        for (cell, letter) in lines[0].iter_mut().zip(first.bytes()) {
            *cell = [2e-5; CLASSES];
            cell[class_of(letter).unwrap()] = 0.999;
        }
        let decoded = decode(Format::Td3, &lines, &whole()).unwrap();
        assert_eq!(decoded.lines(), [first, second]);
        assert!(decoded.unsure.is_empty(), "{:?}", decoded.unsure);
        assert_eq!(decoded.holding, (4, 4));
    }
}

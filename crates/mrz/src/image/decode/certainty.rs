//! How far the result may be believed.
//!
//! Prior knowledge (codes of states, priors, check digits) chooses among what the net saw. It
//! vouches for nothing that the net did not see: a forger's zone has digits that are right for
//! something that is not printed. So the certainty of every character is limited by its
//! [`Witness`], which is what the net itself says about it, and if a digit fails, everything on
//! which it rests must be beyond doubt before the zone is called edited.

use super::glyph::{Glyph, alike};
use crate::format::{Cell, Check, Field, Format, Span};
use crate::image::net::{ALPHABET, CLASSES, NONE, class_of};

/// The net is more certain of itself than it should be on pictures unlike its training data.
const TEMPER: f32 = 1.35;
/// A field with a character below this is uncertain. Of the wrong characters on drawn pages with
/// correctly placed lines, none was above .6.
const SURE: f32 = 0.8;
/// The same if no check digit covers the field.
const SURE_ALONE: f32 = 0.85;
/// A character that is this certain, or as certain as [`BEYOND_ALONE`] if nothing covers it, need
/// not be examined again.
const BEYOND_DOUBT: f32 = 0.9;
pub(super) const BEYOND_ALONE: f32 = 0.97;
/// If the net almost excludes a digit or a sex where one has to be, the line's cells are misplaced,
/// and none of its fields is certain.
const MISPLACED: f32 = 0.1;
/// If the net is this certain of a character, it is printed like that, whatever a digit says: the
/// digit then fails. No misread character was above this, except where cells were misplaced.
pub(super) const CERTAIN: f32 = 0.975;
/// A matching digit makes a character certain if the net was at least this certain of it. Of digits
/// that a forger had changed and the net read as the original ones, none was above this.
const SEEN: f32 = 0.75;
/// The same if a letter and a digit that look alike are both allowed: a B was read as the original
/// 8 with more than this.
const SEEN_ALIKE: f32 = 0.92;
/// Print whose characters are less than this many pixels apart is small. There the net has read a B
/// as an 8 with more certainty than most characters that it reads correctly.
const SMALL: f64 = 8.0;
/// The certainty that a matching digit requires from the net in small print. No character reaches
/// it there that has a look-alike among the letters or digits allowed in its place.
const SEEN_SMALL: f32 = 0.9;
/// The certainty of such a character.
const ALIKE_SMALL: f32 = 0.5;
/// The same for a letter of a code, which the table of states supports.
const STATE: f32 = 0.3;
/// A letter in a cell for digits is read as the digit that it looks like. If the net is this
/// certain of the letter, it is marked.
const LETTER: f32 = 0.9;

/// The net's own probabilities for a cell, tempered, before any prior knowledge is added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Witness([f32; CLASSES]);

impl Witness {
    pub(super) fn new(seen: &[f32; CLASSES]) -> Self {
        let tempered = seen.map(|chance| chance.max(1e-9).powf(1.0 / TEMPER));
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

    /// Returns how certain the net is of a character where `kind` is allowed. A look-alike that is
    /// not allowed supports it, unless the net is certain of the look-alike.
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
        // Whatever is not a character is doubt, but only half of it.
        all / (1.0 - 0.5 * self.of(NONE)).max(0.5)
    }
}

/// How the picture shows a zone's cells.
#[derive(Debug, Clone)]
pub(in crate::image) struct Shown {
    /// Returns true if a cell is outside the picture, completely or in part, so that nobody can say
    /// what it contains.
    pub(in crate::image) outside: Vec<Vec<bool>>,
    /// The minimum distance between two characters in any line, in pixels of the picture.
    pub(in crate::image) pitch: f64,
}

impl Shown {
    /// Returns true if the print is so small that the net may take a character for its look-alike.
    fn is_small(&self) -> bool {
        self.pitch < SMALL
    }
}

/// What is known about a zone's cells when its text is settled.
pub(super) struct Doubts<'a> {
    pub(super) format: Format,
    pub(super) cells: &'a [Vec<Glyph>],
    pub(super) witnesses: &'a [Vec<Witness>],
    pub(super) shown: &'a Shown,
    /// Every check digit, and whether it matches; omitted ones are not included.
    pub(super) checks: &'a [(Check, bool)],
}

impl Doubts<'_> {
    /// Returns the probability that a character is what is printed.
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
        // Only its own look distinguishes a letter from a digit where both are allowed.
        let is_like = |other: &u8| *other != glyph.character && alike(*other, glyph.character);
        let has_alike = kind == Some(Cell::Any) && ALPHABET.iter().any(is_like);
        let least = match self.field(line, column) {
            _ if self.is_covered(line, column) => match (has_alike, self.shown.is_small()) {
                (true, true) => return glyph.confidence.min(own).min(ALIKE_SMALL),
                (true, false) => SEEN_ALIKE,
                (false, true) => SEEN_SMALL,
                (false, false) => SEEN,
            },
            Some(Field::Optional | Field::Optional2 | Field::Office) => 1.0,
            Some(Field::Issuer | Field::Nationality) => STATE,
            // The characters beside it tell where names end.
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

    /// Returns true if a digit fails for which the cell may be the reason, because no other
    /// matching digit supports it.
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

    /// Returns the fields in which a character may be wrong.
    pub(super) fn unsure(&self) -> Vec<Field> {
        self.below(SURE, SURE_ALONE)
    }

    /// Returns true if a field is so doubtful that the zone is worth another look.
    pub(super) fn is_doubted(&self) -> bool {
        !self.below(BEYOND_DOUBT, BEYOND_ALONE).is_empty()
    }

    /// Returns the fields with a character that is less certain than `checked` if check digits
    /// cover it, than `alone` otherwise, and than [`CERTAIN`] if it may be why a digit fails.
    fn below(&self, checked: f32, alone: f32) -> Vec<Field> {
        let is_unsure = |span: Span| {
            let is_below = |column: usize| {
                let enough = if self.is_suspect(span.line, column) {
                    CERTAIN
                } else if self.is_covered(span.line, column) {
                    checked
                } else if self.format.cell(span.line, column) == Some(Cell::Any) {
                    // An O and a 0 that no digit covers and no rule distinguishes must look right.
                    BEYOND_ALONE
                } else {
                    alone
                };
                self.sureness(span.line, column) < enough
            };
            span.columns().any(is_below) || self.is_misplaced(span.line)
        };
        // If the issuer is guessed, the line may be shifted, because nothing else vouches for the
        // code before it.
        let is_shaken = self.format.span(Field::Issuer).is_some_and(is_unsure);
        // In small print a check digit is chosen together with what it covers, and is no more
        // certain.
        let is_led = |field: Field| {
            let mut checks = self.checks.iter().filter(|_| self.shown.is_small());
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

/// Returns true if a check rests on a cell: it covers the cell, or has its digit there.
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

//! Uses check digits as evidence, with exact sums over everything the cells may contain.
//!
//! A check digit says that a weighted sum of the cells is 0 modulo 10. The probability of every
//! remainder is computed by going through the cells once from each side. It gives the probability
//! that the printed digit matches, the contents of each cell if it does, and the likeliest text
//! with a matching digit.
#![expect(
    clippy::indexing_slicing,
    reason = "indices follow from the lengths of what they index"
)]

use super::certainty::CERTAIN;
use super::glyph::{Chances, Glyph, alike, best};
use crate::format::value;
use crate::image::net::{ALPHABET, NONE};

/// The prior probability that a printed digit does not match, or that a zone was edited.
const MISMATCH_PRIOR: f32 = 2e-3;
/// A second character is changed to make a digit match only if the net was less certain of it than
/// this.
const MAX_SECOND_CHANGE: f32 = 0.6;
/// The minimum probability of a character that does not look like the one seen, for changing it.
const MIN_UNLIKE_CHANGE: f32 = 0.5;

/// Decides the cells that a check digit covers, and the digit's own cell.
pub(super) fn settle(
    chances: &mut [Vec<Chances>],
    cells: &mut [Vec<Glyph>],
    covered: &[(usize, usize)],
    digit: (usize, usize),
) {
    let at = |chances: &[Vec<Chances>], (line, column): (usize, usize)| {
        chances.get(line).and_then(|line| line.get(column)).copied()
    };
    let weights = [7, 3, 1].into_iter().cycle().take(covered.len()).chain([9]);
    let places: Vec<(usize, usize)> = covered.iter().copied().chain([digit]).collect();
    let own: Option<Vec<Chances>> = places.iter().map(|&place| at(chances, place)).collect();
    let Some(own) = own else { return };
    let raw: Vec<Glyph> = own.iter().map(best).collect();
    // On cards, a filler in place of the digit says that the number continues elsewhere.
    if raw.last().is_some_and(|glyph| glyph.character == b'<') && covered.len() <= 9 {
        return;
    }
    let terms: Vec<Term> = own
        .iter()
        .zip(weights)
        .map(|(chances, weight)| Term::new(chances, weight))
        .collect();
    let (ahead, behind) = (sums(terms.iter()), sums(terms.iter().rev()));
    let holds = ahead.last().map_or(0.0, |sums| sums[0]).clamp(0.0, 1.0);
    let amiss = MISMATCH_PRIOR * (1.0 - holds) / 9.0;
    let valid = (1.0 - MISMATCH_PRIOR) * holds;
    let valid = valid / (valid + amiss).max(1e-12);
    // The probability of each character in each cell, given that the digit matches.
    let count = terms.len();
    let mut settled: Vec<Chances> = Vec::with_capacity(count);
    for (i, term) in terms.iter().enumerate() {
        let (Some(before), Some(after)) = (ahead.get(i), behind.get(count - 1 - i)) else {
            return;
        };
        let mut others = [0.0_f32; 10];
        for (a, x) in before.iter().enumerate() {
            for (b, y) in after.iter().enumerate() {
                others[(a + b) % 10] += x * y;
            }
        }
        let mut chances = [0.0; NONE];
        for (class, chance) in chances.iter_mut().enumerate() {
            let held =
                term.chances[class] * others[(10 - term.residues[class]) % 10] / holds.max(1e-12);
            *chance = (valid * held + (1.0 - valid) * term.chances[class]) * term.sure;
        }
        settled.push(chances);
    }
    let text = if valid > 0.5 { likeliest(&terms) } else { None };
    let changed: Vec<usize> = text.as_ref().map_or(Vec::new(), |text| {
        (0..count)
            .filter(|&i| ALPHABET.get(text[i]) != raw.get(i).map(|g| &g.character))
            .collect()
    });
    let most = if changed.len() > 1 {
        MAX_SECOND_CHANGE
    } else {
        CERTAIN
    };
    let is_too_bold = |text: &[usize], i: usize| {
        let far = |to: u8| !alike(raw[i].character, to) && settled[i][text[i]] < MIN_UNLIKE_CHANGE;
        raw[i].confidence > most || (changed.len() == 1 && far(ALPHABET[text[i]]))
    };
    let refused = text
        .as_ref()
        .is_some_and(|text| changed.iter().any(|&i| is_too_bold(text, i)));
    if let Some(text) = text.as_ref().filter(|_| changed.len() > 1) {
        // With two changes almost any digit can be made to match, so a match proves neither of
        // them.
        for &i in &changed {
            if let (Some(new), Some(raw)) = (settled.get_mut(i), raw.get(i)) {
                *new = either(text[i], raw.character, terms[i].sure);
            }
        }
    }
    for (i, &(line, column)) in places.iter().enumerate() {
        let (Some(new), Some(raw)) = (settled.get(i), raw.get(i)) else {
            continue;
        };
        let glyph = match &text {
            Some(text) if !refused => Glyph {
                character: ALPHABET[text[i]],
                confidence: new[text[i]],
            },
            _ => Glyph {
                character: raw.character,
                // If the net is certain, the character is printed like that and the digit fails.
                // Otherwise it is unknown which is the case.
                confidence: if refused && changed.contains(&i) && raw.confidence <= CERTAIN {
                    raw.confidence.min(0.5)
                } else {
                    raw.confidence
                },
            },
        };
        if let Some(own) = chances.get_mut(line).and_then(|line| line.get_mut(column))
            && !refused
            && text.is_some()
        {
            *own = *new;
        }
        if let Some(own) = cells.get_mut(line).and_then(|line| line.get_mut(column)) {
            *own = glyph;
        }
    }
}

/// Returns the probabilities after a change that is not proved: either of two characters.
fn either(class: usize, seen: u8, sure: f32) -> Chances {
    let mut chances = [0.0; NONE];
    if let Some(seen) = ALPHABET.iter().position(|&own| own == seen) {
        chances[seen] = 0.45 * sure;
    }
    chances[class] = 0.5 * sure;
    chances
}

/// A cell's term in the sum.
struct Term {
    /// The probabilities of its characters, scaled to add up to 1.
    chances: Chances,
    /// Their sum before scaling.
    sure: f32,
    /// What each character adds to the sum, modulo 10.
    residues: [usize; NONE],
    /// The probability of each remainder.
    sums: [f32; 10],
}

impl Term {
    fn new(chances: &Chances, weight: usize) -> Self {
        let sure: f32 = chances.iter().sum::<f32>().max(1e-9);
        let chances = chances.map(|chance| chance / sure);
        let mut residues = [0; NONE];
        let mut sums = [0.0; 10];
        for ((residue, &character), chance) in residues.iter_mut().zip(ALPHABET).zip(&chances) {
            *residue = value(character).unwrap_or(0) as usize * weight % 10;
            sums[*residue] += chance;
        }
        Self {
            chances,
            sure: sure.min(1.0),
            residues,
            sums,
        }
    }
}

/// Returns the probabilities of the remainders before each term, and after the last.
fn sums<'a>(terms: impl Iterator<Item = &'a Term>) -> Vec<[f32; 10]> {
    let mut here = [0.0; 10];
    here[0] = 1.0;
    let mut all = vec![here];
    for term in terms {
        let mut next = [0.0; 10];
        for (a, x) in here.iter().enumerate() {
            for (b, y) in term.sums.iter().enumerate() {
                next[(a + b) % 10] += x * y;
            }
        }
        here = next;
        all.push(here);
    }
    all
}

/// Returns the likeliest classes whose sum is 0 modulo 10.
fn likeliest(terms: &[Term]) -> Option<Vec<usize>> {
    // For every remainder of a cell, only its likeliest character matters.
    let choices: Vec<[(f32, usize); 10]> = terms
        .iter()
        .map(|term| {
            let mut choice = [(-1e9, 0); 10];
            for (class, &chance) in term.chances.iter().enumerate() {
                let own = &mut choice[term.residues[class]];
                let value = chance.max(1e-12).ln();
                if chance > 0.0 && value > own.0 {
                    *own = (value, class);
                }
            }
            choice
        })
        .collect();
    let mut best = [-1e9_f32; 10];
    best[0] = 0.0;
    let mut back: Vec<[usize; 10]> = Vec::new();
    for choice in &choices {
        let mut next = [-1e9_f32; 10];
        let mut from = [0; 10];
        for (a, reached) in best.iter().enumerate() {
            for (b, (value, _)) in choice.iter().enumerate() {
                let to = (a + b) % 10;
                if reached + value > next[to] {
                    next[to] = reached + value;
                    from[to] = b;
                }
            }
        }
        best = next;
        back.push(from);
    }
    if best[0] < -1e8 {
        return None;
    }
    let mut at = 0;
    let mut text = Vec::with_capacity(terms.len());
    for (from, choice) in back.iter().zip(&choices).rev() {
        let residue = from[at];
        text.push(choice[residue].1);
        at = (at + 10 - residue) % 10;
    }
    text.reverse();
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::net::class_of;

    /// Decides a number and its digit, and returns how certain its third character is then. The net
    /// sees that character with probability `sure`, and otherwise `other`, and is certain of the
    /// rest.
    fn settled(text: &str, sure: f32, other: u8) -> (String, f32) {
        let cell = |(place, character): (usize, u8)| {
            let mut chances = [1e-5; NONE];
            let sure = if place == 2 {
                chances[class_of(other).unwrap()] = 0.9 * (1.0 - sure);
                sure
            } else {
                0.995
            };
            chances[class_of(character).unwrap()] = sure;
            chances
        };
        let mut chances = vec![text.bytes().enumerate().map(cell).collect::<Vec<_>>()];
        let mut cells: Vec<Vec<Glyph>> = vec![chances[0].iter().map(best).collect()];
        let covered: Vec<(usize, usize)> = (0..text.len() - 1).map(|at| (0, at)).collect();
        settle(&mut chances, &mut cells, &covered, (0, text.len() - 1));
        let told = cells[0].iter().map(|glyph| char::from(glyph.character));
        (told.collect(), cells[0][2].confidence)
    }

    #[test]
    fn check_digits_are_evidence_but_no_proof() {
        let check = |seen: &str, sure: f32, other: u8, told: &str| {
            assert_eq!(settled(seen, sure, other).0, told, "{seen} {sure}");
        };
        // These are the standard's own number with its digit, one with an 8 in place of its B, and
        // the same where the net is certain of the 8, so that it is kept.
        check("L898902C36", 0.99, b'B', "L898902C36");
        check("L8B8902C36", 0.7, b'9', "L898902C36");
        check("L8B8902C36", 0.995, b'9', "L8B8902C36");
        check("L8B8902C36", 0.9999, b'9', "L8B8902C36");
        // It is not uncertain then, because the zone was edited.
        assert!(settled("L8B8902C36", 0.995, b'9').1 > CERTAIN);
    }
}

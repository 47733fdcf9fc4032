//! Applies the structure of names: no letter follows a row of fillers, and `<<` occurs once.
#![expect(
    clippy::indexing_slicing,
    reason = "indices follow from the lengths of what they index"
)]

use super::glyph::Chances;
use crate::image::net::{ALPHABET, NONE};

/// The cost of a letter after three or more fillers (natural logarithm).
const LETTER_AFTER_FILLERS_COST: f32 = 7.0;
/// The cost of a second `<<` in a name.
const SECOND_SEPARATOR_COST: f32 = 4.0;
/// Elsewhere, a letter or digit is as likely as a filler.
const FILLER: usize = NONE - 1;

/// The state before a cell: up to three fillers in a row, and whether there was a `<<` before.
#[derive(Clone, Copy, PartialEq)]
struct NameState {
    fillers: usize,
    divided: bool,
}

const NAME_STATES: [NameState; 8] = {
    let mut states = [NameState {
        fillers: 0,
        divided: false,
    }; 8];
    let mut at = 0;
    while at < 8 {
        states[at] = NameState {
            fillers: at % 4,
            divided: at >= 4,
        };
        at += 1;
    }
    states
};

/// Weighs fillers against letters over a whole field with the forward-backward algorithm, and
/// adjusts the probabilities of each cell accordingly.
pub(super) fn settle(divided: bool, cells: &mut [Chances]) {
    let odds: Vec<(f32, f32)> = cells
        .iter()
        .map(|chances| {
            let filler = chances.get(FILLER).copied().unwrap_or(0.0);
            let letter: f32 = chances.iter().take(FILLER).sum();
            (filler.max(1e-7).ln(), letter.max(1e-7).ln())
        })
        .collect();
    let ahead = forward(&odds, divided);
    let behind = backward(&odds, divided);
    for (at, chances) in cells.iter_mut().enumerate() {
        let (Some(ahead), Some(after), Some(&(filler, letter))) =
            (ahead.get(at), behind.get(at + 1), odds.get(at))
        else {
            continue;
        };
        let mut sums = [f32::MIN, f32::MIN];
        for (state, &reached) in NAME_STATES.iter().zip(ahead) {
            for (kind, own) in [filler, letter].into_iter().enumerate() {
                let (next, cost) = step(*state, kind == 0, divided);
                let rest = after.get(next).copied().unwrap_or(f32::MIN);
                if let Some(sum) = sums.get_mut(kind) {
                    *sum = log_add(*sum, reached + own - cost + rest);
                }
            }
        }
        let whole = log_add(sums[0], sums[1]);
        let (filler, letter) = ((sums[0] - whole).exp(), (sums[1] - whole).exp());
        let sure: f32 = chances.iter().sum::<f32>().min(1.0);
        let letters: f32 = chances.iter().take(FILLER).sum::<f32>().max(1e-9);
        for (class, chance) in chances.iter_mut().enumerate().take(ALPHABET.len()) {
            *chance = if class == FILLER {
                filler * sure
            } else {
                *chance / letters * letter * sure
            };
        }
    }
}

/// Returns the state after a filler or a letter, and the cost of getting there.
fn step(from: NameState, filler: bool, divided: bool) -> (usize, f32) {
    let index = |fillers: usize, divided: bool| fillers + if divided { 4 } else { 0 };
    if filler {
        return (index((from.fillers + 1).min(3), from.divided), 0.0);
    }
    match from.fillers {
        0 | 1 => (index(0, from.divided), 0.0),
        2 if divided && !from.divided => (index(0, true), 0.0),
        2 => (index(0, true), SECOND_SEPARATOR_COST),
        _ => (index(0, from.divided), LETTER_AFTER_FILLERS_COST),
    }
}

type Table = Vec<[f32; 8]>;

/// Returns the forward sums: over all paths that lead to each state before each cell.
fn forward(odds: &[(f32, f32)], divided: bool) -> Table {
    let mut here = [f32::MIN; 8];
    here[0] = 0.0;
    let mut table = vec![here];
    for &(filler, letter) in odds {
        let mut next = [f32::MIN; 8];
        for (state, &reached) in NAME_STATES.iter().zip(&here) {
            for (own, is_filler) in [(filler, true), (letter, false)] {
                let (to, cost) = step(*state, is_filler, divided);
                if let Some(sum) = next.get_mut(to) {
                    *sum = log_add(*sum, reached + own - cost);
                }
            }
        }
        here = next;
        table.push(here);
    }
    table
}

/// Returns the backward sums: over all paths that continue from each state before each cell.
fn backward(odds: &[(f32, f32)], divided: bool) -> Table {
    let mut here = [0.0; 8];
    let mut table = vec![here];
    for &(filler, letter) in odds.iter().rev() {
        let mut before = [f32::MIN; 8];
        for (state, sum) in NAME_STATES.iter().zip(&mut before) {
            for (own, is_filler) in [(filler, true), (letter, false)] {
                let (to, cost) = step(*state, is_filler, divided);
                let rest = here.get(to).copied().unwrap_or(f32::MIN);
                *sum = log_add(*sum, own - cost + rest);
            }
        }
        here = before;
        table.push(here);
    }
    table.reverse();
    table
}

/// Returns the logarithm of the sum of two numbers, given their logarithms.
fn log_add(a: f32, b: f32) -> f32 {
    let (high, low) = (a.max(b), a.min(b));
    if low < -1e30 {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::super::glyph::best;
    use super::*;
    use crate::image::net::class_of;

    /// Each character is seen with a probability of 0.95, except `?`, which is a filler with 0.4
    /// and a K with 0.6.
    fn check(seen: &str, want: &str) {
        let mut cells: Vec<Chances> = seen
            .bytes()
            .map(|byte| {
                let mut chances = [0.0; NONE];
                if byte == b'?' {
                    chances[FILLER] = 0.4;
                    chances[class_of(b'K').unwrap()] = 0.6;
                } else {
                    chances[class_of(byte).unwrap()] = 0.95;
                }
                chances
            })
            .collect();
        settle(true, &mut cells);
        let text: String = cells
            .iter()
            .map(|cell| char::from(best(cell).character))
            .collect();
        assert_eq!(text, want);
    }

    #[test]
    fn an_unclear_letter_among_fillers_becomes_a_filler() {
        check("ERIKSSON<<ANNA<<<<?<<<", "ERIKSSON<<ANNA<<<<<<<<");
        check("ERI?SSON<<ANNA<<<<<<<<", "ERIKSSON<<ANNA<<<<<<<<");
        check(
            "ERIKSSON<?ANNA<<<<<<<<",
            "ERIKSSON<<ANNA<<<<<<<<".replace("<<A", "<KA").as_str(),
        );
        // A character that is seen clearly is kept, however odd it is.
        check("ANNA<<<<K<<<", "ANNA<<<<K<<<");
    }
}

//! Names end: behind a row of fillers no letter follows, and `<<` stands once.
#![expect(
    clippy::indexing_slicing,
    reason = "indices follow from the lengths of what they index"
)]

use super::glyph::Chances;
use crate::image::net::{ALPHABET, NONE};

/// What a letter behind three fillers or more costs (natural logarithm).
const RESUMED: f32 = 7.0;
/// What a second `<<` inside a name costs.
const DOUBLED: f32 = 4.0;
/// A letter or digit elsewhere is as likely as a filler.
const FILLER: usize = NONE - 1;

/// What came before a cell: up to three fillers in a row, and whether a `<<` is behind.
#[derive(Clone, Copy, PartialEq)]
struct Before {
    fillers: usize,
    divided: bool,
}

const STATES: [Before; 8] = {
    let mut states = [Before {
        fillers: 0,
        divided: false,
    }; 8];
    let mut at = 0;
    while at < 8 {
        states[at] = Before {
            fillers: at % 4,
            divided: at >= 4,
        };
        at += 1;
    }
    states
};

/// Weighs fillers against letters over a whole field and sets the chances accordingly: the way of
/// fillers and letters that is likeliest keeps its own, and the other ways their share.
pub(super) fn settle(divided: bool, cells: &mut [Chances]) {
    let odds: Vec<(f32, f32)> = cells
        .iter()
        .map(|chances| {
            let filler = chances.get(FILLER).copied().unwrap_or(0.0);
            let letter: f32 = chances.iter().take(FILLER).sum();
            (filler.max(1e-7).ln(), letter.max(1e-7).ln())
        })
        .collect();
    let ahead = passed(&odds, divided);
    let behind = awaited(&odds, divided);
    for (at, chances) in cells.iter_mut().enumerate() {
        let (Some(ahead), Some(after), Some(&(filler, letter))) =
            (ahead.get(at), behind.get(at + 1), odds.get(at))
        else {
            continue;
        };
        let mut sums = [f32::MIN, f32::MIN];
        for (state, &reached) in STATES.iter().zip(ahead) {
            for (kind, own) in [filler, letter].into_iter().enumerate() {
                let (next, cost) = step(*state, kind == 0, divided);
                let rest = after.get(next).copied().unwrap_or(f32::MIN);
                if let Some(sum) = sums.get_mut(kind) {
                    *sum = joined(*sum, reached + own - cost + rest);
                }
            }
        }
        let whole = joined(sums[0], sums[1]);
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

/// Where a filler or a letter leads, and what it costs.
fn step(from: Before, filler: bool, divided: bool) -> (usize, f32) {
    let index = |fillers: usize, divided: bool| fillers + if divided { 4 } else { 0 };
    if filler {
        return (index((from.fillers + 1).min(3), from.divided), 0.0);
    }
    match from.fillers {
        0 | 1 => (index(0, from.divided), 0.0),
        2 if divided && !from.divided => (index(0, true), 0.0),
        2 => (index(0, true), DOUBLED),
        _ => (index(0, from.divided), RESUMED),
    }
}

type Table = Vec<[f32; 8]>;

/// The sum over all ways that lead to each state before each cell.
fn passed(odds: &[(f32, f32)], divided: bool) -> Table {
    let mut here = [f32::MIN; 8];
    here[0] = 0.0;
    let mut table = vec![here];
    for &(filler, letter) in odds {
        let mut next = [f32::MIN; 8];
        for (state, &reached) in STATES.iter().zip(&here) {
            for (own, is_filler) in [(filler, true), (letter, false)] {
                let (to, cost) = step(*state, is_filler, divided);
                if let Some(sum) = next.get_mut(to) {
                    *sum = joined(*sum, reached + own - cost);
                }
            }
        }
        here = next;
        table.push(here);
    }
    table
}

/// The sum over all ways that lead on from each state before each cell.
fn awaited(odds: &[(f32, f32)], divided: bool) -> Table {
    let mut here = [0.0; 8];
    let mut table = vec![here];
    for &(filler, letter) in odds.iter().rev() {
        let mut before = [f32::MIN; 8];
        for (state, sum) in STATES.iter().zip(&mut before) {
            for (own, is_filler) in [(filler, true), (letter, false)] {
                let (to, cost) = step(*state, is_filler, divided);
                let rest = here.get(to).copied().unwrap_or(f32::MIN);
                *sum = joined(*sum, own - cost + rest);
            }
        }
        here = before;
        table.push(here);
    }
    table.reverse();
    table
}

/// The logarithm of the sum of what two logarithms stand for.
fn joined(a: f32, b: f32) -> f32 {
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

    /// Each character is seen with .95, but for `?`, which is a filler by .4 and a K by .6.
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
    fn a_letter_seen_among_fillers_is_a_filler() {
        check("ERIKSSON<<ANNA<<<<?<<<", "ERIKSSON<<ANNA<<<<<<<<");
        check("ERI?SSON<<ANNA<<<<<<<<", "ERIKSSON<<ANNA<<<<<<<<");
        check(
            "ERIKSSON<?ANNA<<<<<<<<",
            "ERIKSSON<<ANNA<<<<<<<<".replace("<<A", "<KA").as_str(),
        );
        // What is seen clearly stays, however odd.
        check("ANNA<<<<K<<<", "ANNA<<<<K<<<");
    }
}

//! Applies the tables of states to issuer and nationality: few codes of three letters exist, and
//! both are usually the same on one document.
#![expect(clippy::indexing_slicing, reason = "arrays of fixed size")]

use super::glyph::Chances;
use crate::image::net::{ALPHABET, NONE};
use crate::state::{State, StateKind};

/// The weight of a code that no state has, relative to one that a state has.
const UNKNOWN_CODE: f32 = 0.02;
/// The weight of a code with a digit. Cards older than the standard do print such codes.
const CODE_WITH_DIGIT: f32 = 1e-4;
/// The weight of an issuer and a nationality that differ, relative to two that agree. Foreigners
/// get documents too, but similar codes are misread more often.
const DIFFERING_CODES: f32 = 0.05;

/// A code and its probability.
type Code = ([usize; 3], f32);

/// Decides the cells of the issuer and, if the format has it, of the nationality.
pub(super) fn settle(issuer: &mut [Chances], nationality: Option<&mut [Chances]>) {
    let here = codes(issuer);
    let Some(nationality) = nationality else {
        write_back(issuer, &here);
        return;
    };
    let there = codes(nationality);
    let weighed = |own: &[Code], others: &[Code]| -> Vec<Code> {
        let whole: f32 = others.iter().map(|(_, chance)| chance).sum();
        let same = |code: &[usize; 3]| {
            let other = others.iter().find(|(other, _)| other == code);
            other.map_or(0.0, |(_, chance)| *chance)
        };
        own.iter()
            .map(|&(code, chance)| {
                let same = same(&code);
                (
                    code,
                    chance * (same + DIFFERING_CODES * (whole - same).max(0.0)),
                )
            })
            .collect()
    };
    write_back(issuer, &weighed(&here, &there));
    write_back(nationality, &weighed(&there, &here));
}

/// Returns the codes that the cells may contain.
fn codes(cells: &[Chances]) -> Vec<Code> {
    let [first, second, third] = cells else {
        return Vec::new();
    };
    let few = |chances: &Chances| {
        let mut all: Vec<(usize, f32)> = chances.iter().copied().enumerate().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all.truncate(5);
        all.retain(|(_, chance)| *chance > 1e-4);
        all
    };
    let (seconds, thirds) = (few(second), few(third));
    let mut codes = Vec::new();
    for (a, pa) in few(first) {
        for &(b, pb) in &seconds {
            for &(c, pc) in &thirds {
                codes.push(([a, b, c], pa * pb * pc * prior([a, b, c])));
            }
        }
    }
    let whole: f32 = codes.iter().map(|(_, chance)| chance).sum();
    for (_, chance) in &mut codes {
        *chance /= whole.max(1e-12);
    }
    codes
}

fn prior(code: [usize; 3]) -> f32 {
    let text: String = code
        .into_iter()
        .map(|class| ALPHABET.get(class).copied().map_or('<', char::from))
        .collect();
    if text.starts_with('<') || text.bytes().any(|byte| byte.is_ascii_digit()) {
        CODE_WITH_DIGIT
    } else if State::of(&text).kind == StateKind::Unknown {
        UNKNOWN_CODE
    } else {
        1.0
    }
}

/// Writes the probabilities of the codes into the cells, whose doubt is kept.
fn write_back(cells: &mut [Chances], codes: &[Code]) {
    let whole: f32 = codes.iter().map(|(_, chance)| chance).sum();
    if whole <= 0.0 {
        return;
    }
    for (place, own) in cells.iter_mut().enumerate().take(3) {
        let sure = own.iter().sum::<f32>().min(1.0);
        let mut sums = [0.0_f32; NONE];
        for (code, chance) in codes {
            sums[code[place]] += chance / whole * sure;
        }
        *own = sums;
    }
}

#[cfg(test)]
mod tests {
    use super::super::glyph::best;
    use super::*;
    use crate::image::net::class_of;

    /// Returns cells with these characters and their probabilities in tenths.
    fn cells(seen: [&[(u8, u8)]; 3]) -> Vec<Chances> {
        let cell = |seen: &[(u8, u8)]| {
            let mut chances = [0.0; NONE];
            for &(character, tenths) in seen {
                chances[class_of(character).unwrap()] = f32::from(tenths) / 10.0;
            }
            chances
        };
        seen.into_iter().map(cell).collect()
    }

    fn check(issuer: [&[(u8, u8)]; 3], nationality: [&[(u8, u8)]; 3], want: [&str; 2]) {
        let (mut issuer, mut nationality) = (cells(issuer), cells(nationality));
        settle(&mut issuer, Some(&mut nationality));
        let text = |cells: &[Chances]| -> String {
            cells
                .iter()
                .map(|c| char::from(best(c).character))
                .collect()
        };
        assert_eq!([text(&issuer).as_str(), &text(&nationality)], want);
    }

    #[test]
    fn known_and_agreeing_codes_are_preferred() {
        let utopia: [&[(u8, u8)]; 3] = [&[(b'U', 9)], &[(b'T', 9)], &[(b'O', 9)]];
        // A D was seen where the O of a known code may be.
        check(
            [&[(b'U', 9)], &[(b'T', 9)], &[(b'D', 6), (b'O', 3)]],
            utopia,
            ["UTO", "UTO"],
        );
        // No state has this code, but both places contain it.
        check(
            [&[(b'S', 9)], &[(b'T', 5), (b'I', 4)], &[(b'<', 9)]],
            [&[(b'S', 9)], &[(b'I', 9)], &[(b'<', 9)]],
            ["SI<", "SI<"],
        );
        // A foreigner's nationality is kept.
        check(
            utopia,
            [&[(b'S', 9)], &[(b'W', 9)], &[(b'E', 9)]],
            ["UTO", "SWE"],
        );
        // Digits are kept if nothing else is possible.
        check(
            utopia,
            [&[(b'1', 9)], &[(b'3', 9)], &[(b'2', 9)]],
            ["UTO", "132"],
        );
        check(
            utopia,
            [&[(b'1', 6), (b'I', 3)], &[(b'S', 9)], &[(b'R', 9)]],
            ["UTO", "ISR"],
        );
    }
}

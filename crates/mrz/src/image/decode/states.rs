//! Issuer and nationality: codes of three letters of which few mean anything, and mostly the same
//! on one document.
#![expect(clippy::indexing_slicing, reason = "arrays of fixed size")]

use super::glyph::Chances;
use crate::image::net::{ALPHABET, NONE};
use crate::state::{State, StateKind};

/// A code that no state has, against one of those that states have.
const UNKNOWN: f32 = 0.02;
/// A code with a digit: cards older than the standard print what they like.
const STRANGE: f32 = 1e-4;
/// An issuer and a nationality that differ, against two that do not: foreigners get documents too,
/// but codes are mistaken for their neighbours more often.
const ABROAD: f32 = 0.05;

/// A code and how likely it is.
type Code = ([usize; 3], f32);

/// Settles the cells of the issuer and, where the form has it, of the nationality.
pub(super) fn settle(issuer: &mut [Chances], nationality: Option<&mut [Chances]>) {
    let here = codes(issuer);
    let Some(nationality) = nationality else {
        put(issuer, &here);
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
                (code, chance * (same + ABROAD * (whole - same).max(0.0)))
            })
            .collect()
    };
    put(issuer, &weighed(&here, &there));
    put(nationality, &weighed(&there, &here));
}

/// The codes that the cells may hold.
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
        STRANGE
    } else if State::of(&text).kind == StateKind::Unknown {
        UNKNOWN
    } else {
        1.0
    }
}

/// Writes what the codes say into the cells; the doubt that was there stays.
fn put(cells: &mut [Chances], codes: &[Code]) {
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

    /// A cell by its characters and their chances in tenths.
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
    fn codes_that_mean_something_and_agree_are_preferred() {
        let utopia: [&[(u8, u8)]; 3] = [&[(b'U', 9)], &[(b'T', 9)], &[(b'O', 9)]];
        // A D where the O of a known code may stand.
        check(
            [&[(b'U', 9)], &[(b'T', 9)], &[(b'D', 6), (b'O', 3)]],
            utopia,
            ["UTO", "UTO"],
        );
        // Nobody has this code, but both places hold it.
        check(
            [&[(b'S', 9)], &[(b'T', 5), (b'I', 4)], &[(b'<', 9)]],
            [&[(b'S', 9)], &[(b'I', 9)], &[(b'<', 9)]],
            ["SI<", "SI<"],
        );
        // A foreigner's stays what it is.
        check(
            utopia,
            [&[(b'S', 9)], &[(b'W', 9)], &[(b'E', 9)]],
            ["UTO", "SWE"],
        );
        // Digits are read where nothing else can be meant.
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

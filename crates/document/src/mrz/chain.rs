//! Where the characters of a line stand: a chain of 30, 36 or 44 places, evenly spaced but for
//! what bending and perspective do, laid over what the net saw.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

use super::net::{CLASSES, Emissions, NONE};

/// Half columns between two characters: the net's pitch is 7.25.
const SPACINGS: std::ops::RangeInclusive<usize> = 5..=11;
/// A doubt of the net is worth no more than this (natural logarithm of the odds).
const CAP: f32 = 5.0;
/// What a change of spacing by one half column costs.
const UNEVEN: f32 = 0.35;

/// The places of a line's characters.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// In half columns of the emissions.
    pub(super) places: Vec<usize>,
    /// How much likelier the chain is than that nothing is written there.
    pub(super) score: f32,
}

impl Chain {
    /// Mean distance of two characters in pixels of the strip.
    pub(super) fn pitch(&self) -> f64 {
        let ends = self.places.first().zip(self.places.last());
        let (from, to) = ends.map_or((0, 0), |(&from, &to)| (from, to));
        (to - from) as f64 * 2.0 / (self.places.len().max(2) - 1) as f64
    }
}

/// For each half column the odds that a character stands there, as a logarithm.
fn odds(emissions: &Emissions) -> Vec<f32> {
    let columns: Vec<f32> = emissions
        .columns()
        .map(|column| {
            let none = column.get(NONE).copied().unwrap_or(0.0).exp().clamp(1e-4, 1.0 - 1e-4);
            ((1.0 - none) / none).ln().clamp(-CAP, CAP)
        })
        .collect();
    let mut odds = Vec::with_capacity(columns.len() * 2);
    for (at, &here) in columns.iter().enumerate() {
        odds.push(here);
        odds.push(f32::midpoint(here, columns.get(at + 1).copied().unwrap_or(-CAP)));
    }
    odds
}

/// The best chain of `count` characters; `None` where the strip is too short for it.
pub(super) fn chain(emissions: &Emissions, count: usize) -> Option<Chain> {
    let odds = odds(emissions);
    let first = *SPACINGS.start();
    let kinds = SPACINGS.count();
    let length = odds.len();
    if count < 2 || length < first * (count - 1) {
        return None;
    }
    let at = |place: usize| odds.get(place).copied().unwrap_or(-CAP);
    // What a step of `spacing` that ends in `place` is worth: a character there and none between.
    let worth = |place: usize, spacing: usize| {
        let (left, half) = (place - spacing, spacing / 2);
        let between = if spacing.is_multiple_of(2) {
            at(left + half)
        } else {
            f32::midpoint(at(left + half), at(left + half + 1))
        };
        at(place) - 0.5 * between.max(-2.0)
    };
    // A character just outside the chain speaks against it.
    let outside = |place: Option<usize>| {
        place.map_or(0.0, |place| odds.get(place).copied().unwrap_or(-CAP).max(0.0))
    };
    let mut best = vec![f32::MIN; length * kinds];
    let mut back = vec![0_u8; length * kinds * count];
    for place in 0..length {
        for kind in 0..kinds {
            let before = place.checked_sub(first + kind);
            best[place * kinds + kind] = at(place) - outside(before);
        }
    }
    for step in 1..count {
        let mut next = vec![f32::MIN; length * kinds];
        for place in first..length {
            for kind in 0..kinds {
                let spacing = first + kind;
                let Some(left) = place.checked_sub(spacing) else { continue };
                let (mut top, mut from) = (f32::MIN, kind);
                for other in kind.saturating_sub(1)..(kind + 2).min(kinds) {
                    let cost = if other == kind { 0.0 } else { UNEVEN };
                    let value = best[left * kinds + other] - cost;
                    if value > top {
                        (top, from) = (value, other);
                    }
                }
                if top > f32::MIN / 2.0 {
                    next[place * kinds + kind] = top + worth(place, spacing);
                    back[(step * length + place) * kinds + kind] = from as u8;
                }
            }
        }
        best = next;
    }
    let ends = (0..length).flat_map(|place| (0..kinds).map(move |kind| (place, kind)));
    let (place, kind, score) = ends
        .map(|(place, kind)| {
            let value = best[place * kinds + kind] - outside(Some(place + first + kind));
            (place, kind, value)
        })
        .max_by(|a, b| a.2.total_cmp(&b.2))?;
    if score < f32::MIN / 4.0 {
        return None;
    }
    let (mut place, mut kind) = (place, kind);
    let mut places = vec![place];
    for step in (1..count).rev() {
        let from = back[(step * length + place) * kinds + kind] as usize;
        place -= first + kind;
        kind = from;
        places.push(place);
    }
    places.reverse();
    Some(Chain { places, score })
}

/// Probabilities of the net's classes at each place of a chain.
pub(super) fn cells(emissions: &Emissions, chain: &Chain) -> Vec<[f32; CLASSES]> {
    let columns: Vec<&[f32]> = emissions.columns().collect();
    chain
        .places
        .iter()
        .map(|&place| {
            let mut cell = [0.0_f32; CLASSES];
            // A half column lies between two columns; both saw the character.
            let sides = [place / 2, place.div_ceil(2)];
            for side in sides {
                let column = columns.get(side).or(columns.last());
                for (sum, score) in cell.iter_mut().zip(column.into_iter().flat_map(|c| c.iter())) {
                    *sum += score.exp() / sides.len() as f32;
                }
            }
            cell
        })
        .collect()
}

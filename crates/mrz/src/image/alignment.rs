//! Where the characters of a line stand: an alignment of 30, 36 or 44 places, evenly spaced but for
//! what bending and perspective do, laid over what the net saw.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

use super::net::{CLASSES, Emissions, NONE};

/// Half columns between two characters: the net's pitch is 7.25.
const SPACINGS: std::ops::RangeInclusive<usize> = 5..=11;
/// A doubt of the net is worth no more than this (natural logarithm of the odds).
const CAP: f32 = 5.0;
/// The net sees something in most textures: this much is not counted.
const DOUBT: f32 = 1.5;
/// What a change of spacing by one half column costs.
const UNEVEN: f32 = 0.35;

/// The places of a line's characters.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    /// In half columns of the emissions.
    pub(super) places: Vec<usize>,
    /// How much likelier the alignment is than that nothing is written there.
    pub(super) score: f32,
    /// Before its first and behind its last character: the lesser of the odds that the next two
    /// places hold characters too.
    pub(super) beyond: [f32; 2],
}

impl Alignment {
    /// Mean distance of two characters in pixels of the strip.
    pub(super) fn pitch(&self) -> f64 {
        let ends = self.places.first().zip(self.places.last());
        let (from, to) = ends.map_or((0, 0), |(&from, &to)| (from, to));
        (to - from) as f64 * 2.0 / (self.places.len().max(2) - 1) as f64
    }

    /// Standard deviation of the distances of two characters, in half columns.
    pub(super) fn unevenness(&self) -> f64 {
        let apart = self
            .places
            .windows(2)
            .map(|pair| (pair[1] - pair[0]) as f64);
        let (sum, squares) = apart.fold((0.0, 0.0), |(sum, squares), step| {
            (sum + step, squares + step * step)
        });
        let count = (self.places.len().max(2) - 1) as f64;
        (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
    }
}

/// The score of the likeliest character of a column.
fn likeliest(column: &[f32]) -> f32 {
    column.iter().take(NONE).copied().fold(f32::MIN, f32::max)
}

/// For each half column the odds that a character stands there, as a logarithm.
fn odds(emissions: &Emissions) -> Vec<f32> {
    let columns: Vec<f32> = emissions
        .columns()
        .map(|column| {
            let (character, none) = (likeliest(column), column.get(NONE).copied().unwrap_or(0.0));
            (character - none - DOUBT).clamp(-CAP, CAP)
        })
        .collect();
    let mut odds = Vec::with_capacity(columns.len() * 2);
    for (at, &here) in columns.iter().enumerate() {
        odds.push(here);
        odds.push(f32::midpoint(
            here,
            columns.get(at + 1).copied().unwrap_or(-CAP),
        ));
    }
    odds
}

/// The best alignment of each of these numbers of characters, which ascend; `None` where the strip
/// is too short for it.
pub(super) fn alignments<const N: usize>(
    emissions: &Emissions,
    counts: [usize; N],
) -> [Option<Alignment>; N] {
    let odds = odds(emissions);
    let length = odds.len();
    let most = counts.iter().copied().max().unwrap_or(0);
    let mut walk = Walk::new(&odds);
    let mut ends = [None; N];
    for step in 1..most {
        if !walk.step() {
            break;
        }
        for (end, &count) in ends.iter_mut().zip(&counts) {
            if step + 1 == count {
                *end = walk.end();
            }
        }
    }
    let mut found = [const { None }; N];
    for ((found, end), &count) in found.iter_mut().zip(ends).zip(&counts) {
        if let Some(end) = end
            && length > 0
        {
            *found = Some(walk.back(count, end));
        }
    }
    found
}

/// The first spacing, and how many kinds there are.
const FIRST: usize = *SPACINGS.start();
const KINDS: usize = *SPACINGS.end() - FIRST + 1;

/// A dynamic programme over places, spacings and characters.
struct Walk<'a> {
    odds: &'a [f32],
    /// Best score of an alignment that ends in a place after a spacing.
    best: Vec<f32>,
    /// For every step, place and spacing the spacing before.
    from: Vec<u8>,
}

impl<'a> Walk<'a> {
    fn new(odds: &'a [f32]) -> Self {
        let mut walk = Self {
            odds,
            best: Vec::with_capacity(odds.len() * KINDS),
            from: Vec::new(),
        };
        for place in 0..odds.len() {
            for kind in 0..KINDS {
                let start = walk.at(place) - walk.outside(place.checked_sub(FIRST + kind));
                walk.best.push(start);
            }
        }
        walk
    }

    fn at(&self, place: usize) -> f32 {
        self.odds.get(place).copied().unwrap_or(-CAP)
    }

    /// A character just outside the alignment speaks against it.
    fn outside(&self, place: Option<usize>) -> f32 {
        place.map_or(0.0, |place| self.at(place).max(0.0))
    }

    /// What a step of `spacing` that ends in `place` is worth: a character there, none between.
    fn worth(&self, place: usize, spacing: usize) -> f32 {
        let middle = place - spacing + spacing / 2;
        let between = if spacing.is_multiple_of(2) {
            self.at(middle)
        } else {
            f32::midpoint(self.at(middle), self.at(middle + 1))
        };
        self.at(place) - 0.5 * between.max(-2.0)
    }

    /// One more character; `false` when there is no room for one.
    fn step(&mut self) -> bool {
        let length = self.odds.len();
        let mut next = vec![f32::MIN; length * KINDS];
        let start = self.from.len();
        self.from.resize(start + length * KINDS, 0);
        let mut any = false;
        for place in FIRST..length {
            for kind in 0..KINDS {
                let spacing = FIRST + kind;
                let Some(left) = place.checked_sub(spacing) else {
                    continue;
                };
                let before = &self.best[left * KINDS..(left + 1) * KINDS];
                let (mut top, mut from) = (before[kind], kind);
                for other in [kind.wrapping_sub(1), kind + 1] {
                    if let Some(&value) = before.get(other)
                        && value - UNEVEN > top
                    {
                        (top, from) = (value - UNEVEN, other);
                    }
                }
                if top > f32::MIN / 2.0 {
                    next[place * KINDS + kind] = top + self.worth(place, spacing);
                    self.from[start + place * KINDS + kind] = from as u8;
                    any = true;
                }
            }
        }
        self.best = next;
        any
    }

    /// The best end of the alignments so far: place, spacing, score.
    fn end(&self) -> Option<(usize, usize, f32)> {
        let scores = self
            .best
            .iter()
            .enumerate()
            .filter(|(_, value)| **value > f32::MIN / 2.0);
        scores
            .map(|(at, value)| {
                let (place, kind) = (at / KINDS, at % KINDS);
                (
                    place,
                    kind,
                    value - self.outside(Some(place + FIRST + kind)),
                )
            })
            .max_by(|a, b| a.2.total_cmp(&b.2))
    }

    /// The alignment of `count` characters that has this end.
    fn back(&self, count: usize, (mut place, mut kind, score): (usize, usize, f32)) -> Alignment {
        let mut places = vec![place];
        for step in (0..count - 1).rev() {
            let from = self.from[(step * self.odds.len() + place) * KINDS + kind] as usize;
            place = place.saturating_sub(FIRST + kind);
            kind = from;
            places.push(place);
        }
        places.reverse();
        let beyond = [self.beyond(&places, false), self.beyond(&places, true)];
        Alignment {
            places,
            score,
            beyond,
        }
    }

    /// How far it seems that two more characters follow, at the spacing of the last ones.
    fn beyond(&self, places: &[usize], forwards: bool) -> f32 {
        let step = |places: &[usize]| {
            let ends = places.first().zip(places.last());
            let apart = ends.map_or(0, |(&from, &to)| to - from);
            apart as f32 / (places.len().max(2) - 1) as f32
        };
        let near = 6.min(places.len());
        let (end, step) = if forwards {
            let last = &places[places.len() - near..];
            (last.last(), step(last))
        } else {
            (places.first(), -step(&places[..near]))
        };
        let end = end.map_or(0.0, |&end| end as f32);
        let odds = |count: f32| {
            let place = end + count * step;
            let around = [place.floor(), place.ceil()];
            let each = around.map(|place| {
                if place < 0.0 {
                    -CAP
                } else {
                    self.at(place as usize)
                }
            });
            each[0].max(each[1])
        };
        odds(1.0).min(odds(2.0))
    }
}

/// Probabilities of the net's classes at each place of an alignment.
pub(super) fn cells(emissions: &Emissions, alignment: &Alignment) -> Vec<[f32; CLASSES]> {
    let columns: Vec<&[f32]> = emissions.columns().collect();
    alignment
        .places
        .iter()
        .map(|&place| {
            let mut cell = [0.0_f32; CLASSES];
            // A half column lies between two columns; both saw the character.
            let sides = [place / 2, place.div_ceil(2)];
            for side in sides {
                let column = columns.get(side).or(columns.last());
                for (sum, score) in cell
                    .iter_mut()
                    .zip(column.into_iter().flat_map(|c| c.iter()))
                {
                    *sum += score.exp() / sides.len() as f32;
                }
            }
            cell
        })
        .collect()
}

/// How sure the net is on average which characters those of an alignment are.
pub(super) fn certainty(emissions: &Emissions, alignment: &Alignment) -> f32 {
    let cells = cells(emissions, alignment);
    let sure = |cell: &[f32; CLASSES]| cell.iter().take(NONE).copied().fold(0.0, f32::max);
    cells.iter().map(sure).sum::<f32>() / cells.len().max(1) as f32
}

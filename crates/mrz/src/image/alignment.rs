//! Finds the characters of a line by dynamic programming: an alignment of 30, 36 or 44 places over
//! the net's scores. The places are evenly spaced, except for the effects of bending and
//! perspective.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

use super::net::{CLASSES, Emissions, NONE};

/// The possible distances between two characters, in half columns. The net was trained with 7.25.
const SPACINGS: std::ops::RangeInclusive<usize> = 5..=11;
/// The maximum odds of a character at one place (natural logarithm), so that no single place
/// dominates.
const MAX_ODDS: f32 = 5.0;
/// The net sees some odds of a character in most textures; this much is not counted.
const BACKGROUND_ODDS: f32 = 1.5;
/// The cost of changing the spacing by one half column.
const SPACING_CHANGE_COST: f32 = 0.35;

/// The places of a line's characters.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    /// The places, in half columns of the emissions.
    pub(super) places: Vec<usize>,
    /// The log-likelihood of the alignment, relative to that of an empty strip.
    pub(super) score: f32,
    /// Before its first and after its last character: the lesser of the odds that the next two
    /// places contain characters too.
    pub(super) beyond: [f32; 2],
}

impl Alignment {
    /// Returns the mean distance between two characters in pixels of the strip.
    pub(super) fn pitch(&self) -> f64 {
        let ends = self.places.first().zip(self.places.last());
        let (from, to) = ends.map_or((0, 0), |(&from, &to)| (from, to));
        (to - from) as f64 * 2.0 / (self.places.len().max(2) - 1) as f64
    }

    /// Returns the standard deviation of the distances between characters, in half columns.
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

/// Returns the score of the likeliest character in a column.
fn likeliest(column: &[f32]) -> f32 {
    column.iter().take(NONE).copied().fold(f32::MIN, f32::max)
}

/// Returns the log-odds that there is a character at each half column.
fn odds(emissions: &Emissions) -> Vec<f32> {
    let columns: Vec<f32> = emissions
        .columns()
        .map(|column| {
            let (character, none) = (likeliest(column), column.get(NONE).copied().unwrap_or(0.0));
            (character - none - BACKGROUND_ODDS).clamp(-MAX_ODDS, MAX_ODDS)
        })
        .collect();
    let mut odds = Vec::with_capacity(columns.len() * 2);
    for (at, &here) in columns.iter().enumerate() {
        odds.push(here);
        odds.push(f32::midpoint(
            here,
            columns.get(at + 1).copied().unwrap_or(-MAX_ODDS),
        ));
    }
    odds
}

/// Returns the best alignment for each of these numbers of characters, which must ascend, or `None`
/// for those that do not fit into the strip.
pub(super) fn alignments<const N: usize>(
    emissions: &Emissions,
    counts: [usize; N],
) -> [Option<Alignment>; N] {
    let odds = odds(emissions);
    let length = odds.len();
    let most = counts.iter().copied().max().unwrap_or(0);
    let mut search = AlignmentSearch::new(&odds);
    let mut ends = [None; N];
    for step in 1..most {
        if !search.step() {
            break;
        }
        for (end, &count) in ends.iter_mut().zip(&counts) {
            if step + 1 == count {
                *end = search.best_end();
            }
        }
    }
    let mut found = [const { None }; N];
    for ((found, end), &count) in found.iter_mut().zip(ends).zip(&counts) {
        if let Some(end) = end
            && length > 0
        {
            *found = Some(search.trace_back(count, end));
        }
    }
    found
}

/// The first spacing, and the number of spacings.
const FIRST_SPACING: usize = *SPACINGS.start();
const SPACING_COUNT: usize = *SPACINGS.end() - FIRST_SPACING + 1;

/// A dynamic program over places, spacings and characters.
struct AlignmentSearch<'a> {
    odds: &'a [f32],
    /// The best score of an alignment that ends at a place after a spacing.
    best: Vec<f32>,
    /// The previous spacing, for every step, place and spacing.
    from: Vec<u8>,
}

impl<'a> AlignmentSearch<'a> {
    fn new(odds: &'a [f32]) -> Self {
        let mut search = Self {
            odds,
            best: Vec::with_capacity(odds.len() * SPACING_COUNT),
            from: Vec::new(),
        };
        for place in 0..odds.len() {
            for kind in 0..SPACING_COUNT {
                let start =
                    search.at(place) - search.outside(place.checked_sub(FIRST_SPACING + kind));
                search.best.push(start);
            }
        }
        search
    }

    fn at(&self, place: usize) -> f32 {
        self.odds.get(place).copied().unwrap_or(-MAX_ODDS)
    }

    /// Returns the penalty for a character just outside the alignment.
    fn outside(&self, place: Option<usize>) -> f32 {
        place.map_or(0.0, |place| self.at(place).max(0.0))
    }

    /// Returns the score of a step of `spacing` to `place`: there must be a character there, and
    /// none in between.
    fn step_score(&self, place: usize, spacing: usize) -> f32 {
        let middle = place - spacing + spacing / 2;
        let between = if spacing.is_multiple_of(2) {
            self.at(middle)
        } else {
            f32::midpoint(self.at(middle), self.at(middle + 1))
        };
        self.at(place) - 0.5 * between.max(-2.0)
    }

    /// Adds a character to all alignments. Returns false if there is no room for one.
    fn step(&mut self) -> bool {
        let length = self.odds.len();
        let mut next = vec![f32::MIN; length * SPACING_COUNT];
        let start = self.from.len();
        self.from.resize(start + length * SPACING_COUNT, 0);
        let mut any = false;
        for place in FIRST_SPACING..length {
            for kind in 0..SPACING_COUNT {
                let spacing = FIRST_SPACING + kind;
                let Some(left) = place.checked_sub(spacing) else {
                    continue;
                };
                let before = &self.best[left * SPACING_COUNT..(left + 1) * SPACING_COUNT];
                let (mut top, mut from) = (before[kind], kind);
                for other in [kind.wrapping_sub(1), kind + 1] {
                    if let Some(&value) = before.get(other)
                        && value - SPACING_CHANGE_COST > top
                    {
                        (top, from) = (value - SPACING_CHANGE_COST, other);
                    }
                }
                if top > f32::MIN / 2.0 {
                    next[place * SPACING_COUNT + kind] = top + self.step_score(place, spacing);
                    self.from[start + place * SPACING_COUNT + kind] = from as u8;
                    any = true;
                }
            }
        }
        self.best = next;
        any
    }

    /// Returns the best end of the alignments so far: place, spacing and score.
    fn best_end(&self) -> Option<(usize, usize, f32)> {
        let scores = self
            .best
            .iter()
            .enumerate()
            .filter(|(_, value)| **value > f32::MIN / 2.0);
        scores
            .map(|(at, value)| {
                let (place, kind) = (at / SPACING_COUNT, at % SPACING_COUNT);
                (
                    place,
                    kind,
                    value - self.outside(Some(place + FIRST_SPACING + kind)),
                )
            })
            .max_by(|a, b| a.2.total_cmp(&b.2))
    }

    /// Traces back the alignment of `count` characters with this end.
    fn trace_back(
        &self,
        count: usize,
        (mut place, mut kind, score): (usize, usize, f32),
    ) -> Alignment {
        let mut places = vec![place];
        for step in (0..count - 1).rev() {
            let from = self.from[(step * self.odds.len() + place) * SPACING_COUNT + kind] as usize;
            place = place.saturating_sub(FIRST_SPACING + kind);
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

    /// Returns the odds that two more characters follow, at the spacing of the last ones.
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
                    -MAX_ODDS
                } else {
                    self.at(place as usize)
                }
            });
            each[0].max(each[1])
        };
        odds(1.0).min(odds(2.0))
    }
}

/// Returns the probabilities of the net's classes at each place of an alignment.
pub(super) fn cells(emissions: &Emissions, alignment: &Alignment) -> Vec<[f32; CLASSES]> {
    let columns: Vec<&[f32]> = emissions.columns().collect();
    alignment
        .places
        .iter()
        .map(|&place| {
            let mut cell = [0.0_f32; CLASSES];
            // An odd place lies between two columns, and both of them saw the character.
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

/// Returns how certain the net is, on average, which characters those of an alignment are.
pub(super) fn certainty(emissions: &Emissions, alignment: &Alignment) -> f32 {
    let cells = cells(emissions, alignment);
    let sure = |cell: &[f32; CLASSES]| cell.iter().take(NONE).copied().fold(0.0, f32::max);
    cells.iter().map(sure).sum::<f32>() / cells.len().max(1) as f32
}

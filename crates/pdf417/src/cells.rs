//! The grid of codewords: the contents and certainty of each cell, and what the row indicators say.

use std::collections::HashMap;

use imaging::Luma;

use super::columns::Columns;
use super::matched_filter::{Bank, FINE, Match, SAMPLES, normalised};
use super::rows::Rows;
use super::symbology::{MODULES, Shape};

/// A symbol's grid on its straightened picture.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    pub(super) luma: &'a Luma,
    pub(super) columns: &'a Columns,
    pub(super) rows: &'a Rows,
    pub(super) bank: &'static Bank,
}

/// A data codeword as it was seen.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) found: Match,
    pub(super) cluster: usize,
    profile: Vec<f32>,
}

impl Cell {
    /// Returns how certain the best codeword is, which decides whether it is an erasure.
    pub(super) fn certainty(&self) -> f32 {
        self.found.lead * self.found.score.max(0.0)
    }

    /// Returns how well another codeword fits here.
    pub(super) fn score(&self, bank: &Bank, word: u32) -> f32 {
        bank.score(self.cluster, word, &self.profile)
    }
}

impl<'a> Grid<'a> {
    /// Lays the grid, and estimates the blur by trying each on a sample of cells.
    pub(super) fn lay(luma: &'a Luma, columns: &'a Columns, rows: &'a Rows) -> Self {
        let fit = |bank: &'static Bank| -> f32 {
            let grid = Self {
                luma,
                columns,
                rows,
                bank,
            };
            let step = (rows.seen / 6).max(1);
            let picks = (0..rows.seen).step_by(step).flat_map(|i| {
                (0..columns.data() + 2)
                    .step_by(3)
                    .map(move |column| (i, column))
            });
            picks
                .map(|(i, column)| {
                    let profile = grid.profile(i as f64, column, 0.0, 0.2, 0.8);
                    bank.best_score((rows.first_cluster + i) % 3, &normalised(&profile))
                })
                .sum()
        };
        let bank = Bank::fine().iter().max_by(|a, b| fit(a).total_cmp(&fit(b)));
        Self {
            luma,
            columns,
            rows,
            bank: bank.unwrap_or(&Bank::fine()[0]),
        }
    }

    /// Reads the cell of row `i`, counted as seen. Column 0 is the left indicator.
    fn cell(&self, i: f64, cluster: usize, column: usize) -> Cell {
        let read = |shift: f64, from: f64, to: f64| {
            let profile = normalised(&self.profile(i, column, shift, from, to));
            Cell {
                found: self.bank.best(cluster, &profile),
                cluster,
                profile,
            }
        };
        let mut best = read(0.0, 0.2, 0.8);
        if best.found.score > 0.85 && best.found.lead > 0.08 {
            return best;
        }
        // If the best codeword is doubtful, the grid may be slightly off here, or half of the cell
        // may be dirty.
        for (shift, from, to) in [
            (-0.35, 0.2, 0.8),
            (0.35, 0.2, 0.8),
            (0.0, 0.05, 0.5),
            (0.0, 0.5, 0.95),
        ] {
            let other = read(shift, from, to);
            if other.found.score + other.found.lead > best.found.score + best.found.lead {
                best = other;
            }
        }
        best
    }

    /// Returns the greys along a cell, with `FINE` samples per module. Each is the mean of the
    /// middle half of the greys between `from` and `to` of the row's height, which excludes
    /// scratches and specks.
    fn profile(&self, i: f64, column: usize, shift: f64, from: f64, to: f64) -> Vec<f32> {
        let (left, right) = (
            self.columns.edges[column + 1],
            self.columns.edges[column + 2],
        );
        let pitch = (right - left) / MODULES as f64;
        let top = self.rows.top(i, column);
        let bottom = self.rows.top(i + 1.0, column);
        // Within a cell, rows slope as they do between the adjacent columns.
        let beside = |c: usize| f64::midpoint(self.rows.top(i, c), self.rows.top(i + 1.0, c));
        let last = self.columns.data() + 1;
        let (before, behind) = (column.saturating_sub(1), (column + 1).min(last));
        let slope =
            (beside(behind) - beside(before)) / (behind - before).max(1) as f64 / (right - left);
        let lines = ((bottom - top) * (to - from)).ceil().clamp(3.0, 14.0) as usize;
        let mut greys = [0.0_f32; 14];
        (0..SAMPLES)
            .map(|sample| {
                let x = left + pitch * (shift + (sample as f64 + 0.5) / FINE as f64);
                let tilt = slope * (x - f64::midpoint(left, right));
                for (n, grey) in greys.iter_mut().enumerate().take(lines) {
                    let share = from + (to - from) * (n as f64 + 0.5) / lines as f64;
                    let y = top + (bottom - top) * share + tilt;
                    *grey = self.luma.sample((x - 0.5) as f32, (y - 0.5) as f32);
                }
                let greys = &mut greys[..lines];
                greys.sort_by(f32::total_cmp);
                let spare = lines / 4;
                let middle = &greys[spare..lines - spare];
                middle.iter().sum::<f32>() / middle.len() as f32
            })
            .collect()
    }

    /// Reads the row indicators, and returns the shape they agree on and the number of the row seen
    /// as 0.
    pub(super) fn shape(&self) -> Option<(Shape, isize)> {
        let mut starts: HashMap<isize, f32> = HashMap::new();
        let mut votes = Votes::default();
        let mut seen = Vec::new();
        for i in 0..self.rows.seen {
            let cluster = (self.rows.first_cluster + i) % 3;
            for (right, column) in [(false, 0), (true, self.columns.data() + 1)] {
                let cell = self.cell(i as f64, cluster, column).found;
                let weight = cell.score.max(0.0).powi(4) * cell.lead.clamp(0.0, 0.3);
                let word = cell.word as usize;
                let row = word / 30 * 3 + cluster;
                *starts.entry(row as isize - i as isize).or_default() += weight;
                votes.add(word % 30, (cluster + if right { 2 } else { 0 }) % 3, weight);
                seen.push((i as isize, right, word, weight));
            }
        }
        let start = starts.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?.0;
        let shape = votes
            .shape(self.columns.data())
            .filter(|shape| shape.is_possible())?;
        // The result must agree with the indicators that voted for it.
        let (mut agreed, mut all) = (0.0, 0.0);
        for (i, right, word, weight) in seen {
            let row = usize::try_from(i + start)
                .ok()
                .filter(|&row| row < shape.rows);
            let Some((left_word, right_word)) = row.map(|row| shape.indicators(row)) else {
                continue;
            };
            all += weight;
            if word == if right { right_word } else { left_word } {
                agreed += weight;
            }
        }
        (agreed > 0.35 * all).then_some((shape, start))
    }

    /// Returns all data cells, row by row. `start` is the number of the row seen as 0.
    pub(super) fn data(&self, shape: Shape, start: isize) -> Vec<Cell> {
        let columns = self.columns.data();
        let rows = (0..shape.rows).flat_map(|row| (1..=columns).map(move |column| (row, column)));
        rows.map(|(row, column)| self.cell((row as isize - start) as f64, row % 3, column))
            .collect()
    }
}

/// The votes of the indicators for the size. Each indicator gives one of three values.
#[derive(Debug, Default)]
struct Votes {
    thirds: HashMap<usize, f32>,
    level: HashMap<usize, f32>,
    columns: HashMap<usize, f32>,
}

impl Votes {
    /// Adds a vote. `kind` is as in a left indicator: 0 is the number of rows divided by 3, 1 the
    /// level, 2 the columns.
    fn add(&mut self, value: usize, kind: usize, weight: f32) {
        let box_ = match kind {
            0 => &mut self.thirds,
            1 => &mut self.level,
            _ => &mut self.columns,
        };
        *box_.entry(value).or_default() += weight;
    }

    /// Returns the size with the most votes, unless it contradicts the number of columns.
    fn shape(&self, columns: usize) -> Option<Shape> {
        let winner = |votes: &HashMap<usize, f32>| {
            votes
                .iter()
                .max_by(|a, b| a.1.total_cmp(b.1))
                .map(|(&value, _)| value)
        };
        let thirds = winner(&self.thirds)?;
        let level = winner(&self.level)?;
        if winner(&self.columns).is_some_and(|c| c + 1 != columns) {
            return None;
        }
        Some(Shape {
            rows: thirds * 3 + level % 3 + 1,
            columns,
            level: level / 3,
        })
    }
}

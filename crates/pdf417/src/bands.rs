//! Divides a view into bands of rows. Each is a profile of greys with prefix sums, so that
//! comparing a pattern of bars with any part of it takes a few additions.

use std::ops::Range;

use imaging::Luma;

use super::symbology::Pattern;

/// The number of bands of rows into which a view is divided.
const BANDS: usize = 32;

/// A horizontal profile with its prefix sums.
#[derive(Debug)]
pub(super) struct Band {
    /// The middle of the band, in pixels from the top.
    pub(super) y: f64,
    pub(super) grey: Vec<f64>,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Band {
    fn new(y: f64, grey: impl Iterator<Item = f64>) -> Self {
        let grey: Vec<f64> = grey.collect();
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for &value in &grey {
            // Values are taken relative to the middle grey, so that the sums stay small.
            let value = value - 128.0;
            sum += value;
            square += value * value;
            sums.push(sum);
            squares.push(square);
        }
        Self {
            y,
            grey,
            sums,
            squares,
        }
    }

    /// Returns the band of the same picture rotated by 180 degrees.
    pub(super) fn turned(&self, height: u32) -> Self {
        let y = f64::from(height) - 1.0 - self.y;
        Self::new(y, self.grey.iter().rev().copied())
    }

    /// Returns a prefix sum at a place between pixels.
    fn until(sums: &[f64], x: f64) -> f64 {
        let i = (x as usize).min(sums.len() - 2);
        sums[i] + (sums[i + 1] - sums[i]) * (x - i as f64)
    }

    /// Returns the correlation of a pattern that starts at `left`, with one light module before
    /// (start) or after (stop) it.
    pub(super) fn correlation(
        &self,
        pattern: &Pattern,
        is_stop: bool,
        left: f64,
        pitch: f64,
    ) -> f64 {
        let begin = if is_stop { left } else { left - pitch };
        let end = left + pitch * (pattern.modules() + usize::from(is_stop)) as f64;
        if begin < 0.0 || end > self.grey.len() as f64 {
            return -1.0;
        }
        let dark = pattern.bars().map(|(from, to)| {
            let at = |edge: usize| Self::until(&self.sums, left + pitch * edge as f64);
            at(to) - at(from)
        });
        let grey = |x| Self::until(&self.sums, x);
        let square = |x| Self::until(&self.squares, x);
        contrast(
            dark.sum(),
            pattern.dark as f64 * pitch,
            grey(end) - grey(begin),
            square(end) - square(begin),
            end - begin,
        )
    }

    /// Returns both prefix sums at the places of a grid of `step` pixels within a range.
    pub(super) fn resampled(&self, step: f64, places: Range<usize>, into: &mut Sums) {
        into.greys.clear();
        into.squares.clear();
        for place in places {
            let x = place as f64 * step;
            let at = (x as usize).min(self.sums.len() - 2);
            let share = x - at as f64;
            let (sum, next) = (self.sums[at], self.sums[at + 1]);
            into.greys.push((sum + (next - sum) * share) as f32);
            let (square, next) = (self.squares[at], self.squares[at + 1]);
            into.squares.push((square + (next - square) * share) as f32);
        }
    }
}

/// Prefix sums of greys and of their squares at equal steps.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) greys: Vec<f32>,
    pub(super) squares: Vec<f32>,
}

impl Sums {
    /// Writes into `scores` what [`Band::correlation`] returns, for every step at which a pattern
    /// of `per_module` steps per module fits. A place whose first bar is not darker than what
    /// follows gets −1.
    ///
    /// All sums are computed in the same order, so that several places can be processed at once.
    pub(super) fn correlations(
        &self,
        pattern: &Pattern,
        is_stop: bool,
        (step, per_module): (f64, usize),
        scores: &mut Vec<f32>,
    ) {
        scores.clear();
        let modules = pattern.modules() + usize::from(is_stop);
        let Some(count) = self.greys.len().checked_sub((modules + 1) * per_module) else {
            return;
        };
        scores.resize(count, 0.0);
        let greys = |module: usize| &self.greys[(module + 1) * per_module..][..count];
        let from = if is_stop { per_module } else { 0 };
        let to = (modules + 1) * per_module;
        let (before, behind) = (&self.greys[from..][..count], &self.greys[to..][..count]);
        let squares = (&self.squares[from..][..count], &self.squares[to..][..count]);
        for (left, right) in pattern.bars() {
            let (left, right) = (greys(left), greys(right));
            for i in 0..count {
                scores[i] += right[i] - left[i];
            }
        }
        let pitch = step * per_module as f64;
        let length = ((modules + usize::from(!is_stop)) as f64 * pitch) as f32;
        let dark_length = (pattern.dark as f64 * pitch) as f32;
        let light_length = length - dark_length;
        let unit = (dark_length * light_length / length).sqrt();
        let bar = pattern.edges[1];
        let first = (greys(0), greys(bar), greys(2 * bar));
        let least = (-2.0 * (bar * per_module) as f64 * step) as f32;
        for i in 0..count {
            let (dark, all) = (scores[i], behind[i] - before[i]);
            let energy = squares.1[i] - squares.0[i] - all * all / length;
            let contrast = (all - dark) / light_length - dark / dark_length;
            let score = contrast * unit / energy.max(length * 4.0).sqrt();
            let is_lighter = 2.0 * first.1[i] - first.0[i] - first.2[i] >= least;
            scores[i] = if is_lighter { -1.0 } else { score };
        }
    }
}

/// Returns the mean light minus the mean dark, divided by the deviation of a perfect pattern.
pub(super) fn contrast(dark: f64, dark_length: f64, all: f64, squares: f64, length: f64) -> f64 {
    let energy = squares - all * all / length;
    let light_length = length - dark_length;
    let contrast = (all - dark) / light_length - dark / dark_length;
    contrast * (dark_length * light_length / length).sqrt() / energy.max(length * 4.0).sqrt()
}

/// Returns the bands of a view from top to bottom.
pub(super) fn bands(view: &Luma) -> Vec<Band> {
    let (width, height) = (view.width() as usize, view.height() as usize);
    let each = (height / BANDS).max(1);
    (0..height / each)
        .map(|n| {
            let rows = n * each..(n + 1) * each;
            let mut grey = vec![0.0; width];
            for y in rows.clone() {
                for (sum, &value) in grey.iter_mut().zip(view.row(y as u32)) {
                    *sum += f64::from(value);
                }
            }
            let centre = (rows.start + rows.end - 1) as f64 / 2.0;
            Band::new(centre, grey.into_iter().map(|sum| sum / each as f64))
        })
        .collect()
}

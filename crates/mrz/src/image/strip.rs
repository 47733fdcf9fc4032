//! Cutting a line out of the picture as the strip that the net reads.

use imaging::Point;

use super::baseline::Baseline;
use super::lines::{Lines, Piece};
use super::net;
use super::pyramid::Pyramid;

/// Capitals in a strip are this tall, in pixels.
const CAPITAL: f64 = 14.0;
/// A strip is cut from the smallest copy of the picture that has so many pixels for each of its
/// own; more samples each way are not taken.
const FINER: f64 = 3.0;
/// Pixels of a strip that tell whether the middle of a line is type.
const MIDDLE: usize = 288;
/// For those, no more than one.
const COARSER: f64 = 1.0;

impl Piece {
    /// Cuts out the strip of a line: [`net::HEIGHT`] rows of grey levels, and where its pixels lie.
    pub(super) fn strip(
        &self,
        pyramid: &Pyramid<'_>,
        lines: &Lines,
        baseline: &Baseline,
        cut: &Cut,
    ) -> Strip {
        self.part((pyramid, FINER), lines, baseline, cut, lines.span)
    }

    /// As much of the strip from the middle of the line as a glance takes.
    pub(super) fn middle(
        &self,
        pyramid: &Pyramid<'_>,
        lines: &Lines,
        baseline: &Baseline,
    ) -> Strip {
        let middle = f64::midpoint(lines.span.0, lines.span.1);
        let half = MIDDLE as f64 / 2.0 * lines.capital / CAPITAL;
        let part = (
            lines.span.0.max(middle - half),
            lines.span.1.min(middle + half),
        );
        self.part((pyramid, COARSER), lines, baseline, &Cut::default(), part)
    }

    /// The strip from one place along the line to another.
    fn part(
        &self,
        (pyramid, finer): (&Pyramid<'_>, f64),
        lines: &Lines,
        baseline: &Baseline,
        cut: &Cut,
        part: (f64, f64),
    ) -> Strip {
        let (from, to) = lines.span;
        let capital = lines.capital * cut.tall;
        let (middle, half) = (f64::midpoint(from, to), ((to - from) / 2.0).max(1.0));
        let grown = |x: f64| 1.0 + lines.growth * ((x - middle) / half).clamp(-1.0, 1.0);
        // Places along the line, a strip's pixel apart.
        let mut places = Vec::new();
        let mut x = part.0;
        while x < part.1 && places.len() < net::MOST_WIDTH {
            places.push(x);
            x += (capital * grown(x) / CAPITAL / cut.wide).max(0.05);
        }
        let width = places.len() / net::STEP * net::STEP;
        places.truncate(width);
        let mut levels = vec![0.0_f32; net::HEIGHT * width];
        let step = capital * self.scale / CAPITAL;
        let Some(size) = pyramid.at(step / finer) else {
            return Strip { levels, places };
        };
        // As many samples a pixel as it covers pixels of the copy.
        let samples = (step / size.factor * 1.1).ceil().clamp(1.0, finer) as usize;
        let offset = |i: usize| (i as f64 + 0.5) / samples as f64 - 0.5;
        let share = 1.0 / (samples * samples) as f32;
        // A piece lies in the picture as a rectangle does: its places are sums of steps along its
        // sides.
        let place = |x: f64, y: f64| size.within(self.place(x, y));
        let origin = place(0.0, 0.0);
        let apart = |p: Point| (p.x - origin.x, p.y - origin.y);
        let (along, below) = (apart(place(1.0, 0.0)), apart(place(0.0, 1.0)));
        let top = (1.0 - net::HEIGHT as f64) / 2.0 - cut.down;
        for (column, &x) in places.iter().enumerate() {
            let unit = capital * grown(x) / CAPITAL;
            let y = baseline.at(x);
            let (dx, dy) = (
                ((along.0 * cut.shear + below.0) * unit) as f32,
                ((along.1 * cut.shear + below.1) * unit) as f32,
            );
            let into = levels.iter_mut().skip(column).step_by(width.max(1));
            let starts: [(f32, f32); 3] = std::array::from_fn(|j| {
                let across = x + offset(j) * unit / cut.wide;
                (
                    (origin.x + along.0 * across + below.0 * y) as f32,
                    (origin.y + along.1 * across + below.1 * y) as f32,
                )
            });
            for (row, level) in into.enumerate() {
                let mut sum = 0.0;
                for i in 0..samples {
                    let down = (row as f64 + top + offset(i)) as f32;
                    for (x, y) in starts.iter().take(samples) {
                        sum += size.luma.sample(x + down * dx, y + down * dy);
                    }
                }
                *level = sum * share;
            }
        }
        Strip { levels, places }
    }
}

/// How a strip is cut: what may be changed when the first attempt reads badly.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// Capitals are taken to be this many times as tall as measured.
    pub(super) tall: f64,
    /// Widths are stretched by this.
    pub(super) wide: f64,
    /// The line is shifted down by this many pixels of the strip.
    pub(super) down: f64,
    /// Pixels to the right per pixel down.
    pub(super) shear: f64,
}

impl Default for Cut {
    fn default() -> Self {
        Self {
            tall: 1.0,
            wide: 1.0,
            down: 0.0,
            shear: 0.0,
        }
    }
}

/// What the net reads.
#[derive(Clone)]
pub(super) struct Strip {
    pub(super) levels: Vec<f32>,
    /// For each column of pixels its place along the line in the piece.
    pub(super) places: Vec<f64>,
}

impl Strip {
    /// The strip upside down.
    pub(super) fn half_turned(&self) -> Self {
        Self {
            levels: self.levels.iter().rev().copied().collect(),
            places: self.places.iter().rev().copied().collect(),
        }
    }
}

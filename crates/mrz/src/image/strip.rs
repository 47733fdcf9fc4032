//! Cuts a line out of the picture as the strip that the net reads.

use imaging::Point;

use super::baseline::Baseline;
use super::lines::Lines;
use super::net;
use super::patch::Patch;
use super::pyramid::Pyramid;

/// The height of capitals in a strip, in pixels.
const CAPITAL_HEIGHT: f64 = 14.0;
/// The maximum number of samples per pixel of a strip, in each direction. The strip is cut from the
/// smallest level of the pyramid that has as many pixels.
const MAX_OVERSAMPLING: f64 = 3.0;
/// The width of the strip that the prefilter examines, in pixels.
const PREFILTER_WIDTH: usize = 288;
/// The number of samples per pixel for the prefilter.
const PREFILTER_OVERSAMPLING: f64 = 1.0;

impl Patch {
    /// Cuts out the strip of a line: [`net::HEIGHT`] rows of grey levels, and the places of its
    /// pixels.
    pub(super) fn strip(
        &self,
        pyramid: &Pyramid<'_>,
        lines: &Lines,
        baseline: &Baseline,
        cut: &CutParameters,
    ) -> Strip {
        self.part(
            (pyramid, MAX_OVERSAMPLING),
            lines,
            baseline,
            cut,
            lines.span,
        )
    }

    /// Cuts out the middle of the line for the prefilter.
    pub(super) fn middle(
        &self,
        pyramid: &Pyramid<'_>,
        lines: &Lines,
        baseline: &Baseline,
    ) -> Strip {
        let middle = f64::midpoint(lines.span.0, lines.span.1);
        let half = PREFILTER_WIDTH as f64 / 2.0 * lines.capital / CAPITAL_HEIGHT;
        let part = (
            lines.span.0.max(middle - half),
            lines.span.1.min(middle + half),
        );
        self.part(
            (pyramid, PREFILTER_OVERSAMPLING),
            lines,
            baseline,
            &CutParameters::default(),
            part,
        )
    }

    /// Cuts out the strip between two places along the line.
    fn part(
        &self,
        (pyramid, finer): (&Pyramid<'_>, f64),
        lines: &Lines,
        baseline: &Baseline,
        cut: &CutParameters,
        part: (f64, f64),
    ) -> Strip {
        let (from, to) = lines.span;
        let capital = lines.capital * cut.tall;
        let (middle, half) = (f64::midpoint(from, to), ((to - from) / 2.0).max(1.0));
        let grown = |x: f64| 1.0 + lines.growth * ((x - middle) / half).clamp(-1.0, 1.0);
        // Places along the line, one pixel of the strip apart.
        let mut places = Vec::new();
        let mut x = part.0;
        while x < part.1 && places.len() < net::MAX_WIDTH {
            places.push(x);
            x += (capital * grown(x) / CAPITAL_HEIGHT / cut.wide).max(0.05);
        }
        let width = places.len() / net::STEP * net::STEP;
        places.truncate(width);
        let mut levels = vec![0.0_f32; net::HEIGHT * width];
        let step = capital * self.scale / CAPITAL_HEIGHT;
        let Some(size) = pyramid.level_for(step / finer) else {
            return Strip { levels, places };
        };
        // As many samples are taken per pixel as it covers pixels of the level.
        let samples = (step / size.factor * 1.1).ceil().clamp(1.0, finer) as usize;
        let offset = |i: usize| (i as f64 + 0.5) / samples as f64 - 0.5;
        let share = 1.0 / (samples * samples) as f32;
        // A patch is a rectangle in the picture, so its points are sums of steps along its sides.
        let place = |x: f64, y: f64| size.map_from_picture(self.place(x, y));
        let origin = place(0.0, 0.0);
        let apart = |p: Point| (p.x - origin.x, p.y - origin.y);
        let (along, below) = (apart(place(1.0, 0.0)), apart(place(0.0, 1.0)));
        let top = (1.0 - net::HEIGHT as f64) / 2.0 - cut.down;
        for (column, &x) in places.iter().enumerate() {
            let unit = capital * grown(x) / CAPITAL_HEIGHT;
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

/// How a strip is cut, so that another attempt can vary it when the first one reads badly.
#[derive(Debug, Clone, Copy)]
pub(super) struct CutParameters {
    /// The factor by which the measured height of capitals is multiplied.
    pub(super) tall: f64,
    /// The factor by which widths are stretched.
    pub(super) wide: f64,
    /// How far the line is shifted down, in pixels of the strip.
    pub(super) down: f64,
    /// Pixels to the right per pixel down.
    pub(super) shear: f64,
}

impl Default for CutParameters {
    fn default() -> Self {
        Self {
            tall: 1.0,
            wide: 1.0,
            down: 0.0,
            shear: 0.0,
        }
    }
}

/// A strip, the input of the net.
#[derive(Clone)]
pub(super) struct Strip {
    pub(super) levels: Vec<f32>,
    /// The place along the line in the patch, for each column of pixels.
    pub(super) places: Vec<f64>,
}

impl Strip {
    /// Returns the strip rotated by half a turn.
    pub(super) fn half_turned(&self) -> Self {
        Self {
            levels: self.levels.iter().rev().copied().collect(),
            places: self.places.iter().rev().copied().collect(),
        }
    }
}

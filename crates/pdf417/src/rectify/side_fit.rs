//! Fits the four sides of a symbol to its texture.

use imaging::{Luma, Point, Quad};

use super::sampling::{Sampling, grown};

/// The width in pixels of the sampling in which sides are fitted.
pub(super) const FIT_WIDTH: u32 = 480;

/// Fits four sides to the texture in an approximate rectangle, so that a symbol seen at an angle is
/// rectified. Returns `None` if the texture has no clear border.
pub(super) fn fit(luma: &Luma, rough: &Quad) -> Option<Quad> {
    let around = grown(rough, 0.10, 0.25);
    // Shrinking the whole place at once is cheaper than averaging many samples per pixel.
    let shrink = f64::from(FIT_WIDTH) / around.width().max(1.0);
    if shrink < 0.7 {
        let scaled = |length: u32| (f64::from(length) * shrink).round() as u32;
        let small = imaging::resize(luma, scaled(luma.width()), scaled(luma.height()));
        return fit(&small, &rough.scaled(shrink)).map(|quad| quad.scaled(1.0 / shrink));
    }
    let sampling = Sampling::of(luma, around, FIT_WIDTH)?;
    let (width, height) = (
        sampling.luma.width() as usize,
        sampling.luma.height() as usize,
    );
    if width < 32 || height < 24 {
        return None;
    }
    let texture = texture(&sampling.luma);
    let typical = {
        let middle = (height / 3..height * 2 / 3).flat_map(|y| {
            texture[y * width + width / 4..y * width + width * 3 / 4]
                .iter()
                .copied()
        });
        let mut middle: Vec<f32> = middle.collect();
        let half = middle.len() / 2;
        *middle.select_nth_unstable_by(half, f32::total_cmp).1
    };
    let inside = |x: usize, y: usize| texture[y * width + x] > typical * 0.4;
    let rows: Vec<(f64, usize, usize)> = (0..height)
        .filter_map(|y| {
            let first = (0..width).find(|&x| inside(x, y))?;
            let last = (0..width).rfind(|&x| inside(x, y))?;
            (last - first > width / 2).then_some((y as f64, first, last))
        })
        .collect();
    let columns: Vec<(f64, usize, usize)> = (0..width)
        .filter_map(|x| {
            let first = (0..height).find(|&y| inside(x, y))?;
            let last = (0..height).rfind(|&y| inside(x, y))?;
            (last - first > height / 4).then_some((x as f64, first, last))
        })
        .collect();
    let left = Line::through(rows.iter().map(|r| (r.0, r.1 as f64)))?;
    let right = Line::through(rows.iter().map(|r| (r.0, r.2 as f64)))?;
    let top = Line::through(columns.iter().map(|c| (c.0, c.1 as f64)))?;
    let bottom = Line::through(columns.iter().map(|c| (c.0, c.2 as f64)))?;
    let corners = [
        left.meet(top)?,
        right.meet(top)?,
        right.meet(bottom)?,
        left.meet(bottom)?,
    ];
    Some(sampling.place(&Quad(corners)))
}

/// Returns the change across the bars, averaged over about a codeword's width and a row's height.
fn texture(luma: &Luma) -> Vec<f32> {
    /// The number of pixels on either side that are averaged.
    const ALONG: usize = 10;
    const DOWN: usize = 3;
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let mut across = Vec::with_capacity(width * height);
    let mut sums = vec![0_u32; width + 1];
    for y in 0..height {
        let row = luma.row(y as u32);
        for x in 0..width {
            let change = row[x.saturating_sub(1)].abs_diff(row[(x + 1).min(width - 1)]);
            sums[x + 1] = sums[x] + u32::from(change);
        }
        for x in 0..width {
            let (from, to) = (x.saturating_sub(ALONG), (x + ALONG + 1).min(width));
            across.push((sums[to] - sums[from]) as f32 / (to - from) as f32);
        }
    }
    let mut out = vec![0.0; width * height];
    for (y, out) in out.chunks_exact_mut(width).enumerate() {
        let rows = y.saturating_sub(DOWN)..(y + DOWN + 1).min(height);
        let share = 1.0 / rows.len() as f32;
        for row in rows {
            let row = &across[row * width..][..width];
            for (sum, value) in out.iter_mut().zip(row) {
                *sum += value * share;
            }
        }
    }
    out
}

/// The line `value = at_zero + slope * place`.
#[derive(Debug, Clone, Copy)]
struct Line {
    at_zero: f64,
    slope: f64,
}

impl Line {
    /// Fits a line by the median of slopes and offsets over pairs half the set apart, so that up to
    /// a third of the points may be wrong.
    fn through(points: impl Iterator<Item = (f64, f64)>) -> Option<Self> {
        let points: Vec<(f64, f64)> = points.collect();
        let half = points.len() / 2;
        if half < 6 {
            return None;
        }
        let median = |mut values: Vec<f64>| {
            let middle = values.len() / 2;
            *values.select_nth_unstable_by(middle, f64::total_cmp).1
        };
        let slopes = points
            .iter()
            .zip(&points[half..])
            .map(|(a, b)| (b.1 - a.1) / (b.0 - a.0));
        let slope = median(slopes.collect());
        let at_zero = median(points.iter().map(|p| p.1 - slope * p.0).collect());
        Some(Self { at_zero, slope })
    }

    /// Returns the intersection of a line given as x over y with one given as y over x.
    fn meet(self, flat: Self) -> Option<Point> {
        let det = 1.0 - self.slope * flat.slope;
        if det.abs() < 0.2 {
            return None;
        }
        let x = (self.at_zero + self.slope * flat.at_zero) / det;
        Some(Point::new(x, flat.at_zero + flat.slope * x))
    }
}

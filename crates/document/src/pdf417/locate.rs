//! Where a symbol may lie: patches where brightness changes much, and nearly always along one
//! direction. That direction is the row direction, so a place comes with its angle.

use imaging::{Luma, Point, Quad, fit_within};

/// Longer side of the picture in which places are looked for. A licence that fills half of it
/// still has about 1.5 pixels per module.
const SIDE: u32 = 900;
/// Side of the square cells, in those pixels, over which gradients are gathered.
const CELL: usize = 8;
/// Most places handed on.
const MOST: usize = 4;

/// Places worth a try, best first, in pixels of `luma`. Corners are in reading order or turned
/// by 180 degrees: direction alone cannot tell which way up.
pub(super) fn places(luma: &Luma) -> Vec<Quad> {
    let (small, factor) = fit_within(luma, SIDE);
    let grid = Grid::gather(&small);
    let mut found: Vec<(f64, Quad)> = Vec::new();
    for level in [0.30, 0.45, 0.60, 0.20] {
        for place in grid.patches(level) {
            let same = |known: &Quad| {
                let (larger, smaller) = (
                    known.area().max(place.1.area()),
                    known.area().min(place.1.area()),
                );
                known.contains(place.1.centre())
                    && place.1.contains(known.centre())
                    && smaller > 0.8 * larger
            };
            if !found.iter().any(|(_, known)| same(known)) {
                found.push(place);
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(MOST);
    found
        .into_iter()
        .map(|(_, quad)| quad.scaled(factor))
        .collect()
}

/// Sums of gradient products (the structure tensor) in one cell.
#[derive(Debug, Clone, Copy, Default)]
struct Tensor {
    xx: f64,
    yy: f64,
    xy: f64,
    grey: f64,
}

impl Tensor {
    fn add(&mut self, other: Self) {
        self.xx += other.xx;
        self.yy += other.yy;
        self.xy += other.xy;
        self.grey += other.grey;
    }

    /// Direction of change as a unit vector of the doubled angle, times how one-sided it is.
    fn direction(self) -> (f64, f64) {
        let total = (self.xx + self.yy).max(1e-9);
        ((self.xx - self.yy) / total, 2.0 * self.xy / total)
    }

    /// Contrast of the texture relative to its brightness, times how one-sided it is.
    fn strength(self, pixels: f64) -> f64 {
        let (c, s) = self.direction();
        let energy = ((self.xx + self.yy) / pixels).sqrt();
        energy / (self.grey / pixels + 24.0) * c.hypot(s)
    }
}

#[derive(Debug)]
struct Grid {
    width: usize,
    height: usize,
    tensors: Vec<Tensor>,
    strengths: Vec<f64>,
    strongest: f64,
}

impl Grid {
    fn gather(luma: &Luma) -> Self {
        let (width, height) = (luma.width() as usize / CELL, luma.height() as usize / CELL);
        let mut raw = vec![Tensor::default(); width * height];
        for y in 1..(height * CELL).saturating_sub(1) {
            let rows = [y - 1, y, y + 1].map(|y| luma.row(y as u32));
            for x in 1..(width * CELL).saturating_sub(1) {
                let at = |row: usize, x: usize| f64::from(rows[row][x]);
                // Averaging across the gradient calms sensor noise.
                let dx = (at(0, x + 1) + 2.0 * at(1, x + 1) + at(2, x + 1)
                    - at(0, x - 1)
                    - 2.0 * at(1, x - 1)
                    - at(2, x - 1))
                    / 8.0;
                let dy = (at(2, x - 1) + 2.0 * at(2, x) + at(2, x + 1)
                    - at(0, x - 1)
                    - 2.0 * at(0, x)
                    - at(0, x + 1))
                    / 8.0;
                raw[y / CELL * width + x / CELL].add(Tensor {
                    xx: dx * dx,
                    yy: dy * dy,
                    xy: dx * dy,
                    grey: at(1, x),
                });
            }
        }
        // A cell is narrower than a codeword; three by three of them are a fair sample.
        let mut tensors = raw.clone();
        for y in 1..height.saturating_sub(1) {
            for x in 1..width.saturating_sub(1) {
                let mut sum = Tensor::default();
                for j in [y - 1, y, y + 1] {
                    raw[j * width + x - 1..=j * width + x + 1]
                        .iter()
                        .for_each(|&t| sum.add(t));
                }
                tensors[y * width + x] = Tensor {
                    xx: sum.xx / 9.0,
                    yy: sum.yy / 9.0,
                    xy: sum.xy / 9.0,
                    grey: sum.grey / 9.0,
                };
            }
        }
        let pixels = (CELL * CELL) as f64;
        let strengths: Vec<f64> = tensors.iter().map(|t| t.strength(pixels)).collect();
        let mut sorted = strengths.clone();
        sorted.sort_by(f64::total_cmp);
        let strongest = sorted
            .get(sorted.len() * 99 / 100)
            .copied()
            .unwrap_or_default();
        Self {
            width,
            height,
            tensors,
            strengths,
            strongest,
        }
    }

    /// Connected patches above a share of the strongest texture, whose cells agree on a direction.
    fn patches(&self, level: f64) -> Vec<(f64, Quad)> {
        let threshold = (self.strongest * level).max(0.02);
        let mut seen = vec![false; self.strengths.len()];
        let mut patches = Vec::new();
        for start in 0..self.strengths.len() {
            if seen[start] || self.strengths[start] < threshold {
                continue;
            }
            let mut cells = vec![start];
            seen[start] = true;
            let mut sum = Tensor::default();
            let mut next = 0;
            while let Some(&cell) = cells.get(next) {
                next += 1;
                sum.add(self.tensors[cell]);
                let towards = sum.direction();
                // Two cells of reach bridge a reflection or a scratch.
                for near in self.around(cell, 2) {
                    let here = self.tensors[near].direction();
                    let agrees = here.0 * towards.0 + here.1 * towards.1
                        > 0.75 * here.0.hypot(here.1) * towards.0.hypot(towards.1);
                    if !seen[near] && self.strengths[near] >= threshold && agrees {
                        seen[near] = true;
                        cells.push(near);
                    }
                }
            }
            patches.extend(self.outline(&cells, sum));
        }
        patches
    }

    fn around(&self, cell: usize, reach: usize) -> impl Iterator<Item = usize> + use<> {
        let (x, y, width) = (cell % self.width, cell / self.width, self.width);
        let rows = y.saturating_sub(reach)..=(y + reach).min(self.height - 1);
        let columns = x.saturating_sub(reach)..=(x + reach).min(width - 1);
        rows.flat_map(move |y| columns.clone().map(move |x| y * width + x))
    }

    /// The rectangle along the patch's own direction, and the patch's weight.
    fn outline(&self, cells: &[usize], sum: Tensor) -> Option<(f64, Quad)> {
        if cells.len() < 6 {
            return None;
        }
        let (c, s) = sum.direction();
        let angle = s.atan2(c) / 2.0;
        let (along, across) = ((angle.cos(), angle.sin()), (-angle.sin(), angle.cos()));
        let mut low = (f64::INFINITY, f64::INFINITY);
        let mut high = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        let mut weight = 0.0;
        for &cell in cells {
            let centre = |i: usize| (i * CELL + CELL / 2) as f64;
            let (x, y) = (centre(cell % self.width), centre(cell / self.width));
            let (u, v) = (x * along.0 + y * along.1, x * across.0 + y * across.1);
            low = (low.0.min(u), low.1.min(v));
            high = (high.0.max(u), high.1.max(v));
            weight += self.strengths[cell];
        }
        let reach = CELL as f64 / 2.0;
        let (left, top, right, bottom) =
            (low.0 - reach, low.1 - reach, high.0 + reach, high.1 + reach);
        let aspect = (right - left) / (bottom - top);
        if !(0.2..20.0).contains(&aspect) {
            return None;
        }
        let corner =
            |u: f64, v: f64| Point::new(u * along.0 + v * across.0, u * along.1 + v * across.1);
        let quad = Quad([
            corner(left, top),
            corner(right, top),
            corner(right, bottom),
            corner(left, bottom),
        ]);
        // A patch that fills its rectangle looks more like a symbol than a scatter of print.
        let full = cells.len() as f64 * (CELL * CELL) as f64 / quad.area();
        Some((weight * full.min(1.0), quad))
    }
}

//! Locates places where a symbol may be: patches where the brightness changes strongly, and almost
//! always in one direction. That is the direction of the rows, so the angle of the place is known
//! too.

use imaging::{Luma, Point, Quad, fit_within};

/// The longer side at which places are searched for. A licence that fills half of the picture still
/// has about 1.5 pixels per module.
const SEARCH_SIDE: u32 = 900;
/// The side of the square cells over which gradients are summed, in those pixels.
const CELL: usize = 8;
/// The maximum number of places returned.
const MAX_PLACES: usize = 4;

/// A place that may be a symbol.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The outline along the place's own direction, in pixels of the picture.
    pub(super) quad: Quad,
    /// The fraction of all changes that is across the bars: 0 for print, which looks the same from
    /// every direction, 1 for a grating.
    pub(super) coherence: f64,
    /// The change from pixel to pixel relative to the brightness.
    contrast: f64,
    /// The product of strength and size, by which places are ranked.
    weight: f64,
}

impl Place {
    /// Returns true if this is a field of bars. Even symbols that are worn, dark or far out of
    /// focus are (coherence above 0.44, contrast above 0.13 in all samples), while pages of text,
    /// cloth and faces rarely are.
    pub(super) fn is_likely(&self) -> bool {
        self.coherence > 0.38 && self.contrast > 0.09
    }
}

/// Returns the places to try, the best first. Their corners are in reading order or rotated by 180
/// degrees, because the direction alone does not say which way up they are.
pub(super) fn places(luma: &Luma) -> Vec<Place> {
    let (small, factor) = fit_within(luma, SEARCH_SIDE);
    let grid = Grid::gather(&small);
    let mut found: Vec<Place> = Vec::new();
    for level in [0.30, 0.45, 0.60, 0.20] {
        for place in grid.patches(level) {
            let same = |known: &Place| {
                let (known, new) = (&known.quad, &place.quad);
                let larger = known.area().max(new.area());
                let smaller = known.area().min(new.area());
                known.contains(new.centre())
                    && new.contains(known.centre())
                    && smaller > 0.8 * larger
            };
            if !found.iter().any(same) {
                found.push(place);
            }
        }
    }
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.truncate(MAX_PLACES);
    for place in &mut found {
        place.quad = place.quad.scaled(factor);
    }
    found
}

/// The sums of gradient products (the structure tensor) in a cell.
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

    /// Returns the direction of change as a unit vector of the doubled angle, times its coherence.
    fn direction(self) -> (f64, f64) {
        let total = (self.xx + self.yy).max(1e-9);
        ((self.xx - self.yy) / total, 2.0 * self.xy / total)
    }

    /// Returns the contrast of the texture relative to its brightness.
    fn contrast(self, pixels: f64) -> f64 {
        ((self.xx + self.yy) / pixels).sqrt() / (self.grey / pixels + 24.0)
    }
}

/// Returns the tensor of each cell.
fn tensors(luma: &Luma, width: usize, height: usize) -> Vec<Tensor> {
    let length = width * CELL;
    let mut cells = vec![Tensor::default(); width * height];
    // For one row of pixels: the values smoothed over three rows, and the change across them.
    let mut across = vec![0_i32; length];
    let mut down = vec![0_i32; length];
    for y in 1..(height * CELL).saturating_sub(1) {
        let [above, here, below] = [y - 1, y, y + 1].map(|y| &luma.row(y as u32)[..length]);
        for x in 0..length {
            let (upper, lower) = (i32::from(above[x]), i32::from(below[x]));
            // Averaging across the gradient reduces sensor noise.
            across[x] = upper + 2 * i32::from(here[x]) + lower;
            down[x] = lower - upper;
        }
        let row = &mut cells[y / CELL * width..][..width];
        for (n, cell) in row.iter_mut().enumerate() {
            let first = (n * CELL).max(1);
            let last = ((n + 1) * CELL).min(length - 1);
            let (mut xx, mut yy, mut xy, mut grey) = (0, 0, 0, 0);
            let (mut before, mut behind) = (across[first - 1..].iter(), across[first + 1..].iter());
            let mut three = down[first - 1..].windows(3);
            for &value in &here[first..last] {
                let (Some(a), Some(b), Some(d)) = (before.next(), behind.next(), three.next())
                else {
                    break;
                };
                let (dx, dy) = (b - a, d[0] + 2 * d[1] + d[2]);
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
                grey += i32::from(value);
            }
            // The gradients are scaled by eight.
            cell.add(Tensor {
                xx: f64::from(xx) / 64.0,
                yy: f64::from(yy) / 64.0,
                xy: f64::from(xy) / 64.0,
                grey: f64::from(grey),
            });
        }
    }
    cells
}

#[derive(Debug)]
struct Grid {
    width: usize,
    height: usize,
    tensors: Vec<Tensor>,
    /// The direction of each tensor, and its length.
    directions: Vec<(f64, f64, f64)>,
    strengths: Vec<f64>,
    strongest: f64,
}

impl Grid {
    fn gather(luma: &Luma) -> Self {
        let (width, height) = (luma.width() as usize / CELL, luma.height() as usize / CELL);
        let raw = tensors(luma, width, height);
        // A cell is narrower than a codeword, and three by three of them are a representative
        // sample.
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
        let directions: Vec<(f64, f64, f64)> = (tensors.iter())
            .map(|tensor| {
                let (c, s) = tensor.direction();
                (c, s, (c * c + s * s).sqrt())
            })
            .collect();
        // Contrast times coherence.
        let strengths: Vec<f64> = (tensors.iter().zip(&directions))
            .map(|(tensor, direction)| tensor.contrast(pixels) * direction.2)
            .collect();
        let mut sorted = strengths.clone();
        let at = sorted.len() * 99 / 100;
        let strongest = if sorted.is_empty() {
            0.0
        } else {
            *sorted.select_nth_unstable_by(at, f64::total_cmp).1
        };
        Self {
            width,
            height,
            tensors,
            directions,
            strengths,
            strongest,
        }
    }

    /// Returns connected patches above a fraction of the strongest texture, whose cells have
    /// similar directions.
    fn patches(&self, level: f64) -> Vec<Place> {
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
                let length = (towards.0 * towards.0 + towards.1 * towards.1).sqrt();
                // A reach of two cells bridges reflections and scratches.
                for near in self.around(cell, 2) {
                    if seen[near] || self.strengths[near] < threshold {
                        continue;
                    }
                    let here = self.directions[near];
                    if here.0 * towards.0 + here.1 * towards.1 > 0.75 * here.2 * length {
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

    /// Returns the rectangle along the patch's own direction.
    fn outline(&self, cells: &[usize], sum: Tensor) -> Option<Place> {
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
        // A patch that fills its rectangle is likelier to be a symbol than scattered print.
        let full = cells.len() as f64 * (CELL * CELL) as f64 / quad.area();
        let pixels = (cells.len() * CELL * CELL) as f64;
        Some(Place {
            quad,
            coherence: c.hypot(s),
            contrast: sum.contrast(pixels),
            weight: weight * full.min(1.0),
        })
    }
}

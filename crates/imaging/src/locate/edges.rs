//! Finds the edges of a small picture: places where the grey changes most along its own gradient.

use crate::Luma;

/// An edge pixel. The direction points to the brighter side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) x: f32,
    pub(super) y: f32,
    /// The direction of the gradient in radians, −π to π.
    pub(super) angle: f32,
}

/// The edges of a picture.
#[derive(Debug)]
pub(super) struct Edges {
    pub(super) all: Vec<Edge>,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// The minimum change of the scaled root of the grey per pixel for an edge. A dark banner on a dark
/// table has little more.
const MIN_GRADIENT: f32 = 1.2;

/// The minimum ratio of an edge's gradient to the median gradient, which is the noise of the
/// picture.
const MIN_NOISE_RATIO: f32 = 2.5;

impl Edges {
    pub(super) fn of(luma: &Luma) -> Self {
        let (width, height) = (luma.width() as usize, luma.height() as usize);
        let roots = smoothed_roots(luma);
        let gradient = |x: usize, y: usize| {
            let i = y * width + x;
            let at = |j: usize| roots[j];
            let right = at(i + 1 - width) + 2.0 * at(i + 1) + at(i + 1 + width);
            let left = at(i - 1 - width) + 2.0 * at(i - 1) + at(i - 1 + width);
            let below = at(i + width - 1) + 2.0 * at(i + width) + at(i + width + 1);
            let above = at(i - width - 1) + 2.0 * at(i - width) + at(i - width + 1);
            ((right - left) / 8.0, (below - above) / 8.0)
        };
        let mut across = vec![0.0_f32; width * height];
        let mut down = vec![0.0_f32; width * height];
        let mut strength = vec![0.0_f32; width * height];
        let mut histogram = [0_u32; 512];
        for y in 1..height - 1 {
            for x in 1..width - 1 {
                let (gx, gy) = gradient(x, y);
                let i = y * width + x;
                (across[i], down[i]) = (gx, gy);
                strength[i] = (gx * gx + gy * gy).sqrt();
                histogram[((strength[i] * 8.0) as usize).min(511)] += 1;
            }
        }
        let least = (median(&histogram) * MIN_NOISE_RATIO).max(MIN_GRADIENT);
        let mut all = Vec::new();
        for y in 2..height - 2 {
            for x in 2..width - 2 {
                let i = y * width + x;
                let here = strength[i];
                if here < least {
                    continue;
                }
                // These are the neighbours along the gradient, in its main direction.
                let (gx, gy) = (across[i], down[i]);
                let step = if gx.abs() > 2.4 * gy.abs() {
                    1
                } else if gy.abs() > 2.4 * gx.abs() {
                    width
                } else if (gx > 0.0) == (gy > 0.0) {
                    width + 1
                } else {
                    width - 1
                };
                if here >= strength[i - step] && here > strength[i + step] {
                    all.push(Edge {
                        x: x as f32,
                        y: y as f32,
                        angle: gy.atan2(gx),
                    });
                }
            }
        }
        Self {
            all,
            width: width as f32,
            height: height as f32,
        }
    }
}

/// Returns the square roots of the greys, 0 to 255, smoothed by 1-2-1 in both directions. The root
/// makes noise equal in shade and light, so that one threshold works for a picture with a shadow
/// across it.
fn smoothed_roots(luma: &Luma) -> Vec<f32> {
    let table: [f32; 256] = std::array::from_fn(|grey| (grey as f32 * 255.0).sqrt());
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let mut rows = Vec::with_capacity(width * height);
    for y in 0..height {
        let row = luma.row(y as u32);
        for x in 0..width {
            let (left, right) = (row[x.saturating_sub(1)], row[(x + 1).min(width - 1)]);
            let sum = table[left as usize] + 2.0 * table[row[x] as usize] + table[right as usize];
            rows.push(sum / 4.0);
        }
    }
    let mut out = Vec::with_capacity(width * height);
    for y in 0..height {
        let (above, below) = (y.saturating_sub(1) * width, (y + 1).min(height - 1) * width);
        for x in 0..width {
            out.push((rows[above + x] + 2.0 * rows[y * width + x] + rows[below + x]) / 4.0);
        }
    }
    out
}

fn median(histogram: &[u32; 512]) -> f32 {
    let half = histogram.iter().sum::<u32>() / 2;
    let mut sum = 0;
    let bin = histogram.iter().position(|&count| {
        sum += count;
        sum > half
    });
    (bin.unwrap_or(0) as f32 + 0.5) / 8.0
}

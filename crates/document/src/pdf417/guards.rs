//! Start and stop patterns: both run the whole height of a symbol, so where they stand in each
//! band of rows shows its sides, its pitch and which way up it is.

use imaging::Luma;

use super::symbology::{MODULES, START, STOP};

/// Bands of rows into which a view is cut.
const BANDS: usize = 32;
/// Least correlation of a pattern that counts.
const LEAST: f64 = 0.66;

/// Where the symbol stands in a view, in pixels of the view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Left edge of the start pattern.
    pub(super) start: Side,
    /// Left edge of the stop pattern.
    pub(super) stop: Side,
    /// The symbol lies upside down: `start` and `stop` are in the view turned by 180 degrees.
    pub(super) turned: bool,
}

/// One pattern along the height of a view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// Left edge as a parabola of y: constant, slope, curvature.
    curve: [f64; 3],
    /// Pixels per module.
    pub(super) pitch: f64,
    /// Sum of the correlations of all bands that agree.
    weight: f64,
}

impl Side {
    /// Left edge at a height.
    pub(super) fn at(&self, y: f64) -> f64 {
        self.curve[0] + y * (self.curve[1] + y * self.curve[2])
    }
}

/// Finds both patterns, either way up.
pub(super) fn find(view: &Luma) -> Option<Frame> {
    let upright = bands(view);
    let turned: Vec<Band> = upright
        .iter()
        .rev()
        .map(|b| {
            Band::new(
                f64::from(view.height()) - 1.0 - b.y,
                b.grey.iter().rev().copied(),
            )
        })
        .collect();
    let look = |bands: &[Band], turned: bool| {
        let start = side(bands, &START, false)?;
        let stop = side(bands, &STOP, true)?;
        Some(Frame {
            start,
            stop,
            turned,
        })
    };
    let found = [look(&upright, false), look(&turned, true)];
    let weight = |frame: &Frame| frame.start.weight + frame.stop.weight;
    found
        .into_iter()
        .flatten()
        .max_by(|a, b| weight(a).total_cmp(&weight(b)))
}

/// A horizontal profile with its running sums.
#[derive(Debug)]
struct Band {
    y: f64,
    grey: Vec<f64>,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Band {
    fn new(y: f64, grey: impl Iterator<Item = f64>) -> Self {
        let grey: Vec<f64> = grey.collect();
        let (mut sums, mut squares) = (vec![0.0], vec![0.0]);
        let (mut sum, mut square) = (0.0, 0.0);
        for &value in &grey {
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

    /// A running sum between pixels.
    fn until(sums: &[f64], x: f64) -> f64 {
        let i = (x as usize).min(sums.len() - 2);
        sums[i] + (sums[i + 1] - sums[i]) * (x - i as f64)
    }

    /// Whether the first bar is darker than as much of the pattern behind it.
    fn bar_stands_out(&self, left: f64, pitch: f64, modules: usize) -> bool {
        let middle = left + pitch * modules as f64;
        let end = middle + pitch * modules as f64;
        if end > self.grey.len() as f64 {
            return false;
        }
        let until = |x| Self::until(&self.sums, x);
        let length = middle - left;
        2.0 * until(middle) - until(left) - until(end) < -2.0 * length
    }

    /// Correlation of a pattern that begins at `left` with one module of light before (start) or
    /// behind (stop) it.
    fn correlation(&self, pattern: &[usize], is_stop: bool, left: f64, pitch: f64) -> f64 {
        let modules: usize = pattern.iter().sum();
        let begin = if is_stop { left } else { left - pitch };
        let end = left + pitch * (modules + usize::from(is_stop)) as f64;
        if begin < 0.0 || end > self.grey.len() as f64 {
            return -1.0;
        }
        let sum = |from: f64, to: f64| Self::until(&self.sums, to) - Self::until(&self.sums, from);
        let length = end - begin;
        let all = sum(begin, end);
        let energy = Self::until(&self.squares, end)
            - Self::until(&self.squares, begin)
            - all * all / length;
        let (mut dark, mut dark_length, mut at) = (0.0, 0.0, left);
        for (i, &width) in pattern.iter().enumerate() {
            let next = at + pitch * width as f64;
            if i % 2 == 0 {
                dark += sum(at, next);
                dark_length += next - at;
            }
            at = next;
        }
        let light_length = length - dark_length;
        // Mean light less mean dark, over the deviation that a perfect pattern would have.
        let contrast = (all - dark) / light_length - dark / dark_length;
        contrast * (dark_length * light_length / length).sqrt() / energy.max(length * 4.0).sqrt()
    }
}

fn bands(view: &Luma) -> Vec<Band> {
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

#[derive(Debug, Clone, Copy)]
struct Hit {
    y: f64,
    left: f64,
    pitch: f64,
    score: f64,
}

/// The pattern's best place in each band, and the curve on which most of them lie.
///
/// Every third band is searched at all sizes; the others only at the size on which those agree.
fn side(bands: &[Band], pattern: &[usize], is_stop: bool) -> Option<Side> {
    let width = bands.first()?.grey.len() as f64;
    // From 30 data columns down to one.
    let all_sizes = (width / 680.0, width / 90.0);
    let search = |band, sizes| best_hit(band, pattern, is_stop, sizes);
    let scouts: Vec<Hit> = bands
        .iter()
        .skip(1)
        .step_by(3)
        .filter_map(|band| search(band, all_sizes))
        .collect();
    let pitch = common_pitch(&scouts)?;
    let near = (pitch / 1.13, pitch * 1.13);
    let hits: Vec<Hit> = bands.iter().filter_map(|band| search(band, near)).collect();
    let pitch = common_pitch(&hits)?;
    // The line through two hits on which most others lie, then a parabola through those.
    let mut best: Option<(f64, Vec<Hit>)> = None;
    for (i, a) in hits.iter().enumerate() {
        for b in &hits[i + 1..] {
            if b.y - a.y < bands.len() as f64 * 0.4 {
                continue;
            }
            let slope = (b.left - a.left) / (b.y - a.y);
            let near = |h: &&Hit| (a.left + slope * (h.y - a.y) - h.left).abs() < pitch * 1.2;
            let inliers: Vec<Hit> = hits.iter().filter(near).copied().collect();
            let weight: f64 = inliers.iter().map(|h| h.score).sum();
            if best.as_ref().is_none_or(|(known, _)| weight > *known) {
                best = Some((weight, inliers));
            }
        }
    }
    let (weight, inliers) = best?;
    if inliers.len() < 4 {
        return None;
    }
    let mut pitches: Vec<f64> = inliers.iter().map(|h| h.pitch).collect();
    pitches.sort_by(f64::total_cmp);
    let curve = parabola(&inliers);
    Some(Side {
        curve,
        pitch: pitches[pitches.len() / 2],
        weight,
    })
}

/// The pitch that most bands agree on; hits of another size are chance.
fn common_pitch(hits: &[Hit]) -> Option<f64> {
    let support = |pitch: f64| -> f64 {
        let near = hits.iter().filter(|h| (h.pitch / pitch).ln().abs() < 0.10);
        near.map(|h| h.score * h.score).sum()
    };
    hits.iter()
        .map(|h| h.pitch)
        .max_by(|a, b| support(*a).total_cmp(&support(*b)))
}

fn best_hit(band: &Band, pattern: &[usize], is_stop: bool, sizes: (f64, f64)) -> Option<Hit> {
    let width = band.grey.len() as f64;
    let reach = if is_stop { 0.52..1.0 } else { 0.0..0.48 };
    let score = |left: f64, pitch: f64| band.correlation(pattern, is_stop, left, pitch);
    let mut best = Hit {
        y: band.y,
        left: 0.0,
        pitch: 0.0,
        score: -1.0,
    };
    let mut pitch = sizes.0;
    while pitch < sizes.1 {
        let mut left = width * reach.start;
        let end = width * reach.end - pitch * (MODULES + 2) as f64;
        while left < end {
            // The wide first bar is dark, or there is nothing to look at.
            if band.bar_stands_out(left, pitch, pattern[0]) {
                let score = score(left, pitch);
                if score > best.score {
                    best = Hit {
                        left,
                        pitch,
                        score,
                        ..best
                    };
                }
            }
            left += pitch * 0.4;
        }
        pitch *= 1.06;
    }
    if best.score < LEAST * 0.8 {
        return None;
    }
    for finer in [0.5, 0.25, 0.12] {
        for by_pitch in [-1.0, 0.0, 1.0] {
            for by_left in [-2.0, -1.0, 0.0, 1.0, 2.0] {
                let pitch = best.pitch * (1.0 + 0.06 * finer * by_pitch);
                let left = best.left + 0.25 * best.pitch * finer * by_left;
                let score = score(left, pitch);
                if score > best.score {
                    best = Hit {
                        left,
                        pitch,
                        score,
                        ..best
                    };
                }
            }
        }
    }
    (best.score >= LEAST).then_some(best)
}

/// Least squares; a straight line when there are too few bands for a curve.
fn parabola(hits: &[Hit]) -> [f64; 3] {
    let terms = if hits.len() >= 8 { 3 } else { 2 };
    // Centred and scaled, so that the equations stay well conditioned.
    let centre = hits.iter().map(|h| h.y).sum::<f64>() / hits.len() as f64;
    let reach = hits
        .iter()
        .map(|h| (h.y - centre).abs())
        .fold(1.0, f64::max);
    let mut matrix = [[0.0_f64; 4]; 3];
    for hit in hits {
        let t = (hit.y - centre) / reach;
        let powers = [1.0, t, t * t];
        for i in 0..terms {
            for j in 0..terms {
                matrix[i][j] += powers[i] * powers[j];
            }
            matrix[i][3] += powers[i] * hit.left;
        }
    }
    let mut solution = [0.0; 3];
    for i in 0..terms {
        matrix[i][i] += 1e-9;
        let pivot = matrix[i];
        for (j, row) in matrix.iter_mut().enumerate().take(terms) {
            if j != i {
                let factor = row[i] / pivot[i];
                for (cell, value) in row.iter_mut().zip(pivot) {
                    *cell -= factor * value;
                }
            }
        }
    }
    for i in 0..terms {
        solution[i] = matrix[i][3] / matrix[i][i];
    }
    let [a, b, c] = solution;
    let (b, c) = (b / reach, c / (reach * reach));
    [
        a - b * centre + c * centre * centre,
        b - 2.0 * c * centre,
        c,
    ]
}

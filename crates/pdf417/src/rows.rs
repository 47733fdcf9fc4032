//! Finds the rows of a straightened symbol. Adjacent rows use different clusters of patterns, 0, 3,
//! 6 and 0 again, so the cluster that fits best at each height separates the rows, column by
//! column, even on a bent card where they are curved.

use imaging::Luma;

use super::columns::Columns;
use super::matched_filter::{Bank, normalised};
use super::symbology::{MAX_ROWS, MODULES};

/// The number of pixels per step down at which clusters are compared.
pub(super) const STEP: usize = 3;

/// The rows from the top, not numbered yet.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    /// The height of the upper border of row i as a parabola of i, in steps of the reference
    /// column.
    curve: [f64; 3],
    /// The number of rows that were seen.
    pub(super) seen: usize,
    /// The cluster of row 0.
    pub(super) first_cluster: usize,
    /// The offset and stretch of each column's heights relative to the reference, starting with the
    /// left indicator.
    tilts: Vec<Tilt>,
}

#[derive(Debug, Clone, Copy)]
struct Tilt {
    offset: f64,
    stretch: f64,
}

impl Tilt {
    fn apply(self, y: f64) -> f64 {
        self.offset + self.stretch * y
    }
}

impl Rows {
    /// Returns the upper border of row `i` (counted as seen, and possibly beyond the rows seen) in
    /// column `column` (0 is the left indicator), in pixels.
    pub(super) fn top(&self, i: f64, column: usize) -> f64 {
        let y = self.curve[0] + i * (self.curve[1] + i * self.curve[2]);
        self.tilts[column].apply(y) * STEP as f64
    }

    /// Finds the rows. Returns `None` if clusters do not alternate anywhere.
    pub(super) fn find(luma: &Luma, columns: &Columns) -> Option<Self> {
        let evidence = Evidence::gather(luma, columns);
        let mut tilts = evidence.tilts_by_shift();
        let mut chain = evidence.chain(&tilts)?;
        for _ in 0..2 {
            evidence.refine(&mut tilts, &chain);
            chain = evidence.chain(&tilts)?;
        }
        let tops: Vec<f64> = chain.borders.iter().map(|&y| y as f64).collect();
        Some(Self {
            curve: parabola(&tops),
            seen: chain.borders.len() - 1,
            first_cluster: chain.first_cluster,
            tilts,
        })
    }
}

/// How well each cluster fits, minus the mean of the three, for each column and step.
#[derive(Debug)]
struct Evidence {
    steps: usize,
    /// `[column][step][cluster]`
    fits: Vec<Vec<[f32; 3]>>,
}

/// Rows of the symbol that follow one another without a gap.
#[derive(Debug)]
struct Chain {
    /// The upper border of each row and the lower border of the last, in steps.
    borders: Vec<usize>,
    first_cluster: usize,
}

impl Evidence {
    fn gather(luma: &Luma, columns: &Columns) -> Self {
        let steps = luma.height() as usize / STEP;
        let bank = Bank::coarse();
        let mut fits = vec![vec![[0.0; 3]; steps]; columns.data() + 2];
        let mut contrasts = Vec::new();
        let mut sums = vec![0.0_f32; luma.width() as usize + 1];
        for step in 0..steps {
            let rows: [&[u8]; STEP] = std::array::from_fn(|i| luma.row((step * STEP + i) as u32));
            for x in 0..luma.width() as usize {
                let grey: u32 = rows.iter().map(|row| u32::from(row[x])).sum();
                sums[x + 1] = sums[x] + grey as f32;
            }
            for (column, fits) in fits.iter_mut().enumerate() {
                let profile = modules(&sums, columns.edges[column + 1], columns.edges[column + 2]);
                let mean = profile.iter().sum::<f32>() / MODULES as f32;
                let contrast = profile
                    .iter()
                    .map(|v| (v - mean).powi(2))
                    .sum::<f32>()
                    .sqrt();
                contrasts.push(contrast);
                let profile = normalised(&profile);
                let scores = [0, 1, 2].map(|cluster| bank.best_score(cluster, &profile));
                let mean = scores.iter().sum::<f32>() / 3.0;
                // The contrast is applied later, when its usual value is known.
                fits[step] = scores.map(|score| (score - mean).max(-0.2) * contrast);
            }
        }
        let mut sorted = contrasts.clone();
        sorted.sort_by(f32::total_cmp);
        let usual = sorted
            .get(sorted.len() * 2 / 3)
            .copied()
            .unwrap_or(1.0)
            .max(1.0);
        let columns = fits.len();
        for (column, fits) in fits.iter_mut().enumerate() {
            for (step, fit) in fits.iter_mut().enumerate() {
                // Plain paper between print has no influence, and full contrast counts no more than
                // medium contrast.
                let contrast = contrasts[step * columns + column];
                let weight = 1.0 / (contrast + 0.3 * usual).max(1e-6);
                *fit = fit.map(|f| f * weight);
            }
        }
        Self { steps, fits }
    }

    /// Shifts each column along its neighbours until their clusters agree, from the middle
    /// outwards.
    fn tilts_by_shift(&self) -> Vec<Tilt> {
        let count = self.fits.len();
        let middle = count / 2;
        let mut shifts = vec![0_isize; count];
        for direction in [1_isize, -1] {
            let mut reference: Vec<[f32; 3]> = self.fits[middle].clone();
            let (mut shift, mut slope) = (0_isize, 0_isize);
            let mut column = middle as isize + direction;
            while let Some(fits) = usize::try_from(column).ok().and_then(|c| self.fits.get(c)) {
                let at = |y: isize| usize::try_from(y).ok().and_then(|y| fits.get(y)).copied();
                let agreement = |shift: isize| -> f32 {
                    let pairs = reference.iter().enumerate();
                    pairs
                        .filter_map(|(y, r)| Some((r, at(y as isize + shift)?)))
                        .map(|(r, f)| r[0] * f[0] + r[1] * f[1] + r[2] * f[2])
                        .sum()
                };
                let expected = shift + slope;
                let best = (expected - 4..=expected + 4)
                    .max_by(|&a, &b| agreement(a).total_cmp(&agreement(b)))
                    .unwrap_or(expected);
                slope = isize::midpoint(best - shift, slope);
                shift = best;
                shifts[column as usize] = shift;
                for (y, r) in reference.iter_mut().enumerate() {
                    let fit = at(y as isize + shift).unwrap_or_default();
                    *r = [0, 1, 2].map(|k| 0.6 * r[k] + 0.4 * fit[k]);
                }
                column += direction;
            }
        }
        shifts
            .into_iter()
            .map(|s| Tilt {
                offset: s as f64,
                stretch: 1.0,
            })
            .collect()
    }

    /// Returns the chain of rows that the columns together support best.
    fn chain(&self, tilts: &[Tilt]) -> Option<Chain> {
        let mut sums = vec![[0.0_f32; 3]; self.steps + 1];
        for step in 0..self.steps {
            let mut here = [0.0; 3];
            for (fits, tilt) in self.fits.iter().zip(tilts) {
                let y = tilt.apply(step as f64 + 0.5) - 0.5;
                let (low, share) = (y.floor(), (y - y.floor()) as f32);
                let at = |y: f64| if y < 0.0 { None } else { fits.get(y as usize) };
                for (y, share) in [(low, 1.0 - share), (low + 1.0, share)] {
                    if let Some(fit) = at(y) {
                        here = [0, 1, 2].map(|k| here[k] + share * fit[k]);
                    }
                }
            }
            sums[step + 1] = [0, 1, 2].map(|k| sums[step][k] + here[k]);
        }
        // Print and noise beside the symbol form weaker chains. The gain of a good row determines
        // the minimum gain of a row.
        let (_, first) = tallest(&sums, 0.0)?;
        let mut rates: Vec<f32> = first
            .borders
            .windows(2)
            .enumerate()
            .map(|(i, pair)| {
                let k = (first.first_cluster + i) % 3;
                (sums[pair[1]][k] - sums[pair[0]][k]) / (pair[1] - pair[0]) as f32
            })
            .collect();
        rates.sort_by(f32::total_cmp);
        let good = rates[(rates.len() - 1) * 85 / 100];
        tallest(&sums, good * 0.45).map(|(_, chain)| chain)
    }

    /// Moves both ends of each column until its clusters fit the rows best.
    fn refine(&self, tilts: &mut [Tilt], chain: &Chain) {
        let (first, last) = match (chain.borders.first(), chain.borders.last()) {
            (Some(&first), Some(&last)) if last > first => (first as f64, last as f64),
            _ => return,
        };
        let borders: Vec<f64> = {
            let curve = parabola(&chain.borders.iter().map(|&b| b as f64).collect::<Vec<_>>());
            let i = (0..chain.borders.len()).map(|i| i as f64);
            i.map(|i| curve[0] + i * (curve[1] + i * curve[2]))
                .collect()
        };
        let wanted: Vec<Tilt> = tilts
            .iter()
            .zip(&self.fits)
            .map(|(tilt, fits)| {
                let mut sums = vec![[0.0_f32; 3]; self.steps + 1];
                for (step, fit) in fits.iter().enumerate() {
                    sums[step + 1] = [0, 1, 2].map(|k| sums[step][k] + fit[k]);
                }
                let until = |y: f64, k: usize| {
                    let y = y.clamp(0.0, self.steps as f64 - 1e-6);
                    let (i, share) = (y as usize, y.fract() as f32);
                    sums[i][k] + (sums[i + 1][k] - sums[i][k]) * share
                };
                let fit = |tilt: Tilt| -> f32 {
                    let rows = borders.windows(2).enumerate();
                    rows.map(|(i, pair)| {
                        let k = (chain.first_cluster + i) % 3;
                        until(tilt.apply(pair[1]), k) - until(tilt.apply(pair[0]), k)
                    })
                    .sum()
                };
                let (top, bottom) = (tilt.apply(first), tilt.apply(last));
                let moves = || (-5..=5).map(|n| f64::from(n) * 0.5);
                let ends = moves().flat_map(|a| moves().map(move |b| (top + a, bottom + b)));
                let candidates = ends.map(|(top, bottom)| {
                    let stretch = (bottom - top) / (last - first);
                    Tilt {
                        offset: top - stretch * first,
                        stretch,
                    }
                });
                candidates
                    .max_by(|a, b| fit(*a).total_cmp(&fit(*b)))
                    .unwrap_or(*tilt)
            })
            .collect();
        // Adjacent columns bend together, so a column that deviates follows the two beside it.
        for i in 0..wanted.len() {
            let near = i.saturating_sub(2)..(i + 3).min(wanted.len());
            let median = |value: &dyn Fn(Tilt) -> f64| {
                // It is compared with the trend of its neighbours and not with their mean, because
                // outer columns slope.
                let mut values: Vec<f64> = wanted[near.clone()].iter().map(|&t| value(t)).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            let (top, bottom) = (wanted[i].apply(first), wanted[i].apply(last));
            let usual = (
                median(&|t: Tilt| t.apply(first)),
                median(&|t: Tilt| t.apply(last)),
            );
            let height = (last - first) / borders.len().max(2) as f64;
            let limit = (height * 1.2).max(3.0);
            let top = top.clamp(usual.0 - limit, usual.0 + limit);
            let bottom = bottom.clamp(usual.1 - limit, usual.1 + limit);
            let stretch = (bottom - top) / (last - first);
            tilts[i] = Tilt {
                offset: top - stretch * first,
                stretch,
            };
        }
    }
}

/// Returns the best chain over all row heights, if every step costs `cost`.
fn tallest(sums: &[[f32; 3]], cost: f32) -> Option<(f32, Chain)> {
    let mut best: Option<(f32, Chain)> = None;
    let mut height = 2.0_f64;
    while height < 45.0 && height * 3.0 < sums.len() as f64 {
        if let Some((weight, chain)) = best_chain(sums, height, cost)
            && best.as_ref().is_none_or(|(known, _)| weight > *known)
        {
            best = Some((weight, chain));
        }
        height *= 1.09;
    }
    best
}

/// Finds the best chain by dynamic programming over borders. Each row takes about `height` steps
/// and the next cluster. The chain may start and end anywhere.
fn best_chain(sums: &[[f32; 3]], height: f64, cost: f32) -> Option<(f32, Chain)> {
    let steps = sums.len();
    let shortest = ((height * 0.72).floor() as usize).max(1);
    let longest = (height * 1.3).ceil() as usize;
    // `best[y][k]` is the maximum gain of rows ending at `y` of which the last has cluster `k`. A
    // row loses a fraction of its gain for being shorter or longer than usual.
    let strays: Vec<f32> = (shortest..=longest)
        .map(|length| 1.5 * ((length as f64 / height).ln() as f32).powi(2))
        .collect();
    let mut best = vec![[0.0_f32; 3]; steps];
    let mut from = vec![[0_usize; 3]; steps];
    for y in shortest..steps {
        for k in 0..3 {
            let before = (k + 2) % 3;
            let (mut most, mut origin) = (0.0, 0);
            for (length, stray) in (shortest..=longest.min(y)).zip(&strays) {
                let start = y - length;
                let gain = sums[y][k] - sums[start][k] - cost * length as f32;
                let gain = gain - gain.abs() * stray;
                let total = best[start][before] + gain;
                if total > most {
                    (most, origin) = (total, length);
                }
            }
            best[y][k] = most;
            from[y][k] = origin;
        }
    }
    let (mut y, mut k) = (0..steps)
        .flat_map(|y| (0..3).map(move |k| (y, k)))
        .max_by(|a, b| best[a.0][a.1].total_cmp(&best[b.0][b.1]))?;
    let weight = best[y][k];
    let mut borders = vec![y];
    let mut first_cluster = k;
    while from[y][k] > 0 && borders.len() <= MAX_ROWS + 1 {
        first_cluster = k;
        y -= from[y][k];
        k = (k + 2) % 3;
        borders.push(y);
    }
    borders.reverse();
    (borders.len() >= 4).then_some((
        weight,
        Chain {
            borders,
            first_cluster,
        },
    ))
}

/// Returns the mean grey of the 17 modules between two edges, from prefix sums.
fn modules(sums: &[f32], left: f64, right: f64) -> [f32; MODULES] {
    let until = |x: f64| {
        let x = x.clamp(0.0, (sums.len() - 1) as f64 - 1e-6);
        let i = x as usize;
        sums[i] + (sums[i + 1] - sums[i]) * x.fract() as f32
    };
    let pitch = (right - left) / MODULES as f64;
    std::array::from_fn(|i| {
        let from = left + pitch * i as f64;
        (until(from + pitch) - until(from)) / pitch as f32
    })
}

/// Fits a parabola to (0, v0), (1, v1), … by least squares, or a line if there are fewer than six
/// values.
fn parabola(values: &[f64]) -> [f64; 3] {
    let n = values.len() as f64;
    let centre = (n - 1.0) / 2.0;
    let (mut s2, mut s4, mut b0, mut b1, mut b2) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (i, &v) in values.iter().enumerate() {
        let t = i as f64 - centre;
        s2 += t * t;
        s4 += t * t * t * t;
        b0 += v;
        b1 += v * t;
        b2 += v * t * t;
    }
    let slope = if s2 > 0.0 { b1 / s2 } else { 0.0 };
    // The odd moments about the centre are zero.
    let det = n * s4 - s2 * s2;
    let (level, curve) = if values.len() < 6 || det <= 0.0 {
        (b0 / n, 0.0)
    } else {
        ((b0 * s4 - b2 * s2) / det, (n * b2 - s2 * b0) / det)
    };
    [
        level - slope * centre + curve * centre * centre,
        slope - 2.0 * curve * centre,
        curve,
    ]
}

//! Fits a line of type with a smooth curve, robustly against places that belong to something else.
#![expect(clippy::indexing_slicing, reason = "matrices and arrays of fixed size")]

/// The approximate distance between two characters in a patch, in pixels.
pub(super) const PITCH: f64 = 12.0;

/// Places more than this many pixels off the curve belong to something else.
const OUTLIER_DISTANCE: f64 = 2.5;

/// The middle of a line of type in a patch: a curve and its extent.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    /// The coefficients of the height as a function of the place along the line, which is measured
    /// from the middle of `over` in units of half its length.
    curve: [f64; 4],
    /// The range in which the curve bends.
    over: (f64, f64),
    /// The first and last pixel with type.
    pub(super) from: f64,
    pub(super) to: f64,
    /// The mean darkness of the line.
    pub(super) strength: f64,
    /// Where type was seen: the place along the line, and its height.
    seen: Vec<(f64, f64)>,
}

impl Baseline {
    /// Fits a curve through the places where there is type.
    pub(super) fn through(places: &[(f64, f64, f64)]) -> Option<Self> {
        let mut levels: Vec<f64> = places.iter().map(|place| place.2).collect();
        levels.sort_by(f64::total_cmp);
        let strong = levels.get(levels.len() * 3 / 4).copied()?;
        let inked = |place: &&(f64, f64, f64)| place.2 > 0.3 * strong;
        let (from, to) = longest_run(places, |place| place.2 > 0.3 * strong)?;
        let within: Vec<(f64, f64, f64)> = places
            .iter()
            .filter(inked)
            .filter(|place| (from..=to).contains(&place.0))
            .copied()
            .collect();
        let mut baseline = Self {
            curve: [0.0; 4],
            over: (from, to),
            from,
            to,
            strength: strong,
            seen: within.iter().map(|place| (place.0, place.1)).collect(),
        };
        let mut weights: Vec<f64> = vec![1.0; within.len()];
        for _ in 0..3 {
            let points: Vec<(f64, f64, f64)> = within
                .iter()
                .zip(&weights)
                .map(|(place, weight)| (baseline.unit(place.0), place.1, *weight))
                .collect();
            baseline.curve = fit_cubic(&points)?;
            for (weight, place) in weights.iter_mut().zip(&within) {
                let off = (place.1 - baseline.at(place.0)) / 1.5;
                *weight = 1.0 / (1.0 + off * off);
            }
        }
        Some(baseline)
    }

    /// Returns the mean distance of the type from the curve, where outliers count as
    /// [`OUTLIER_DISTANCE`].
    pub(super) fn unevenness(&self) -> f64 {
        let off = |&(x, y): &(f64, f64)| (y - self.at(x)).abs().min(OUTLIER_DISTANCE);
        self.seen.iter().map(off).sum::<f64>() / self.seen.len().max(1) as f64
    }

    /// Returns the line through the same type that bends as `other` above or below it does, or
    /// `None` if the type does not bend like that.
    pub(super) fn bent_like(&self, other: &Self) -> Option<Self> {
        let apart: Vec<(f64, f64)> = self
            .seen
            .iter()
            .map(|&(x, y)| (other.unit(x), y - other.at(x)))
            .collect();
        let mut levels: Vec<f64> = apart.iter().map(|place| place.1).collect();
        levels.sort_by(f64::total_cmp);
        let (mut level, mut slope) = (levels.get(levels.len() / 2).copied()?, 0.0);
        for _ in 0..6 {
            let (mut n, mut u, mut y, mut uu, mut uy) = (1e-9, 0.0, 0.0, 1e-6, 0.0);
            for place in &apart {
                let off = place.1 - level - slope * place.0;
                let weight = 1.0 / (1.0 + off * off);
                n += weight;
                u += weight * place.0;
                y += weight * place.1;
                uu += weight * place.0 * place.0;
                uy += weight * place.0 * place.1;
            }
            slope = (n * uy - u * y) / (n * uu - u * u).max(1e-9);
            level = (y - slope * u) / n;
        }
        let [a, b, c, d] = other.curve;
        let bent = Self {
            curve: [a + level, b + slope, c, d],
            over: other.over,
            ..self.clone()
        };
        (bent.unevenness() < OUTLIER_DISTANCE / 2.0).then_some(bent)
    }

    /// Returns the line with another curve, which bends between two places.
    pub(super) fn with_curve(&self, curve: [f64; 4], over: (f64, f64)) -> Self {
        Self {
            curve,
            over,
            ..self.clone()
        }
    }

    /// Returns the distance of a place from the middle, in units of half the length.
    fn unit(&self, x: f64) -> f64 {
        let (from, to) = self.over;
        (x - f64::midpoint(from, to)) / ((to - from) / 2.0).max(1.0)
    }

    /// Returns the height of the line's middle at a place. Beyond its ends, the line continues
    /// straight.
    pub(super) fn at(&self, x: f64) -> f64 {
        let [a, b, c, d] = self.curve;
        let u = self.unit(x);
        let v = u.clamp(-1.0, 1.0);
        let end = a + v * (b + v * (c + v * d));
        end + (u - v) * (b + v * (2.0 * c + v * 3.0 * d))
    }
}

/// Returns the first and last place of the longest run with type. Gaps of a few characters do not
/// end it.
fn longest_run(
    places: &[(f64, f64, f64)],
    inked: impl Fn(&(f64, f64, f64)) -> bool,
) -> Option<(f64, f64)> {
    let gap = 4.5 * PITCH;
    let mut best: Option<(f64, f64)> = None;
    let mut run: Option<(f64, f64)> = None;
    for place in places.iter().filter(|place| inked(place)) {
        run = match run {
            Some((from, to)) if place.0 - to <= gap => Some((from, place.0)),
            _ => Some((place.0, place.0)),
        };
        if let Some((from, to)) = run
            && best.is_none_or(|(a, b)| to - from > b - a)
        {
            best = Some((from, to));
        }
    }
    best
}

/// Fits a cubic by least squares, or a straight line if there are few points or the line is short.
fn fit_cubic(points: &[(f64, f64, f64)]) -> Option<[f64; 4]> {
    let order = if points.len() >= 14 { 4 } else { 2 };
    if points.len() < 4 {
        return None;
    }
    let mut rows = vec![vec![0.0_f64; 5]; 4];
    for &(u, y, weight) in points {
        let powers = [1.0, u, u * u, u * u * u];
        for i in 0..order {
            for j in 0..order {
                rows[i][j] += weight * powers[i] * powers[j];
            }
            rows[i][4] += weight * powers[i] * y;
        }
    }
    // A small penalty prevents bends that the points do not call for.
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] += if i >= order {
            1.0
        } else {
            1e-6 + [0.0, 0.0, 0.02, 0.1][i] * points.len() as f64 * 0.05
        };
    }
    solve(rows)?.try_into().ok()
}

/// Solves a system of as many equations as unknowns. The last column has the right-hand sides.
pub(super) fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let count = rows.len();
    for i in 0..count {
        let top = (i..count).max_by(|&a, &b| rows[a][i].abs().total_cmp(&rows[b][i].abs()))?;
        rows.swap(i, top);
        let upper = rows[i].clone();
        if upper[i].abs() < 1e-9 {
            return None;
        }
        for (j, row) in rows.iter_mut().enumerate() {
            if i != j {
                let share = row[i] / upper[i];
                for (value, above) in row.iter_mut().zip(&upper) {
                    *value -= share * above;
                }
            }
        }
    }
    Some((0..count).map(|i| rows[i][count] / rows[i][i]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singular_equations_have_no_solution() {
        assert_eq!(solve(vec![vec![1.0, 1.0, 2.0], vec![2.0, 2.0, 4.0]]), None);
        assert_eq!(
            solve(vec![vec![0.0, 2.0, 4.0], vec![1.0, 0.0, 3.0]]),
            Some(vec![3.0, 2.0])
        );
    }
}

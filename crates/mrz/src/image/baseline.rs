//! A line of type as a curve: followed places in, a smooth middle out, robust against the few
//! places that belong to something else.
#![expect(clippy::indexing_slicing, reason = "matrices and arrays of fixed size")]

/// Pixels between two characters in the piece that is looked at, roughly.
pub(super) const PITCH: f64 = 12.0;

/// Type that lies so many pixels off a line belongs to something else.
const FAR: f64 = 2.5;

/// The middle of a line of type in a piece: a curve, and how far it goes.
#[derive(Debug, Clone)]
pub(super) struct Baseline {
    /// Coefficients of the height over the place along the line, from the middle of `over`, as
    /// shares of half its length.
    curve: [f64; 4],
    /// From where to where the curve bends.
    over: (f64, f64),
    /// First and last pixel with type.
    pub(super) from: f64,
    pub(super) to: f64,
    /// How dark it is on average.
    pub(super) strength: f64,
    /// Where type was seen: along the line, and how high.
    seen: Vec<(f64, f64)>,
}

impl Baseline {
    /// A curve through the places where there is type.
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
            baseline.curve = cubic(&points)?;
            for (weight, place) in weights.iter_mut().zip(&within) {
                let off = (place.1 - baseline.at(place.0)) / 1.5;
                *weight = 1.0 / (1.0 + off * off);
            }
        }
        Some(baseline)
    }

    /// How far off the curve type was seen, on average; what is far off counts as [`FAR`].
    pub(super) fn unevenness(&self) -> f64 {
        let off = |&(x, y): &(f64, f64)| (y - self.at(x)).abs().min(FAR);
        self.seen.iter().map(off).sum::<f64>() / self.seen.len().max(1) as f64
    }

    /// The line through the same type that bends as `other` does, which lies above or below it;
    /// `None` where the type does not lie so.
    pub(super) fn like(&self, other: &Self) -> Option<Self> {
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
        let like = Self {
            curve: [a + level, b + slope, c, d],
            over: other.over,
            ..self.clone()
        };
        (like.unevenness() < FAR / 2.0).then_some(like)
    }

    /// The line of this type as another curve, which bends between two places.
    pub(super) fn laid(&self, curve: [f64; 4], over: (f64, f64)) -> Self {
        Self {
            curve,
            over,
            ..self.clone()
        }
    }

    /// The place as a share of half the length from the middle.
    fn unit(&self, x: f64) -> f64 {
        let (from, to) = self.over;
        (x - f64::midpoint(from, to)) / ((to - from) / 2.0).max(1.0)
    }

    /// The height of the line's middle at a place; beyond its ends it goes on straight.
    pub(super) fn at(&self, x: f64) -> f64 {
        let [a, b, c, d] = self.curve;
        let u = self.unit(x);
        let v = u.clamp(-1.0, 1.0);
        let end = a + v * (b + v * (c + v * d));
        end + (u - v) * (b + v * (2.0 * c + v * 3.0 * d))
    }
}

/// First and last place of the longest run with type; gaps of a few characters do not end it.
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

/// Least squares for a cubic; with few points or a short line a straight one.
fn cubic(points: &[(f64, f64, f64)]) -> Option<[f64; 4]> {
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
    // A little stiffness against bends that nothing asks for.
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] += if i >= order {
            1.0
        } else {
            1e-6 + [0.0, 0.0, 0.02, 0.1][i] * points.len() as f64 * 0.05
        };
    }
    solved(rows)?.try_into().ok()
}

/// The solution of as many equations as there are unknowns, each with its right side as the last
/// column.
pub(super) fn solved(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
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
    fn equations_without_a_solution_have_none() {
        assert_eq!(solved(vec![vec![1.0, 1.0, 2.0], vec![2.0, 2.0, 4.0]]), None);
        assert_eq!(
            solved(vec![vec![0.0, 2.0, 4.0], vec![1.0, 0.0, 3.0]]),
            Some(vec![3.0, 2.0])
        );
    }
}

//! The lines of type in a patch.

use super::baseline::Baseline;

/// The lines of type in a patch, from top to bottom.
#[derive(Clone)]
pub(super) struct Lines {
    pub(super) baselines: Vec<Baseline>,
    /// The height of capitals, in pixels of the patch.
    pub(super) capital: f64,
    /// The fraction by which capitals grow from the middle of the lines to their right end, because
    /// of perspective.
    pub(super) growth: f64,
    /// The index of the band's own baseline.
    pub(super) own: usize,
    /// The range along the patch in which there may be type. A line that ends in fillers seems
    /// shorter than its neighbours.
    pub(super) span: (f64, f64),
}

impl Lines {
    /// Returns true if the band's own line is as long as that of a driving licence, which has only
    /// one.
    pub(super) fn may_be_alone(&self) -> bool {
        self.baselines
            .get(self.own)
            .is_some_and(|own| own.to - own.from > 16.0 * self.capital)
    }

    /// Returns true if the band's own line is long enough for a zone, and an adjacent one of
    /// similar length is one line's distance away. All zones that could be read satisfy this by a
    /// wide margin.
    pub(super) fn may_be_of_a_zone(&self) -> bool {
        let Some(own) = self.baselines.get(self.own) else {
            return false;
        };
        let (length, middle) = (own.to - own.from, f64::midpoint(own.from, own.to));
        length > 16.0 * self.capital
            && self.baselines.iter().any(|baseline| {
                let away = (baseline.at(middle) - own.at(middle)).abs() / self.capital;
                let share = (baseline.to - baseline.from) / length;
                (1.4..3.9).contains(&away) && (0.33..3.0).contains(&share)
            })
    }
}

/// Makes the other lines bend like the one that was traced best, because lines of one zone bend
/// alike.
pub(super) fn bend_alike(baselines: Vec<Baseline>) -> Vec<Baseline> {
    let length = |baseline: &Baseline| baseline.to - baseline.from;
    let longest = baselines.iter().map(length).fold(0.0, f64::max);
    let best = baselines
        .iter()
        .filter(|baseline| length(baseline) > 0.85 * longest)
        .min_by(|a, b| a.unevenness().total_cmp(&b.unevenness()))
        .cloned();
    let Some(best) = best else { return baselines };
    baselines
        .into_iter()
        .map(|baseline| baseline.bent_like(&best).unwrap_or(baseline))
        .collect()
}

/// Returns by how much the distance between the outermost long lines grows towards their right end.
pub(super) fn growth(baselines: &[Baseline], own: &Baseline) -> f64 {
    let long: Vec<&Baseline> = baselines
        .iter()
        .filter(|baseline| (baseline.to - baseline.from) > 0.75 * (own.to - own.from))
        .filter(|baseline| baseline.strength > 0.45 * own.strength)
        .collect();
    let (Some(first), Some(last)) = (long.first(), long.last()) else {
        return 0.0;
    };
    let apart = |x: f64| last.at(x) - first.at(x);
    let (left, right) = (apart(own.from), apart(own.to));
    if left < 6.0 || right < 6.0 {
        return 0.0;
    }
    ((right - left) / (right + left)).clamp(-0.12, 0.12)
}

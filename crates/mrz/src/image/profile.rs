//! Helpers for profiles of darkness.
#![expect(clippy::indexing_slicing, reason = "loops over planes of known size")]

/// Returns the full width at half maximum of a profile, or `None` if it is flat.
pub(super) fn width_at_half_maximum(profile: &[f64]) -> Option<f64> {
    let middle = profile.len() / 2;
    let core = &profile[middle - 3..=middle + 3];
    let top = core.iter().sum::<f64>() / core.len() as f64;
    let low = profile.iter().copied().fold(f64::MAX, f64::min);
    let half = f64::midpoint(top, low);
    if top < 1.5 * low + 0.5 {
        return None;
    }
    let edge = |towards: &dyn Fn(usize) -> Option<usize>| -> Option<f64> {
        let mut before = top;
        let mut steps = 0;
        while let Some(at) = towards(steps) {
            let level = profile[at];
            if level < half && steps > 1 {
                return Some(steps as f64 - (half - level) / (before - level).max(1e-9));
            }
            before = level;
            steps += 1;
        }
        None
    };
    let up = edge(&|steps| middle.checked_sub(steps))?;
    let down = edge(&|steps| Some(middle + steps).filter(|&at| at < profile.len()))?;
    Some(up + down)
}

pub(super) fn running_mean(row: &[f32], reach: usize, out: &mut Vec<f32>) {
    let at = |x: usize| row[x.min(row.len() - 1)];
    let count = (2 * reach + 1) as f32;
    let mut sum = at(0) * (reach + 1) as f32 + (1..=reach).map(at).sum::<f32>();
    for x in 0..row.len() {
        out.push((sum / count).max(0.0));
        sum += at(x + reach + 1) - at(x.saturating_sub(reach));
    }
}

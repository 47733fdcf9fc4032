//! Refits the baselines of a zone to the characters that were recognised on them.
//!
//! Before anything is read, a line is traced by its darkness alone. That goes wrong beside the
//! page's edge, and where letters give way to fillers, which lie lower in some typefaces. Once the
//! places of the characters are known, the middle of each is measured, and all lines of the zone,
//! which bend alike, are fitted to them together.
#![expect(
    clippy::indexing_slicing,
    reason = "equations of as many columns as there are unknowns, and one more"
)]

use super::baseline::solve;
use super::lines::Lines;
use super::patch::Patch;
use super::pyramid::Pyramid;
use super::recognized_line::RecognizedLine;

/// The number of rows sampled for the height of a capital.
const ROWS_PER_CAPITAL: f64 = 14.0;
/// How many rows above and below the line are sampled; the next line must be outside.
const REACH: i32 = 18;
/// The possible heights of a character, in rows.
const HEIGHTS: std::ops::RangeInclusive<i32> = 6..=20;
/// A gap of this many rows without ink does not divide a character.
const GAP: i32 = 2;
/// The positions across a character at which ink is sampled, relative to its middle, in character
/// widths.
const SAMPLES_ACROSS: [f64; 7] = [-0.36, -0.24, -0.12, 0.0, 0.12, 0.24, 0.36];
/// The minimum contrast between ink and paper, in grey levels.
const MIN_CONTRAST: f32 = 14.0;
/// The minimum number of characters measured per line, on average.
const MIN_MEASURED: usize = 10;
/// The maximum distance of a measurement from the line in each round of the fit, in heights of a
/// capital.
const ROUND_TOLERANCES: [f64; 5] = [0.6, 0.4, 0.2, 0.1, 0.1];
/// Lines that would move by less than this everywhere stay where they are, in heights of a capital.
const NEGLIGIBLE_SHIFT: f64 = 0.06;

/// The measured middle of a character.
struct MeasuredMiddle {
    /// The line of the zone that the character is on.
    line: usize,
    /// The place along the patch, measured from the zone's middle in units of half its length.
    x: f64,
    unit: f64,
    y: f64,
    is_filler: bool,
}

/// Returns the lines, with those of the zone refitted. Returns `None` if they fit already, or if
/// too little can be measured.
pub(super) fn refit_baselines(
    pyramid: &Pyramid<'_>,
    patch: &Patch,
    lines: &Lines,
    zone: &[RecognizedLine],
    kind: usize,
) -> Option<Lines> {
    let all: Vec<Vec<f64>> = zone.iter().map(|seen| seen.places(kind)).collect();
    let ends = all.iter().flatten().copied();
    let (from, to) = ends.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
    let unit = |x: f64| (x - f64::midpoint(from, to)) / ((to - from) / 2.0).max(1.0);
    let mut middles = Vec::new();
    for (line, (seen, places)) in zone.iter().zip(&all).enumerate() {
        let baseline = lines.baselines.get(seen.baseline)?;
        let pitch = (places.last()? - places.first()?) / (places.len().max(2) - 1) as f64;
        for (&x, is_filler) in places.iter().zip(seen.fillers(kind)) {
            let off = middle(pyramid, patch, lines.capital, pitch, (x, baseline.at(x)));
            middles.extend(off.map(|off| MeasuredMiddle {
                line,
                x,
                unit: unit(x),
                y: baseline.at(x) + off,
                is_filler,
            }));
        }
    }
    if middles.len() < MIN_MEASURED * zone.len() {
        return None;
    }
    let curves = fitted(&middles, zone.len(), lines.capital)?;
    let mut laid = lines.clone();
    let mut moved = 0.0_f64;
    for (seen, curve) in zone.iter().zip(&curves) {
        let baseline = laid.baselines.get_mut(seen.baseline)?;
        let anew = baseline.with_curve(*curve, (from, to));
        for middle in &middles {
            moved = moved.max((anew.at(middle.x) - baseline.at(middle.x)).abs());
        }
        *baseline = anew;
    }
    (moved > NEGLIGIBLE_SHIFT * lines.capital && moved < 1.2 * lines.capital).then_some(laid)
}

/// Returns how far the middle of the character at a place lies below the line, in pixels of the
/// patch, or `None` if no separate character can be found there.
fn middle(
    pyramid: &Pyramid<'_>,
    patch: &Patch,
    capital: f64,
    pitch: f64,
    (x, y): (f64, f64),
) -> Option<f64> {
    let row = capital / ROWS_PER_CAPITAL;
    let size = pyramid.level_for(row * patch.scale)?;
    let darkest = |down: i32| {
        let y = y + f64::from(down) * row;
        SAMPLES_ACROSS
            .iter()
            .map(|across| {
                let at = size.map_from_picture(patch.place(x + across * pitch, y));
                size.luma.sample(at.x as f32, at.y as f32)
            })
            .fold(f32::MAX, f32::min)
    };
    let levels: Vec<f32> = (-REACH..=REACH).map(darkest).collect();
    let mut sorted = levels.clone();
    sorted.sort_by(f32::total_cmp);
    let (dark, light) = (sorted[sorted.len() / 8], sorted[sorted.len() * 6 / 7]);
    if light - dark < MIN_CONTRAST {
        return None;
    }
    let least = f32::midpoint(dark, light);
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for (down, _) in (-REACH..=REACH)
        .zip(&levels)
        .filter(|&(_, &level)| level < least)
    {
        match runs.last_mut() {
            Some(run) if down - run.1 <= GAP => run.1 = down,
            _ => runs.push((down, down)),
        }
    }
    let (from, to) = runs
        .into_iter()
        .filter(|run| HEIGHTS.contains(&(run.1 - run.0 + 1)))
        .filter(|run| run.0 > -REACH && run.1 < REACH)
        .min_by_key(|run| (run.0 + run.1).abs())?;
    Some(f64::from(from + to) / 2.0 * row)
}

/// Fits the curves of the lines. Each has its own height and slope, and all share their bend.
fn fitted(middles: &[MeasuredMiddle], lines: usize, capital: f64) -> Option<Vec<[f64; 4]>> {
    let unknowns = 2 * lines + 3;
    let terms = |middle: &MeasuredMiddle| {
        let mut terms = vec![0.0; unknowns];
        let u = middle.unit;
        terms[2 * middle.line] = 1.0;
        terms[2 * middle.line + 1] = u;
        terms[2 * lines] = u * u;
        terms[2 * lines + 1] = u * u * u;
        terms[2 * lines + 2] = f64::from(u8::from(middle.is_filler));
        terms
    };
    let mut solution: Option<Vec<f64>> = None;
    for near in ROUND_TOLERANCES {
        let mut rows = vec![vec![0.0; unknowns + 1]; unknowns];
        for middle in middles {
            let terms = terms(middle);
            let weight = solution.as_ref().map_or(1.0, |solution| {
                let at: f64 = terms.iter().zip(solution).map(|(a, b)| a * b).sum();
                let off = (middle.y - at) / (near * capital);
                1.0 / (1.0 + off * off).powi(2)
            });
            for (i, a) in terms.iter().enumerate().filter(|term| *term.1 != 0.0) {
                for (j, b) in terms.iter().enumerate() {
                    rows[i][j] += weight * a * b;
                }
                rows[i][unknowns] += weight * a * middle.y;
            }
        }
        // A small penalty prevents bends, and heights of fillers, that the points do not call for.
        let count = middles.len() as f64;
        for (i, row) in rows.iter_mut().enumerate() {
            row[i] += match i.checked_sub(2 * lines) {
                None => 1e-6,
                Some(_) => 0.002 * count,
            };
        }
        solution = Some(solve(rows)?);
    }
    let solution = solution?;
    let curve = |line: usize| [0, 1].map(|i| solution[2 * line + i]);
    let bend = [solution[2 * lines], solution[2 * lines + 1]];
    Some(
        (0..lines)
            .map(curve)
            .map(|[level, slope]| [level, slope, bend[0], bend[1]])
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_do_not_bend_the_lines() {
        let curve = |line: usize, u: f64| 40.0 * line as f64 + 3.0 * u + 4.0 * u * u - u * u * u;
        let mut middles = Vec::new();
        for line in 0..2 {
            for i in 0..44 {
                let unit = f64::from(i) / 21.5 - 1.0;
                let is_filler = i % 3 == 0;
                // One measurement in eleven is wrong.
                let amiss = if i % 11 == 5 { 9.0 } else { 0.0 };
                let y = curve(line, unit) + if is_filler { 1.5 } else { 0.0 } + amiss;
                middles.push(MeasuredMiddle {
                    line,
                    x: f64::from(i),
                    unit,
                    y,
                    is_filler,
                });
            }
        }
        let curves = fitted(&middles, 2, 14.0).unwrap();
        for (line, [a, b, c, d]) in curves.into_iter().enumerate() {
            for u in [-1.0, -0.4, 0.3, 1.0] {
                let at = a + u * (b + u * (c + u * d));
                assert!((at - curve(line, u)).abs() < 0.3, "{line} {u}: {at}");
            }
        }
    }
}

//! Finds start and stop patterns. Both extend over the whole height of a symbol, so their places in
//! each band of rows show its sides, its pitch and which way up it is.

use imaging::Luma;

use super::bands::{Band, Sums, bands};
use super::symbology::{Pattern, START, STOP};

/// One in this many bands is searched at all sizes.
const PROBE_STRIDE: usize = 4;
/// The minimum number of those bands that must agree on a size.
const MIN_AGREEING: usize = 2;
/// A sum of both patterns' correlations per band that neither chance nor an upside-down symbol
/// reaches.
const CERTAIN_CORRELATION: f64 = 1.3;
/// The number of places tried per module. The edges of the patterns coincide with such places.
const PER_MODULE: usize = 3;
/// The minimum correlation of a pattern.
const MIN_CORRELATION: f64 = 0.66;

/// The position of the symbol in a view, in pixels of the view.
#[derive(Debug, Clone, Copy)]
pub(super) struct GuardPair {
    /// The left edge of the start pattern.
    pub(super) start: Side,
    /// The left edge of the stop pattern.
    pub(super) stop: Side,
    /// Whether the symbol is upside down. `start` and `stop` are then in the view rotated by 180
    /// degrees.
    pub(super) turned: bool,
}

impl GuardPair {
    /// Returns the correlations of both patterns, summed over all bands.
    pub(super) fn weight(&self) -> f64 {
        self.start.weight + self.stop.weight
    }
}

/// A pattern along the height of a view.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    /// The left edge as a parabola of y: constant, slope, curvature.
    curve: [f64; 3],
    /// Pixels per module.
    pub(super) pitch: f64,
    /// The sum of the correlations of all bands that agree.
    weight: f64,
}

impl Side {
    /// Returns the position of the left edge at a height.
    pub(super) fn at(&self, y: f64) -> f64 {
        self.curve[0] + y * (self.curve[1] + y * self.curve[2])
    }
}

/// Finds both patterns, either way up.
///
/// Every fourth band is searched at all sizes and both ways up. The other bands are searched only
/// if some of these agree on a size, and only at that size. The less likely way up is searched only
/// if the likelier one leaves doubt.
pub(super) fn find(view: &Luma) -> Option<GuardPair> {
    // The limits are those of 30 data columns, which are wider in the middle than at their ends,
    // and of one.
    let width = f64::from(view.width());
    let sizes = (width / 680.0, width / 90.0);
    let upright = bands(view);
    let turn = |band: &Band| band.turned(view.height());
    let turned: Vec<Band> = upright.iter().rev().map(turn).collect();
    let scouted = |bands, turned| Some((scout(bands, sizes)?, bands, turned));
    let mut ways: Vec<(SizeEstimate, &[Band], bool)> = [
        scouted(upright.as_slice(), false),
        scouted(turned.as_slice(), true),
    ]
    .into_iter()
    .flatten()
    .collect();
    ways.sort_by(|a, b| b.0.support.total_cmp(&a.0.support));
    let mut best: Option<GuardPair> = None;
    for (scouted, bands, turned) in ways {
        let sides =
            side(bands, &START, false, scouted.start).zip(side(bands, &STOP, true, scouted.stop));
        let Some((start, stop)) = sides else { continue };
        let frame = GuardPair {
            start,
            stop,
            turned,
        };
        if best.is_none_or(|known| frame.weight() > known.weight()) {
            best = Some(frame);
        }
        if frame.weight() > CERTAIN_CORRELATION * bands.len() as f64 {
            break;
        }
    }
    best
}

/// What a few bands say about the sizes of both patterns, one way up.
struct SizeEstimate {
    start: f64,
    stop: f64,
    support: f64,
}

fn scout(bands: &[Band], sizes: (f64, f64)) -> Option<SizeEstimate> {
    let pitch = |pattern: &Pattern, is_stop| {
        let hits: Vec<Hit> = bands
            .iter()
            .skip(PROBE_STRIDE / 2)
            .step_by(PROBE_STRIDE)
            .filter_map(|band| best_hit(band, pattern, is_stop, sizes))
            .collect();
        common_pitch(&hits).filter(|agreed| agreed.hits >= MIN_AGREEING)
    };
    let start = pitch(&START, false)?;
    let stop = pitch(&STOP, true)?;
    Some(SizeEstimate {
        start: start.pitch,
        stop: stop.pitch,
        support: start.support + stop.support,
    })
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    y: f64,
    left: f64,
    pitch: f64,
    score: f64,
}

/// Finds the pattern's best place in each band, near a pitch, and the curve through most of them.
fn side(bands: &[Band], pattern: &Pattern, is_stop: bool, pitch: f64) -> Option<Side> {
    let near = (pitch / 1.13, pitch * 1.13);
    let hits: Vec<Hit> = bands
        .iter()
        .filter_map(|band| best_hit(band, pattern, is_stop, near))
        .collect();
    let pitch = common_pitch(&hits)?.pitch;
    // First the line through two hits that most others lie on, then a parabola through those.
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

/// A size of the patterns, and its support.
struct AgreedSize {
    pitch: f64,
    hits: usize,
    support: f64,
}

/// Returns the pitch that most bands agree on. Hits of other sizes are chance.
fn common_pitch(hits: &[Hit]) -> Option<AgreedSize> {
    let agreed = |pitch: f64| {
        let near = hits.iter().filter(|h| (h.pitch / pitch).ln().abs() < 0.10);
        let mut agreed = AgreedSize {
            pitch,
            hits: 0,
            support: 0.0,
        };
        for hit in near {
            agreed.hits += 1;
            agreed.support += hit.score * hit.score;
        }
        agreed
    };
    hits.iter()
        .map(|hit| agreed(hit.pitch))
        .max_by(|a, b| a.support.total_cmp(&b.support))
}

/// Returns the best place of a pattern in a band, for pitches between two sizes.
fn best_hit(band: &Band, pattern: &Pattern, is_stop: bool, sizes: (f64, f64)) -> Option<Hit> {
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
    let (mut sums, mut scores) = (Sums::default(), Vec::new());
    while pitch < sizes.1 {
        let step = pitch / PER_MODULE as f64;
        let first = (width * reach.start / step) as usize;
        let end = (width * reach.end / step) as usize;
        band.resampled(step, first..end, &mut sums);
        sums.correlations(pattern, is_stop, (step, PER_MODULE), &mut scores);
        for (at, &score) in scores.iter().enumerate() {
            if f64::from(score) > best.score {
                best = Hit {
                    left: (first + PER_MODULE + at) as f64 * step,
                    pitch,
                    score: f64::from(score),
                    ..best
                };
            }
        }
        pitch *= 1.06;
    }
    if best.score < MIN_CORRELATION * 0.8 {
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
    (best.score >= MIN_CORRELATION).then_some(best)
}

/// Fits a parabola by least squares, or a straight line if there are too few bands.
fn parabola(hits: &[Hit]) -> [f64; 3] {
    let terms = if hits.len() >= 8 { 3 } else { 2 };
    // The values are centred and scaled, so that the equations are well conditioned.
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

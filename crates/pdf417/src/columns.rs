//! Finds the boundaries of codewords along a row. In every row, a codeword starts with a bar after
//! the space of the previous one. Summed over the rows, these edges are much stronger than all
//! others.

use imaging::Luma;

use super::symbology::{MAX_COLUMNS, MODULES};

/// The left edges of start pattern, left indicator, data columns, right indicator and stop pattern,
/// in pixels.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) edges: Vec<f64>,
    weight: f64,
}

impl Columns {
    /// Returns the number of data columns.
    pub(super) fn data(&self) -> usize {
        self.edges.len() - 4
    }
}

/// Returns likely divisions of a straightened symbol, the best first. `pitch` is the width of a
/// module beside the start and the stop pattern, as a fraction of the whole width.
pub(super) fn find(luma: &Luma, pitch: (f64, f64)) -> Vec<Columns> {
    let edges = edge_profile(luma);
    let typical = edges.iter().sum::<f64>() / edges.len() as f64;
    // In perspective, the pitch decreases from one side to the other, and the geometric mean of
    // both ends is the mean of the row. On a bent card, the middle is wider than both ends.
    let judged = 1.0 / (pitch.0 * pitch.1).sqrt() / MODULES as f64 - 3.0;
    let (fewest, most) = (
        (judged * 0.52).floor().max(1.0),
        (judged * 1.12 + 1.5).ceil().max(1.0),
    );
    let mut found: Vec<Columns> = (fewest as usize..=(most as usize).min(MAX_COLUMNS))
        .filter_map(|data| divide(&edges, data, pitch, typical))
        .collect();
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.truncate(3);
    found
}

/// Returns how much darker it gets between each two pixels, summed over the rows.
fn edge_profile(luma: &Luma) -> Vec<f64> {
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let mut edges = vec![0.0; width + 1];
    for y in height / 5..height - height / 5 {
        let row = luma.row(y as u32);
        for x in 2..width.saturating_sub(1) {
            let before = i32::from(row[x - 1]) + i32::from(row[x - 2]);
            let behind = i32::from(row[x]) + i32::from(row[x + 1]);
            edges[x] += f64::from((before - behind).max(0));
        }
    }
    edges
}

/// Returns the best division into this many data columns. Their widths may be equal, or change
/// towards one side (a card seen at an angle) or towards the middle (a bent card).
fn divide(edges: &[f64], data: usize, pitch: (f64, f64), typical: f64) -> Option<Columns> {
    let parts = data + 3;
    let width = (edges.len() - 1) as f64;
    let at = |share: f64, slant: f64, bend: f64| {
        let lens = share * (1.0 - share);
        width * (share + slant * lens + bend * lens * (1.0 - 2.0 * share))
    };
    let height = |x: f64| {
        let i = x.round().clamp(1.0, width - 1.0) as usize;
        edges[i].max(edges[i - 1]).max(edges[i + 1])
    };
    // The pitch at both ends gives an estimate of both parameters, which the edges refine.
    let ends = (
        pitch.0 * (parts * MODULES) as f64,
        pitch.1 * (parts * MODULES) as f64,
    );
    let (slant, bend) = ((ends.0 - ends.1) / 2.0, f64::midpoint(ends.0, ends.1) - 1.0);
    let mut best = (0.0, 0.0, 0.0);
    for by_slant in -12..=12 {
        for by_bend in -12..=12 {
            let (slant, bend) = (
                slant + f64::from(by_slant) * 0.01,
                bend + f64::from(by_bend) * 0.01,
            );
            let places = (1..parts).map(|i| at(i as f64 / parts as f64, slant, bend));
            let weight: f64 = places.map(height).sum();
            if weight > best.0 {
                best = (weight, slant, bend);
            }
        }
    }
    let (weight, slant, bend) = best;
    let peak = weight / (parts - 1) as f64;
    if peak < typical {
        return None;
    }
    let mut places = vec![0.0];
    for i in 1..parts {
        let x = at(i as f64 / parts as f64, slant, bend);
        places.push(peak_centre(edges, x, peak * 0.4));
    }
    places.push(width);
    let ordered = places
        .windows(2)
        .all(|pair| pair[1] - pair[0] > width / parts as f64 * 0.3);
    ordered.then_some(Columns {
        edges: places,
        weight: peak / typical,
    })
}

/// Returns the centre of the peak next to `x`, or `x` itself if there is none.
fn peak_centre(edges: &[f64], x: f64, least: f64) -> f64 {
    let near = x.round() as usize;
    let window = near.saturating_sub(3)..(near + 4).min(edges.len());
    let Some(top) = window
        .clone()
        .max_by(|&a, &b| edges[a].total_cmp(&edges[b]))
    else {
        return x;
    };
    if edges[top] < least || top < 2 || top + 2 >= edges.len() {
        return x;
    }
    let (mut sum, mut moment) = (0.0, 0.0);
    for (i, &edge) in edges.iter().enumerate().take(top + 3).skip(top - 2) {
        sum += edge;
        moment += edge * i as f64;
    }
    moment / sum
}

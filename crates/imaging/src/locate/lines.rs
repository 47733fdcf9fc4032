//! Finds straight lines through edges, with a Hough transform that distinguishes the two sides of a
//! line.

use std::f32::consts::{PI, TAU};

use super::edges::{Edge, Edges};
use crate::Point;

/// A directed line: the points p with p·normal = offset, where the normal points to the brighter
/// side.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The angle of the normal in radians.
    pub(super) angle: f32,
    pub(super) offset: f32,
    /// Whether the line is a border of the frame and not an edge in it.
    pub(super) border: bool,
    /// The number of pixels with an edge up to each place of the line; see [`Line::support`].
    sums: Vec<u16>,
    /// The place of the first entry of `sums` along the line.
    start: f32,
}

/// The maximum number of lines, excluding the four borders, and of candidates for them.
const MAX_LINES: usize = 30;
const CANDIDATES: usize = 72;
/// How many outermost lines are kept at either end of each direction, before all others. A page of
/// text has more lines of letters than sides, and its sides are outside them.
const OUTERMOST: usize = 3;
const DIRECTIONS: usize = 4;
/// Lines whose angles differ by less than this, in radians, have the same direction.
const SAME_DIRECTION: f32 = 0.17;
/// The number of cells: degrees, and pixels per cell.
const DEGREES: usize = 360;
const CELL_PIXELS: f32 = 2.0;
/// The minimum number of votes for a line, as a fraction of the shorter side.
const MIN_VOTES: f32 = 0.14;
/// An edge closer to a line than this, in pixels and in radians, lies on it.
const MAX_DISTANCE: f32 = 2.0;
const MAX_ANGLE: f32 = 0.24;
/// An edge covers its line by this many pixels in both directions.
const EDGE_REACH: usize = 2;

/// Returns the strongest lines, followed by the four borders of the frame.
pub(super) fn find(edges: &Edges) -> Vec<Line> {
    let (cx, cy) = (edges.width / 2.0, edges.height / 2.0);
    let radius = cx.hypot(cy);
    let cells = (2.0 * radius / CELL_PIXELS) as usize + 2;
    let turns: Vec<(f32, f32)> = (0..DEGREES)
        .map(|degree| (degree as f32).to_radians().sin_cos())
        .collect();
    let mut votes = vec![0_u16; DEGREES * cells];
    let cell_of = |degree: usize, x: f32, y: f32| {
        let (sin, cos) = turns[degree];
        let offset = (x - cx) * cos + (y - cy) * sin + radius;
        degree * cells + ((offset / CELL_PIXELS) as usize).min(cells - 1)
    };
    for edge in &edges.all {
        let degree = edge.angle.to_degrees().round() as i32;
        for near in degree - 2..=degree + 2 {
            let cell = cell_of(near.rem_euclid(DEGREES as i32) as usize, edge.x, edge.y);
            votes[cell] = votes[cell].saturating_add(1);
        }
    }
    let least = (MIN_VOTES * edges.width.min(edges.height)) as u16;
    let mut strong: Vec<(u16, usize)> = votes
        .iter()
        .enumerate()
        .filter(|&(_, &count)| count >= least)
        .map(|(cell, &count)| (count, cell))
        .collect();
    strong.sort_unstable_by(|a, b| b.cmp(a));
    let mut taken: Vec<(f32, f32)> = Vec::new();
    for (_, cell) in strong {
        let angle = ((cell / cells) as f32).to_radians();
        let offset = (cell % cells) as f32 * CELL_PIXELS + CELL_PIXELS / 2.0 - radius;
        let is_new = taken.iter().all(|&(other, at)| {
            angle_between(angle, other).abs() > 0.1 || (offset - at).abs() > 7.0
        });
        if is_new {
            taken.push((angle, offset));
            if taken.len() == CANDIDATES {
                break;
            }
        }
    }
    let mut lines: Vec<Line> = choose(&taken)
        .into_iter()
        .filter_map(|(angle, offset)| {
            let offset = offset + cx * angle.cos() + cy * angle.sin();
            Line::fit(edges, angle, offset)
        })
        .collect();
    let borders = [
        (0.0, 0.0),
        (0.0, edges.width - 1.0),
        (PI / 2.0, 0.0),
        (PI / 2.0, edges.height - 1.0),
    ];
    lines.extend(borders.map(|(angle, offset)| Line {
        angle,
        offset,
        border: true,
        sums: Vec::new(),
        start: 0.0,
    }));
    lines
}

/// Chooses the lines to keep from candidates sorted by strength: the outermost ones of the main
/// directions, then the strongest.
fn choose(taken: &[(f32, f32)]) -> Vec<(f32, f32)> {
    // The candidates of each direction, by their offset along its normal.
    let mut groups: Vec<(f32, Vec<(f32, usize)>)> = Vec::new();
    for (order, &(angle, offset)) in taken.iter().enumerate() {
        let along = |group: f32| {
            let lean = angle_between(angle, group);
            if lean.abs() < SAME_DIRECTION {
                Some(offset)
            } else {
                (PI - lean.abs() < SAME_DIRECTION).then_some(-offset)
            }
        };
        let home = groups
            .iter_mut()
            .find_map(|(group, lines)| Some((along(*group)?, lines)));
        match home {
            Some((offset, lines)) => lines.push((offset, order)),
            None => groups.push((angle, vec![(offset, order)])),
        }
    }
    let mut kept = vec![false; taken.len()];
    for (_, lines) in groups.iter_mut().take(DIRECTIONS) {
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ends = lines
            .iter()
            .take(OUTERMOST)
            .chain(lines.iter().rev().take(OUTERMOST));
        for &(_, order) in ends {
            kept[order] = true;
        }
    }
    let mut left = MAX_LINES.saturating_sub(kept.iter().filter(|&&is| is).count());
    for is_kept in &mut kept {
        if !*is_kept && left > 0 {
            *is_kept = true;
            left -= 1;
        }
    }
    let both = taken.iter().zip(kept);
    both.filter_map(|(&line, is_kept)| is_kept.then_some(line))
        .collect()
}

/// Returns the difference of two angles, −π to π.
pub(super) fn angle_between(a: f32, b: f32) -> f32 {
    let difference = (a - b).rem_euclid(TAU);
    if difference > PI {
        difference - TAU
    } else {
        difference
    }
}

impl Line {
    /// Fits the line to the edges on it, and computes its support. Returns `None` if too few edges
    /// are left.
    fn fit(edges: &Edges, angle: f32, offset: f32) -> Option<Self> {
        let mut line = Self {
            angle,
            offset,
            border: false,
            sums: Vec::new(),
            start: 0.0,
        };
        for near in [2.0 * MAX_DISTANCE, MAX_DISTANCE] {
            line.refit(edges, near)?;
        }
        line.count(edges);
        Some(line)
    }

    fn on(&self, edge: &Edge, near: f32) -> bool {
        let (sin, cos) = self.angle.sin_cos();
        (edge.x * cos + edge.y * sin - self.offset).abs() <= near
            && angle_between(edge.angle, self.angle).abs() <= MAX_ANGLE
    }

    /// Fits by total least squares over the edges near the line.
    fn refit(&mut self, edges: &Edges, near: f32) -> Option<()> {
        let (mut n, mut sx, mut sy) = (0.0_f64, 0.0_f64, 0.0_f64);
        let (mut sxx, mut sxy, mut syy) = (0.0_f64, 0.0_f64, 0.0_f64);
        for edge in edges.all.iter().filter(|edge| self.on(edge, near)) {
            let (x, y) = (f64::from(edge.x), f64::from(edge.y));
            n += 1.0;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
            syy += y * y;
        }
        if n < 8.0 {
            return None;
        }
        let (mx, my) = (sx / n, sy / n);
        let (vxx, vxy, vyy) = (sxx / n - mx * mx, sxy / n - mx * my, syy / n - my * my);
        // The normal is the direction of least variance, with the sign that it had before.
        let along = 0.5 * (2.0 * vxy).atan2(vxx - vyy);
        let mut normal = (along + std::f64::consts::FRAC_PI_2) as f32;
        if angle_between(normal, self.angle).abs() > PI / 2.0 {
            normal += PI;
        }
        self.angle = angle_between(normal, 0.0);
        self.offset = (mx * f64::from(self.angle.cos()) + my * f64::from(self.angle.sin())) as f32;
        Some(())
    }

    /// Counts the edges along the line.
    fn count(&mut self, edges: &Edges) {
        let (sin, cos) = self.angle.sin_cos();
        let reach = edges.width.hypot(edges.height);
        let mut covered = vec![false; 2 * reach as usize + 3];
        self.start = -reach;
        // Both directions count, because a dark stripe at the side of a bright card reverses the
        // gradient.
        let turned_round = Self {
            angle: self.angle + PI,
            offset: -self.offset,
            border: false,
            sums: Vec::new(),
            start: 0.0,
        };
        let is_on =
            |edge: &&Edge| self.on(edge, MAX_DISTANCE) || turned_round.on(edge, MAX_DISTANCE);
        for edge in edges.all.iter().filter(is_on) {
            let at = (edge.y * cos - edge.x * sin + reach) as usize;
            let from = at.saturating_sub(EDGE_REACH);
            let to = (at + EDGE_REACH + 1).min(covered.len());
            covered[from.min(to)..to].fill(true);
        }
        let mut sum = 0;
        self.sums = std::iter::once(0)
            .chain(covered.iter().map(|&is| {
                sum += u16::from(is);
                sum
            }))
            .collect();
    }

    /// Returns the fraction of the line between two of its places that has an edge, 0 to 1.
    pub(super) fn support(&self, from: f32, to: f32) -> f32 {
        let index =
            |at: f32| ((at - self.start).max(0.0) as usize).min(self.sums.len().saturating_sub(1));
        let (from, to) = (index(from.min(to)), index(from.max(to)));
        if to <= from {
            return 0.0;
        }
        f32::from(self.sums[to] - self.sums[from]) / (to - from) as f32
    }

    /// Returns the place of a point along the line.
    pub(super) fn along(&self, p: Point) -> f32 {
        let (sin, cos) = self.angle.sin_cos();
        p.y as f32 * cos - p.x as f32 * sin
    }

    /// Returns the signed distance of a point, positive on the brighter side.
    pub(super) fn distance(&self, p: Point) -> f32 {
        let (sin, cos) = self.angle.sin_cos();
        p.x as f32 * cos + p.y as f32 * sin - self.offset
    }

    /// Returns the intersection of two lines, or `None` if they are parallel within about 9
    /// degrees.
    pub(super) fn meet(&self, other: &Self) -> Option<Point> {
        let (s1, c1) = self.angle.sin_cos();
        let (s2, c2) = other.angle.sin_cos();
        let det = c1 * s2 - s1 * c2;
        if det.abs() < 0.15 {
            return None;
        }
        let x = (self.offset * s2 - other.offset * s1) / det;
        let y = (other.offset * c1 - self.offset * c2) / det;
        Some(Point::new(f64::from(x), f64::from(y)))
    }
}

//! Finds the four lines that bound a document: the combination that the edges support best.

use super::edges::Edges;
use super::lines::{Line, angle_between};
use crate::{Point, Quad};

/// The best four lines.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// The sides in order around the document; side i runs from corner i to corner i + 1.
    pub(super) sides: [Line; 4],
    pub(super) corners: [Point; 4],
    /// The fraction of the visible outline on edges, 0 to 1.
    pub(super) coverage: f64,
    /// The fraction of the weakest visible side on edges, 0 to 1.
    pub(super) weakest: f64,
    /// How far sides continue beyond their corners: 0 to 1 for each end of each side, 8 in all.
    pub(super) overshoot: f64,
}

/// The minimum fraction of the frame that a document takes, and that one of a shape that was asked
/// for takes.
const MIN_AREA: f64 = 0.07;
const MIN_AREA_SHAPED: f64 = 0.035;
/// A quad smaller than this fraction is a picture or a box on the document if most edges lie
/// outside it.
const SMALL_AREA: f64 = 0.3;
const MIN_INSIDE: f64 = 0.4;
/// How far a corner may lie outside the frame, as a fraction of its longer side.
const MAX_OUTSIDE: f64 = 0.12;
/// The maximum angle between opposite sides, in radians.
const MAX_LEAN: f32 = 0.6;
/// The score of a side that the frame cuts, which is neither seen nor contradicted.
const CUT_SIDE_SCORE: f32 = 0.45;
/// The minimum fraction of the outline on edges, both in all and on the weakest visible side.
const MIN_COVERAGE: f32 = 0.62;
const MIN_SIDE_COVERAGE: f32 = 0.3;
/// The same if two sides are cut, because only the other two support the outline.
const MIN_COVERAGE_CUT: f32 = 0.8;

/// A quad has a shape if the logarithm of the ratio of its sides differs by no more than this.
const SAME_SHAPE: f64 = 0.085;
/// The factor of a quad of another shape than those that were asked for, and of one that the frame
/// cuts, whose shape is not visible.
const OTHER_SHAPE: f32 = 0.55;
const UNSEEN_SHAPE: f32 = 0.75;
/// The cost of an end of a side that continues beyond its corner, and the same if shapes were asked
/// for, since the search is then for one document on any table, which may be full of lines.
const OVERSHOOT_COST: f32 = 0.06;
const OVERSHOOT_COST_SHAPED: f32 = 0.1;
/// A small quad of the right shape is the document if its outline is at least as clear as this.
const CLEAR_COVERAGE: f32 = 0.85;
const CLEAR_OVERSHOOT: f32 = 1.6;

/// Tries all combinations of two pairs of roughly parallel lines. With `shapes`, the ratios of the
/// longer side to the shorter that documents have, a quad of one of them is preferred.
pub(super) fn best(lines: &[Line], edges: &Edges, shapes: &[f64]) -> Option<Outline> {
    let n = lines.len();
    let frame = Frame {
        width: f64::from(edges.width) - 1.0,
        height: f64::from(edges.height) - 1.0,
    };
    let mut meets: Vec<Option<Point>> = vec![None; n * n];
    for i in 0..n {
        for j in i + 1..n {
            let at = lines[i].meet(&lines[j]).filter(|&p| frame.is_near(p));
            (meets[i * n + j], meets[j * n + i]) = (at, at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for i in 0..n {
        for j in i + 1..n {
            let lean = angle_between(lines[i].angle, lines[j].angle).abs();
            let lean = lean.min(std::f32::consts::PI - lean);
            if lean <= MAX_LEAN && !(lines[i].border && lines[j].border) {
                pairs.push((i, j));
            }
        }
    }
    let mut best: Option<(f32, [usize; 4])> = None;
    for (at, &(i, j)) in pairs.iter().enumerate() {
        for &(k, l) in &pairs[at + 1..] {
            if i == k || i == l || j == k || j == l {
                continue;
            }
            let sides = [i, k, j, l];
            let corners = [
                meets[l * n + i],
                meets[i * n + k],
                meets[k * n + j],
                meets[j * n + l],
            ];
            let [Some(a), Some(b), Some(c), Some(d)] = corners else {
                continue;
            };
            let scored = score(sides.map(|side| &lines[side]), [a, b, c, d], &frame, shapes);
            if let Some(scored) = scored
                && best.is_none_or(|(known, _)| scored.score > known)
            {
                best = Some((scored.score, sides));
            }
        }
    }
    let (_, sides) = best?;
    let [i, k, j, l] = sides;
    let corners = [
        meets[l * n + i]?,
        meets[i * n + k]?,
        meets[k * n + j]?,
        meets[j * n + l]?,
    ];
    let quad = Quad(corners);
    let lines = sides.map(|side| &lines[side]);
    let scored = score(lines, corners, &frame, shapes)?;
    let is_whole = lines.iter().all(|line| !line.border);
    let is_clear = is_whole
        && has_shape(&quad, shapes)
        && scored.coverage >= CLEAR_COVERAGE
        && scored.overshoot <= CLEAR_OVERSHOOT;
    let is_small = quad.area() < SMALL_AREA * frame.width * frame.height;
    if is_small && !is_clear && share_inside(&quad, edges) < MIN_INSIDE {
        return None;
    }
    Some(Outline {
        sides: lines.map(Line::clone),
        corners,
        coverage: f64::from(scored.coverage),
        weakest: f64::from(scored.weakest),
        overshoot: f64::from(scored.overshoot),
    })
}

/// Returns by how much a quad differs from the most similar shape; infinite without shapes.
fn off_shape(quad: &Quad, shapes: &[f64]) -> f64 {
    let (width, height) = (quad.width().max(1e-9), quad.height().max(1e-9));
    let ratio = (width / height).max(height / width);
    let off = shapes.iter().map(|shape| (ratio / shape).ln().abs());
    off.fold(f64::INFINITY, f64::min)
}

fn has_shape(quad: &Quad, shapes: &[f64]) -> bool {
    off_shape(quad, shapes) <= SAME_SHAPE
}

/// Returns the fraction of the edges that lie in a slightly enlarged quad.
fn share_inside(quad: &Quad, edges: &Edges) -> f64 {
    let centre = quad.centre();
    let larger = Quad(quad.0.map(|p| centre.towards(p, 1.05)));
    let is_inside = |x: f32, y: f32| larger.contains(Point::new(f64::from(x), f64::from(y)));
    let inside = edges
        .all
        .iter()
        .filter(|edge| is_inside(edge.x, edge.y))
        .count();
    inside as f64 / edges.all.len().max(1) as f64
}

#[derive(Debug)]
struct Frame {
    width: f64,
    height: f64,
}

impl Frame {
    fn is_near(&self, p: Point) -> bool {
        let margin = MAX_OUTSIDE * self.width.max(self.height);
        (-margin..=self.width + margin).contains(&p.x)
            && (-margin..=self.height + margin).contains(&p.y)
    }

    /// Returns the part of a side inside the frame, or `None` if there is none.
    fn clip(&self, a: Point, b: Point) -> Option<(Point, Point)> {
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        for (start, step, limit) in [(a.x, b.x - a.x, self.width), (a.y, b.y - a.y, self.height)] {
            if step.abs() < 1e-9 {
                if start < 0.0 || start > limit {
                    return None;
                }
                continue;
            }
            let (p, q) = (-start / step, (limit - start) / step);
            from = from.max(p.min(q));
            to = to.min(p.max(q));
        }
        (from < to).then(|| (a.towards(b, from), a.towards(b, to)))
    }
}

/// The score of four lines in order.
#[derive(Debug, Clone, Copy)]
struct Scored {
    score: f32,
    /// The fraction of the visible outline on edges, in all and on the weakest side.
    coverage: f32,
    weakest: f32,
    overshoot: f32,
}

/// Returns the score of four lines in order, or `None` if they cannot bound a document.
fn score(sides: [&Line; 4], corners: [Point; 4], frame: &Frame, shapes: &[f64]) -> Option<Scored> {
    let quad = Quad(corners);
    let share = quad.area() / (frame.width * frame.height);
    let borders = sides.iter().filter(|side| side.border).count();
    let off = off_shape(&quad, shapes);
    let least_area = if borders == 0 && off <= SAME_SHAPE {
        MIN_AREA_SHAPED
    } else {
        MIN_AREA
    };
    if share < least_area || !is_convex(&corners) {
        return None;
    }
    let aspect = quad.width() / quad.height().max(1e-9);
    if !(0.35..=2.9).contains(&aspect) {
        return None;
    }
    if borders > 2 {
        return None;
    }
    let centre = quad.centre();
    let (mut whole, mut on_edges, mut seen, mut seen_edges) = (0.0, 0.0, 0.0, 0.0);
    let (mut weakest, mut brighter, mut darker, mut overshoot) = (1.0_f32, 0, 0, 0.0);
    for (i, side) in sides.iter().enumerate() {
        let (a, b) = (corners[i], corners[(i + 1) % 4]);
        let Some((from, to)) = frame.clip(a, b) else {
            // A side that is completely outside was not seen; the border of the frame should
            // replace it.
            return None;
        };
        let length = from.distance(to) as f32;
        whole += length;
        if side.border {
            on_edges += CUT_SIDE_SCORE * length;
            continue;
        }
        let (from, to) = (side.along(from), side.along(to));
        let covered = side.support(from, to);
        on_edges += covered * length;
        seen += length;
        seen_edges += covered * length;
        weakest = weakest.min(covered);
        if side.distance(centre) > 0.0 {
            brighter += 1;
        } else {
            darker += 1;
        }
        // A document's edge ends at its corner, while that of a table or of an inner frame
        // continues.
        let past = (to - from) * 0.2;
        overshoot += side.support(to + past * 0.15, to + past).max(0.0)
            + side.support(from - past, from - past * 0.15).max(0.0);
    }
    let coverage = seen_edges / seen.max(1.0);
    let least = if borders == 2 {
        MIN_COVERAGE_CUT
    } else {
        MIN_COVERAGE
    };
    if coverage < least || weakest < MIN_SIDE_COVERAGE {
        return None;
    }
    let (shape, runs_on) = if shapes.is_empty() {
        (1.0, OVERSHOOT_COST)
    } else if borders > 0 {
        (UNSEEN_SHAPE, OVERSHOOT_COST_SHAPED)
    } else {
        let near = (-(off / SAME_SHAPE).powi(2)).exp() as f32;
        (
            OTHER_SHAPE + (1.0 - OTHER_SHAPE) * near,
            OVERSHOOT_COST_SHAPED,
        )
    };
    let mixed = brighter.min(darker) as f32 / (brighter + darker).max(1) as f32;
    let score = (on_edges / whole.max(1.0))
        * (0.6 + 0.4 * weakest)
        * (1.0 - 0.8 * mixed)
        * (1.0 - runs_on * overshoot)
        * (share as f32).powf(0.35)
        * shape;
    Some(Scored {
        score,
        coverage,
        weakest,
        overshoot,
    })
}

fn is_convex(corners: &[Point; 4]) -> bool {
    let turn = |i: usize| {
        let (a, b, c) = (corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]);
        (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x)
    };
    let turns = [turn(0), turn(1), turn(2), turn(3)];
    turns.iter().all(|&t| t > 0.0) || turns.iter().all(|&t| t < 0.0)
}

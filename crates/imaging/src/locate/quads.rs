//! Four lines that bound a document: the combination that the edges speak for most.

use super::edges::Edges;
use super::lines::{Line, turned};
use crate::{Point, Quad};

/// The best four lines.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// In order around the document; side i runs from corner i to corner i + 1.
    pub(super) sides: [Line; 4],
    pub(super) corners: [Point; 4],
    /// Share of the visible outline on edges, 0 to 1.
    pub(super) coverage: f64,
    /// The share of edges on the weakest side that is seen, 0 to 1.
    pub(super) weakest: f64,
    /// How far sides run on beyond their corners: 0 to 1 for each end of each side, 8 in all.
    pub(super) overshoot: f64,
}

/// Least share of the frame that a document takes, and one of a shape that was asked for.
const LEAST_AREA: f64 = 0.07;
const LEAST_AREA_SHAPED: f64 = 0.035;
/// A quad smaller than this is a picture or a box on the document if most edges lie outside it.
const SMALL: f64 = 0.3;
const LEAST_INSIDE: f64 = 0.4;
/// A corner may lie outside the frame by this share of its longer side.
const OUTSIDE: f64 = 0.12;
/// Opposite sides lean towards each other by no more than this, in radians.
const LEAN: f32 = 0.6;
/// What a side that the frame cuts counts for: it is not seen, and not contradicted.
const CUT: f32 = 0.45;
/// The share of the outline that must lie on edges, in all and on the weakest side that is seen.
const LEAST_COVERAGE: f32 = 0.62;
const LEAST_SIDE: f32 = 0.3;
/// With two sides cut there are only two that speak, so they must speak clearly.
const LEAST_COVERAGE_CUT: f32 = 0.8;

/// A quad has a shape if its sides' ratio is off by no more than this factor's logarithm.
const ALIKE: f64 = 0.085;
/// What counts for a quad of a shape that was asked for: one of another shape counts for less, and
/// one that the frame cuts has no shape that is seen.
const OTHER_SHAPE: f32 = 0.55;
const UNSEEN_SHAPE: f32 = 0.75;
/// What an end of a side that runs on costs, and where shapes were asked for: then the search is
/// for one document on any table, which may be full of lines.
const RUNS_ON: f32 = 0.06;
const RUNS_ON_SHAPED: f32 = 0.1;
/// A small quad of the right shape is the document if its outline is as clear as this.
const CLEAR_COVERAGE: f32 = 0.85;
const CLEAR_OVERSHOOT: f32 = 1.6;

/// Tries all pairs of roughly parallel lines against each other. With `shapes`, the ratios of the
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
            let lean = turned(lines[i].angle, lines[j].angle).abs();
            let lean = lean.min(std::f32::consts::PI - lean);
            if lean <= LEAN && !(lines[i].border && lines[j].border) {
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
    let is_small = quad.area() < SMALL * frame.width * frame.height;
    if is_small && !is_clear && share_inside(&quad, edges) < LEAST_INSIDE {
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

/// By how much a quad differs from the most similar shape; infinite without shapes.
fn off_shape(quad: &Quad, shapes: &[f64]) -> f64 {
    let (width, height) = (quad.width().max(1e-9), quad.height().max(1e-9));
    let ratio = (width / height).max(height / width);
    let off = shapes.iter().map(|shape| (ratio / shape).ln().abs());
    off.fold(f64::INFINITY, f64::min)
}

fn has_shape(quad: &Quad, shapes: &[f64]) -> bool {
    off_shape(quad, shapes) <= ALIKE
}

/// The share of the edges that lie in a quad, a little enlarged.
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
        let margin = OUTSIDE * self.width.max(self.height);
        (-margin..=self.width + margin).contains(&p.x)
            && (-margin..=self.height + margin).contains(&p.y)
    }

    /// The part of a side inside the frame; `None` if there is none.
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

/// What speaks for four lines in order.
#[derive(Debug, Clone, Copy)]
struct Scored {
    score: f32,
    /// The share of the seen outline on edges, in all and on the weakest side.
    coverage: f32,
    weakest: f32,
    overshoot: f32,
}

/// How much speaks for four lines in order. `None` if they cannot bound a document.
fn score(sides: [&Line; 4], corners: [Point; 4], frame: &Frame, shapes: &[f64]) -> Option<Scored> {
    let quad = Quad(corners);
    let share = quad.area() / (frame.width * frame.height);
    let borders = sides.iter().filter(|side| side.border).count();
    let off = off_shape(&quad, shapes);
    let least_area = if borders == 0 && off <= ALIKE {
        LEAST_AREA_SHAPED
    } else {
        LEAST_AREA
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
            // A side wholly outside was not seen, and the frame's border should stand for it.
            return None;
        };
        let length = from.distance(to) as f32;
        whole += length;
        if side.border {
            on_edges += CUT * length;
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
        // A document's edge ends at its corner; that of a table or of an inner frame runs on.
        let past = (to - from) * 0.2;
        overshoot += side.support(to + past * 0.15, to + past).max(0.0)
            + side.support(from - past, from - past * 0.15).max(0.0);
    }
    let coverage = seen_edges / seen.max(1.0);
    let least = if borders == 2 {
        LEAST_COVERAGE_CUT
    } else {
        LEAST_COVERAGE
    };
    if coverage < least || weakest < LEAST_SIDE {
        return None;
    }
    let (shape, runs_on) = if shapes.is_empty() {
        (1.0, RUNS_ON)
    } else if borders > 0 {
        (UNSEEN_SHAPE, RUNS_ON_SHAPED)
    } else {
        let near = (-(off / ALIKE).powi(2)).exp() as f32;
        (OTHER_SHAPE + (1.0 - OTHER_SHAPE) * near, RUNS_ON_SHAPED)
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

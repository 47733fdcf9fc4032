//! Refines corners to a fraction of a pixel by fitting each side again on the larger picture.

use super::lines::Line;
use super::quads::Outline;
use crate::{Luma, Point, Quad};

/// The number of places along a side at which its edge is searched for.
const SAMPLES: usize = 56;
/// The minimum number of places that agree. With fewer, the side stays where it was.
const MIN_AGREEING: usize = 16;

/// Returns the corners in pixels of `fine`, which is `scale` times as large as the picture of the
/// outline, or `None` if two refined sides do not meet.
pub(super) fn corners(fine: &Luma, outline: &Outline, scale: f64) -> Option<Quad> {
    let sides: Vec<Fit> = (0..4)
        .map(|i| {
            let (from, to) = (outline.corners[i], outline.corners[(i + 1) % 4]);
            let grown = |p: Point| Point::new((p.x + 0.5) * scale - 0.5, (p.y + 0.5) * scale - 0.5);
            side(fine, &outline.sides[i], grown(from), grown(to), scale)
        })
        .collect();
    let corner = |i: usize| sides[(i + 3) % 4].meet(&sides[i]);
    Some(Quad([corner(0)?, corner(1)?, corner(2)?, corner(3)?]))
}

/// A line through a point.
#[derive(Debug, Clone, Copy)]
struct Fit {
    at: Point,
    /// The unit vector along the line.
    along: (f64, f64),
}

impl Fit {
    fn through(a: Point, b: Point) -> Self {
        let length = a.distance(b).max(1e-9);
        Self {
            at: a,
            along: ((b.x - a.x) / length, (b.y - a.y) / length),
        }
    }

    fn distance(&self, p: Point) -> f64 {
        (p.y - self.at.y) * self.along.0 - (p.x - self.at.x) * self.along.1
    }

    fn meet(&self, other: &Self) -> Option<Point> {
        let det = self.along.0 * other.along.1 - self.along.1 * other.along.0;
        if det.abs() < 1e-3 {
            return None;
        }
        let (dx, dy) = (other.at.x - self.at.x, other.at.y - self.at.y);
        let t = (dx * other.along.1 - dy * other.along.0) / det;
        Some(Point::new(
            self.at.x + t * self.along.0,
            self.at.y + t * self.along.1,
        ))
    }
}

fn side(fine: &Luma, line: &Line, from: Point, to: Point, scale: f64) -> Fit {
    let rough = Fit::through(from, to);
    if line.border {
        return rough;
    }
    // The normal points to the brighter side, like the line's own.
    let normal = (f64::from(line.angle.cos()), f64::from(line.angle.sin()));
    let reach = (1.5 * scale + 1.5).ceil() as i32;
    let found: Vec<Point> = (0..SAMPLES)
        .filter_map(|place| {
            let at = from.towards(to, 0.04 + 0.92 * place as f64 / (SAMPLES - 1) as f64);
            steepest(fine, at, normal, rough.along, reach)
        })
        .collect();
    fit_line(&found, rough, f64::from(reach)).unwrap_or(rough)
}

/// Returns where the grey rises most along the normal, or `None` outside the picture or if it rises
/// nowhere.
fn steepest(
    fine: &Luma,
    at: Point,
    normal: (f64, f64),
    along: (f64, f64),
    reach: i32,
) -> Option<Point> {
    let point = |step: f64| Point::new(at.x + normal.0 * step, at.y + normal.1 * step);
    let (first, last) = (point(f64::from(-reach)), point(f64::from(reach)));
    let is_inside = |p: Point| {
        p.x >= 0.0 && p.y >= 0.0 && p.x < f64::from(fine.width()) && p.y < f64::from(fine.height())
    };
    if !is_inside(first) || !is_inside(last) {
        return None;
    }
    // Averaging three samples along the edge reduces the noise.
    let grey = |step: f64| {
        let p = point(step);
        [-1.5, 0.0, 1.5]
            .iter()
            .map(|aside| {
                fine.sample(
                    (p.x + along.0 * aside) as f32,
                    (p.y + along.1 * aside) as f32,
                )
            })
            .sum::<f32>()
    };
    let greys: Vec<f32> = (-reach - 1..=reach + 1)
        .map(|step| grey(f64::from(step)))
        .collect();
    let rises: Vec<f32> = greys.windows(3).map(|w| w[2] - w[0]).collect();
    let (best, &rise) = rises.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    if rise < 6.0 {
        return None;
    }
    let beside = |i: Option<usize>| i.and_then(|i| rises.get(i)).copied().unwrap_or(rise);
    let (before, after) = (beside(best.checked_sub(1)), beside(Some(best + 1)));
    let bend = before + after - 2.0 * rise;
    let shift = if bend < -1e-3 {
        0.5 * (before - after) / bend
    } else {
        0.0
    };
    Some(point(
        best as f64 - f64::from(reach) + f64::from(shift.clamp(-0.5, 0.5)),
    ))
}

/// Fits by least squares, leaving out the worst points twice. Returns `None` if too few are left,
/// or if the result is too far away.
fn fit_line(points: &[Point], rough: Fit, reach: f64) -> Option<Fit> {
    let (mut kept, mut line) = (points.to_vec(), rough);
    for _ in 0..3 {
        if kept.len() < MIN_AGREEING {
            return None;
        }
        line = least_squares(&kept)?;
        let mut errors: Vec<f64> = kept.iter().map(|&p| line.distance(p).abs()).collect();
        errors.sort_by(f64::total_cmp);
        let limit = (errors[errors.len() / 2] * 2.5).max(0.7);
        kept.retain(|&p| line.distance(p).abs() <= limit);
    }
    let is_near = |share: f64| {
        let (a, b) = (points.first(), points.last());
        match (a, b) {
            (Some(&a), Some(&b)) => line.distance(a.towards(b, share)).abs() <= 2.0 * reach,
            _ => false,
        }
    };
    (is_near(0.0) && is_near(1.0)).then_some(line)
}

fn least_squares(points: &[Point]) -> Option<Fit> {
    let n = points.len() as f64;
    let mean = Point::new(
        points.iter().map(|p| p.x).sum::<f64>() / n,
        points.iter().map(|p| p.y).sum::<f64>() / n,
    );
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for p in points {
        let (dx, dy) = (p.x - mean.x, p.y - mean.y);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    (xx + yy > 1e-6).then(|| Fit {
        at: mean,
        along: (angle.cos(), angle.sin()),
    })
}

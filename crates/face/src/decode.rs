//! From the numbers that YuNet answers to faces.

use imaging::Point;
use nets::Tensor;

use crate::found::{Bounds, Face, Marks};

/// Pixels between neighbouring places of the three grids.
pub(crate) const STRIDES: [usize; 3] = [8, 16, 32];

/// The most candidates that are compared with each other.
const MOST_CANDIDATES: usize = 512;

/// Two boxes that cover more than this share of what either covers are one face.
const SAME_FACE: f64 = 0.3;

/// Faces with at least this score, the most certain first, from the outputs of one grid each:
/// classes, objectness, boxes and marks for every place. `None` if the outputs are not of that
/// shape.
pub(crate) fn faces(
    outputs: &[[&Tensor; 4]; 3],
    padded_width: usize,
    least_score: f32,
) -> Option<Vec<Face>> {
    let mut candidates = Vec::new();
    for (stride, [classes, objects, boxes, marks]) in STRIDES.into_iter().zip(outputs) {
        let columns = padded_width / stride;
        let count = classes.data().len();
        let fits = objects.data().len() == count
            && boxes.data().len() == count * 4
            && marks.data().len() == count * 10;
        if !fits || columns == 0 {
            return None;
        }
        let parameters = boxes.data().as_chunks::<4>().0.iter();
        let parameters = parameters.zip(marks.data().as_chunks::<10>().0);
        let scores = classes.data().iter().zip(objects.data());
        for (at, ((class, object), (bounds, marks))) in scores.zip(parameters).enumerate() {
            let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
            if score >= least_score {
                let place = [(at % columns) as f32, (at / columns) as f32];
                candidates.extend(face(score, place, stride as f32, *bounds, *marks));
            }
        }
    }
    candidates.sort_by(|a: &Face, b| b.score.total_cmp(&a.score));
    candidates.truncate(MOST_CANDIDATES);
    let mut kept: Vec<Face> = Vec::new();
    for candidate in candidates {
        let is_new = kept
            .iter()
            .all(|face| face.bounds.overlap(&candidate.bounds) <= SAME_FACE);
        if is_new {
            kept.push(candidate);
        }
    }
    Some(kept)
}

/// One face, unless a number of it is not finite.
fn face(
    score: f32,
    [column, row]: [f32; 2],
    stride: f32,
    [x, y, width, height]: [f32; 4],
    [rx, ry, lx, ly, nx, ny, rmx, rmy, lmx, lmy]: [f32; 10],
) -> Option<Face> {
    let point = |x: f32, y: f32| {
        let (x, y) = ((x + column) * stride, (y + row) * stride);
        Point::new(x.into(), y.into())
    };
    let (width, height) = (width.exp() * stride, height.exp() * stride);
    let middle = point(x, y);
    let bounds = Bounds {
        left: middle.x - f64::from(width) / 2.0,
        top: middle.y - f64::from(height) / 2.0,
        width: width.into(),
        height: height.into(),
    };
    let marks = Marks {
        right_eye: point(rx, ry),
        left_eye: point(lx, ly),
        nose: point(nx, ny),
        right_mouth: point(rmx, rmy),
        left_mouth: point(lmx, lmy),
    };
    let is_finite = marks.points().iter().all(|p| (p.x + p.y).is_finite())
        && (bounds.left + bounds.top + bounds.width + bounds.height).is_finite();
    is_finite.then_some(Face {
        bounds,
        marks,
        score,
    })
}

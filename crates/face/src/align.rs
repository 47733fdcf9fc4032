//! Turns, scales and moves a face so that its marks lie where the embedder learned them.

use imaging::{Picture, Point};

use crate::chip::{CHIP, Chip};
use crate::found::Marks;
use crate::sampling::Samples;

/// Where the five marks of a face lie on a chip, in the order of [`Marks::points`]. Every embedder
/// that follows ArcFace was trained with these places.
pub(crate) const PLACES: [[f64; 2]; 5] = [
    [38.2946, 51.6963],
    [73.5318, 51.5014],
    [56.0252, 71.7366],
    [41.5493, 92.3655],
    [70.7299, 92.2041],
];

/// The most samples along each axis of one pixel of the chip.
const MOST_SAMPLES: f64 = 8.0;

/// Cuts a face out of its picture by its marks, or returns `None` if the marks do not span a face
/// or the picture has no pixels.
///
/// The marks are brought to their places by a similarity (a turn, a scaling and a shift) in least
/// squares, so that no face is stretched. Where the picture ends, the chip is black.
///
/// ```
/// use imaging::{Luma, Picture, Point};
///
/// let picture = Picture::from_luma(Luma::filled(200, 200, 90));
/// let at = Point::new;
/// let marks = face::Marks {
///     right_eye: at(80.0, 80.0),
///     left_eye: at(120.0, 80.0),
///     nose: at(100.0, 102.0),
///     right_mouth: at(84.0, 126.0),
///     left_mouth: at(116.0, 126.0),
/// };
/// let chip = face::align(&picture, &marks).unwrap();
/// assert_eq!(chip.rgb()[0], 90);
/// ```
#[must_use]
pub fn align(picture: &Picture, marks: &Marks) -> Option<Chip> {
    let samples = Samples::of(picture)?;
    Chip::from_rgb(cut(samples, Similarity::to_chip(marks)?, CHIP))
}

/// The square of this side that a similarity makes of a picture: red, green and blue of each pixel,
/// row after row.
pub(crate) fn cut(samples: Samples<'_>, map: Similarity, side: usize) -> Vec<u8> {
    let map = map.inverse();
    let per_axis = map.scale().ceil().clamp(1.0, MOST_SAMPLES);
    let count = per_axis as usize;
    let offset = |i: usize| (i as f64 + 0.5) / per_axis - 0.5;
    let mut rgb = Vec::with_capacity(side * side * 3);
    for y in 0..side {
        for x in 0..side {
            let mut sum = [0.0_f32; 3];
            for down in 0..count {
                for across in 0..count {
                    let at = Point::new(x as f64 + offset(across), y as f64 + offset(down));
                    let at = map.apply(at);
                    for (sum, value) in sum.iter_mut().zip(samples.between(at.x, at.y)) {
                        *sum += value;
                    }
                }
            }
            let samples = (count * count) as f32;
            rgb.extend(sum.map(|sum| (sum / samples).round() as u8));
        }
    }
    rgb
}

/// A turn, a scaling and a shift: as complex numbers, `z → turn · z + shift`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Similarity {
    turn: Point,
    shift: Point,
}

impl Similarity {
    /// A turn by so many degrees and a scaling about a point, which comes to lie at another.
    pub(crate) fn about(from: Point, degrees: f64, scale: f64, to: Point) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let turn = Point::new(cos * scale, sin * scale);
        let turned = times(turn, from);
        Self {
            turn,
            shift: Point::new(to.x - turned.x, to.y - turned.y),
        }
    }

    /// This one, and then the other.
    pub(crate) fn then(self, other: Self) -> Self {
        Self {
            turn: times(other.turn, self.turn),
            shift: other.apply(self.shift),
        }
    }

    /// The similarity that brings the marks closest to their places.
    pub(crate) fn to_chip(marks: &Marks) -> Option<Self> {
        let from = marks.points();
        let to = PLACES.map(|[x, y]| Point::new(x, y));
        let mean = |points: &[Point; 5]| {
            let sum = |f: fn(&Point) -> f64| points.iter().map(f).sum::<f64>() / 5.0;
            Point::new(sum(|p| p.x), sum(|p| p.y))
        };
        let (from_mean, to_mean) = (mean(&from), mean(&to));
        let (mut along, mut across, mut spread) = (0.0, 0.0, 0.0);
        for (p, q) in from.iter().zip(&to) {
            let (px, py) = (p.x - from_mean.x, p.y - from_mean.y);
            let (qx, qy) = (q.x - to_mean.x, q.y - to_mean.y);
            along += px * qx + py * qy;
            across += px * qy - py * qx;
            spread += px * px + py * py;
        }
        let turn = Point::new(along / spread, across / spread);
        let size = turn.x.hypot(turn.y);
        if !size.is_finite() || !(1e-6..=1e6).contains(&size) {
            return None;
        }
        let turned = times(turn, from_mean);
        let shift = Point::new(to_mean.x - turned.x, to_mean.y - turned.y);
        Some(Self { turn, shift })
    }

    pub(crate) fn inverse(self) -> Self {
        let size = self.turn.x * self.turn.x + self.turn.y * self.turn.y;
        let turn = Point::new(self.turn.x / size, -self.turn.y / size);
        let shifted = times(turn, self.shift);
        Self {
            turn,
            shift: Point::new(-shifted.x, -shifted.y),
        }
    }

    fn scale(self) -> f64 {
        self.turn.x.hypot(self.turn.y)
    }

    pub(crate) fn apply(self, p: Point) -> Point {
        let turned = times(self.turn, p);
        Point::new(turned.x + self.shift.x, turned.y + self.shift.y)
    }
}

/// The product of two complex numbers.
fn times(a: Point, b: Point) -> Point {
    Point::new(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks at their places on the chip, scaled, turned by a half turn and moved.
    fn moved() -> Marks {
        let [right_eye, left_eye, nose, right_mouth, left_mouth] =
            PLACES.map(|[x, y]| Point::new(300.0 - 2.0 * x, 400.0 - 2.0 * y));
        Marks {
            right_eye,
            left_eye,
            nose,
            right_mouth,
            left_mouth,
        }
    }

    #[test]
    fn a_similarity_is_found_and_undone() {
        let map = Similarity::to_chip(&moved()).unwrap();
        for (mark, [x, y]) in moved().points().into_iter().zip(PLACES) {
            assert!(map.apply(mark).distance(Point::new(x, y)) < 1e-9);
            assert!(map.inverse().apply(Point::new(x, y)).distance(mark) < 1e-9);
        }
        assert!((map.inverse().scale() - 2.0).abs() < 1e-9);
    }

    #[test]
    fn marks_in_one_place_are_no_face() {
        let p = Point::new(5.0, 5.0);
        let marks = Marks {
            right_eye: p,
            left_eye: p,
            nose: p,
            right_mouth: p,
            left_mouth: p,
        };
        let picture = Picture::from_luma(imaging::Luma::filled(9, 9, 0));
        assert!(align(&picture, &marks).is_none());
        let lost = Marks {
            nose: Point::new(f64::NAN, 0.0),
            ..moved()
        };
        assert!(align(&picture, &lost).is_none());
    }
}

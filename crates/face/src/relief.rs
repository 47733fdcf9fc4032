//! Whether a head turned between two frames, or only a flat picture of one.
//!
//! A sheet moves as a whole: wherever it turns, an affine map takes every mark from one frame to
//! the other. The nose of a head stands out of the plane of eyes and mouth, so it leaves that map.

use imaging::Point;

use crate::found::Marks;

/// How two frames of a face differ.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Relief {
    /// How far the nose moved sideways between the eyes, in distances between the eyes. Positive
    /// where it moved towards the person's left eye, which is right on a picture that is not
    /// mirrored.
    pub change: f64,
    /// How far the nose is from where it would be on a flat sheet, in distances between the eyes.
    pub relief: f64,
}

impl Relief {
    /// The least change of a head that turned.
    pub const CHANGE: f64 = 0.25;
    /// The least relief of a head that turned.
    pub const RELIEF: f64 = 0.12;

    /// Returns true if a head turned, by both measured bounds. A flat print or a screen does not
    /// pass; a film of a head that turns does.
    ///
    /// ```
    /// # let at = imaging::Point::new;
    /// let ahead = face::Marks { right_eye: at(30.0, 40.0), left_eye: at(70.0, 40.0),
    ///     nose: at(50.0, 60.0), right_mouth: at(36.0, 80.0), left_mouth: at(64.0, 80.0) };
    /// assert!(!face::relief(&ahead, &ahead).unwrap().is_turned_head());
    /// ```
    #[must_use]
    pub fn is_turned_head(&self) -> bool {
        self.change.abs() >= Self::CHANGE && self.relief >= Self::RELIEF
    }
}

/// Compares the marks of two frames, the first of which looks straight ahead; `None` if the marks
/// of a frame do not span a face.
///
/// ```
/// let at = imaging::Point::new;
/// let ahead = face::Marks {
///     right_eye: at(30.0, 40.0),
///     left_eye: at(70.0, 40.0),
///     nose: at(50.0, 60.0),
///     right_mouth: at(36.0, 80.0),
///     left_mouth: at(64.0, 80.0),
/// };
/// // Eyes and mouth draw together; the nose moves on.
/// let turned = face::Marks {
///     right_eye: at(36.0, 40.0),
///     left_eye: at(68.0, 40.0),
///     nose: at(66.0, 60.0),
///     right_mouth: at(41.0, 80.0),
///     left_mouth: at(63.0, 80.0),
/// };
/// assert!(face::relief(&ahead, &turned).unwrap().is_turned_head());
/// ```
#[must_use]
pub fn relief(first: &Marks, second: &Marks) -> Option<Relief> {
    let sheet = Affine::fit(first, second)?;
    let expected = sheet.apply(first.nose);
    // Turning the head draws the eyes together, but not the eyes and the mouth.
    let size = first.eyes_px() * length(second) / length(first);
    let relief = expected.distance(second.nose) / size;
    let change = sideways(second)? - sideways(first)?;
    (relief.is_finite() && change.is_finite()).then_some(Relief { change, relief })
}

/// From between the eyes to between the corners of the mouth, in pixels.
fn length(marks: &Marks) -> f64 {
    let (eyes, mouth) = middles(marks);
    eyes.distance(mouth)
}

fn middles(marks: &Marks) -> (Point, Point) {
    (
        marks.right_eye.towards(marks.left_eye, 0.5),
        marks.right_mouth.towards(marks.left_mouth, 0.5),
    )
}

/// How far the nose is beside the line from between the eyes to the middle of the mouth, along the
/// eyes and in distances between them.
pub(crate) fn sideways(marks: &Marks) -> Option<f64> {
    let (eyes, mouth) = middles(marks);
    let distance = marks.eyes_px();
    let axis = Point::new(
        (marks.left_eye.x - marks.right_eye.x) / distance,
        (marks.left_eye.y - marks.right_eye.y) / distance,
    );
    let along = |p: Point| (p.x - eyes.x) * axis.x + (p.y - eyes.y) * axis.y;
    let down = |p: Point| (p.y - eyes.y) * axis.x - (p.x - eyes.x) * axis.y;
    let share = down(marks.nose) / down(mouth);
    let beside = (along(marks.nose) - along(mouth) * share) / distance;
    beside.is_finite().then_some(beside)
}

/// `(a·x + b·y + c, d·x + e·y + f)`
#[derive(Debug, Clone, Copy)]
struct Affine([[f64; 3]; 2]);

impl Affine {
    /// The map that takes eyes and corners of the mouth closest to their places in the second
    /// frame.
    fn fit(first: &Marks, second: &Marks) -> Option<Self> {
        let corners = |marks: &Marks| {
            [
                marks.right_eye,
                marks.left_eye,
                marks.right_mouth,
                marks.left_mouth,
            ]
        };
        let (from, to) = (corners(first), corners(second));
        let mean = |points: &[Point; 4]| {
            let sum = |f: fn(&Point) -> f64| points.iter().map(f).sum::<f64>() / 4.0;
            Point::new(sum(|p| p.x), sum(|p| p.y))
        };
        let (from_mean, to_mean) = (mean(&from), mean(&to));
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        let mut sums = [[0.0; 2]; 2];
        for (p, q) in from.iter().zip(&to) {
            let (x, y) = (p.x - from_mean.x, p.y - from_mean.y);
            xx += x * x;
            xy += x * y;
            yy += y * y;
            let moved = [q.x - to_mean.x, q.y - to_mean.y];
            for (sum, value) in sums.iter_mut().zip(moved) {
                *sum = [sum[0] + x * value, sum[1] + y * value];
            }
        }
        let determinant = xx * yy - xy * xy;
        if !determinant.is_finite() || determinant < 1e-6 * xx * xx {
            return None;
        }
        let rows = sums.map(|[along, down]| {
            let x = (along * yy - down * xy) / determinant;
            let y = (down * xx - along * xy) / determinant;
            [x, y]
        });
        let [[a, b], [d, e]] = rows;
        Some(Self([
            [a, b, to_mean.x - a * from_mean.x - b * from_mean.y],
            [d, e, to_mean.y - d * from_mean.x - e * from_mean.y],
        ]))
    }

    fn apply(&self, p: Point) -> Point {
        let [x, y] = self.0.map(|[a, b, c]| a * p.x + b * p.y + c);
        Point::new(x, y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head in centimetres: the nose stands 2 in front of eyes and mouth.
    const HEAD: [[f64; 3]; 5] = [
        [-3.2, -2.0, 0.0],
        [3.2, -2.0, 0.0],
        [0.0, 1.4, -2.2],
        [-2.5, 4.4, -0.2],
        [2.5, 4.4, -0.2],
    ];

    /// The marks of a head that is turned by so many degrees, 40 cm before the camera.
    fn seen(head: [[f64; 3]; 5], degrees: f64) -> Marks {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let [right_eye, left_eye, nose, right_mouth, left_mouth] = head.map(|[x, y, z]| {
            let (x, z) = (x * cos - z * sin, x * sin + z * cos);
            let scale = 600.0 / (40.0 + z);
            Point::new(320.0 + x * scale, 240.0 + y * scale)
        });
        Marks {
            right_eye,
            left_eye,
            nose,
            right_mouth,
            left_mouth,
        }
    }

    #[test]
    fn heads_turn_and_sheets_do_not() {
        let sheet = HEAD.map(|[x, y, _]| [x, y, 0.0]);
        for degrees in [-45.0, -35.0, -25.0, 25.0, 35.0, 45.0] {
            let head = relief(&seen(HEAD, 0.0), &seen(HEAD, degrees)).unwrap();
            // `seen` moves the nose towards the left eye for positive angles.
            assert_eq!(head.change > 0.0, degrees > 0.0, "{degrees} {head:?}");
            assert!(head.relief >= Relief::RELIEF / 2.0, "{degrees} {head:?}");
            let flat = relief(&seen(sheet, 0.0), &seen(sheet, degrees)).unwrap();
            assert!(!flat.is_turned_head(), "{degrees} {flat:?}");
        }
        let head = relief(&seen(HEAD, 0.0), &seen(HEAD, 40.0)).unwrap();
        assert!(head.is_turned_head(), "{head:?}");
    }

    #[test]
    fn size_turn_and_place_of_the_frame_make_no_relief() {
        let ahead = seen(HEAD, 0.0);
        let moved = |p: Point| Point::new(500.0 - 1.5 * p.y, 30.0 + 1.5 * p.x);
        let again = Marks {
            right_eye: moved(ahead.right_eye),
            left_eye: moved(ahead.left_eye),
            nose: moved(ahead.nose),
            right_mouth: moved(ahead.right_mouth),
            left_mouth: moved(ahead.left_mouth),
        };
        let same = relief(&ahead, &again).unwrap();
        assert!(same.change.abs() < 1e-9 && same.relief < 1e-9, "{same:?}");
    }

    #[test]
    fn marks_on_a_line_say_nothing() {
        let ahead = seen(HEAD, 0.0);
        let line = Marks {
            right_mouth: ahead.right_eye,
            left_mouth: ahead.left_eye,
            ..ahead
        };
        assert_eq!(relief(&line, &ahead), None);
    }
}

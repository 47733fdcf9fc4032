//! Points, quadrilaterals and the projective map between two of them, in pixels of the upright
//! picture.

/// A place in a picture: pixels from the left and from the top; integers are pixel centres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
}

impl Point {
    /// Creates a point at `x` from the left and `y` from the top.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Returns the distance in pixels.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Returns the point at `share` of the way towards `other` (0 is here, 1 is there).
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
        )
    }
}

/// Four corners in reading order: top left, top right, bottom right, bottom left. If the thing that
/// they bound is upside down, its top left corner is at the bottom right of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// Returns the rectangle of a whole picture of `width` × `height` pixels.
    #[must_use]
    pub fn of_size(width: u32, height: u32) -> Self {
        let (right, bottom) = (f64::from(width) - 1.0, f64::from(height) - 1.0);
        Self([
            Point::new(0.0, 0.0),
            Point::new(right, 0.0),
            Point::new(right, bottom),
            Point::new(0.0, bottom),
        ])
    }

    /// Returns the area in square pixels (by the shoelace formula).
    #[must_use]
    pub fn area(&self) -> f64 {
        let [a, b, c, d] = self.0;
        let cross = |p: Point, q: Point| p.x * q.y - q.x * p.y;
        ((cross(a, b) + cross(b, c) + cross(c, d) + cross(d, a)) / 2.0).abs()
    }

    /// Returns the mean of the corners.
    #[must_use]
    pub fn centre(&self) -> Point {
        let sum = |f: fn(&Point) -> f64| self.0.iter().map(f).sum::<f64>() / 4.0;
        Point::new(sum(|p| p.x), sum(|p| p.y))
    }

    /// Returns the mean length of the top and bottom sides in pixels.
    #[must_use]
    pub fn width(&self) -> f64 {
        let [a, b, c, d] = self.0;
        f64::midpoint(a.distance(b), d.distance(c))
    }

    /// Returns the mean length of the left and right sides in pixels.
    #[must_use]
    pub fn height(&self) -> f64 {
        let [a, b, c, d] = self.0;
        f64::midpoint(a.distance(d), b.distance(c))
    }

    /// Returns true if the point is inside a convex quad or on its border.
    #[must_use]
    pub fn contains(&self, p: Point) -> bool {
        let side = |a: Point, b: Point| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        let [a, b, c, d] = self.0;
        let sides = [side(a, b), side(b, c), side(c, d), side(d, a)];
        sides.iter().all(|&s| s >= 0.0) || sides.iter().all(|&s| s <= 0.0)
    }

    /// Returns the quad with every corner multiplied by `factor`, for a resized picture.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self(self.0.map(|p| Point::new(p.x * factor, p.y * factor)))
    }

    /// Returns the quad as read after a half turn.
    #[must_use]
    pub fn half_turned(&self) -> Self {
        let [a, b, c, d] = self.0;
        Self([c, d, a, b])
    }

    /// Returns the smallest upright box around the quad: left, top, right, bottom.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        let fold = |f: fn(&Point) -> f64, pick: fn(f64, f64) -> f64, start| {
            self.0.iter().map(f).fold(start, pick)
        };
        (
            fold(|p| p.x, f64::min, f64::INFINITY),
            fold(|p| p.y, f64::min, f64::INFINITY),
            fold(|p| p.x, f64::max, f64::NEG_INFINITY),
            fold(|p| p.y, f64::max, f64::NEG_INFINITY),
        )
    }
}

/// A projective map of the plane, which is what a camera does to a flat document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([f64; 9]);

impl Homography {
    /// Returns the map from the rectangle (0, 0)–(`width`, `height`) to `quad`, corner to corner,
    /// or `None` if three corners are on a line.
    #[must_use]
    pub fn from_rectangle(width: f64, height: f64, quad: &Quad) -> Option<Self> {
        // The closed form for the unit square (Heckbert 1989), then a scaling in front of it.
        let [p0, p1, p2, p3] = quad.0;
        let (sx, sy) = (p0.x - p1.x + p2.x - p3.x, p0.y - p1.y + p2.y - p3.y);
        let (dx1, dy1) = (p1.x - p2.x, p1.y - p2.y);
        let (dx2, dy2) = (p3.x - p2.x, p3.y - p2.y);
        let det = dx1 * dy2 - dx2 * dy1;
        if !det.is_finite() || det.abs() < 1e-9 || width <= 0.0 || height <= 0.0 {
            return None;
        }
        let g = (sx * dy2 - sy * dx2) / det;
        let h = (dx1 * sy - dy1 * sx) / det;
        let map = [
            (p1.x - p0.x + g * p1.x) / width,
            (p3.x - p0.x + h * p3.x) / height,
            p0.x,
            (p1.y - p0.y + g * p1.y) / width,
            (p3.y - p0.y + h * p3.y) / height,
            p0.y,
            g / width,
            h / height,
            1.0,
        ];
        Some(Self(map))
    }

    /// Where a point goes.
    #[must_use]
    pub fn apply(&self, p: Point) -> Point {
        self.along(p.y).apply(p.x)
    }

    /// The map of one row, for going along it cheaply.
    #[must_use]
    pub(crate) fn along(&self, y: f64) -> RowMap {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        RowMap {
            scale: [a, d, g],
            offset: [b * y + c, e * y + f, h * y + i],
        }
    }
}

/// A [`Homography`] with y settled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowMap {
    scale: [f64; 3],
    offset: [f64; 3],
}

impl RowMap {
    #[inline]
    pub(crate) fn apply(&self, x: f64) -> Point {
        let [a, d, g] = self.scale;
        let [c, f, i] = self.offset;
        let w = 1.0 / (g * x + i);
        Point::new((a * x + c) * w, (d * x + f) * w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_homography_meets_its_four_corners() {
        let quad =
            Quad([(10., 20.), (210., 5.), (190., 120.), (0., 99.)].map(|(x, y)| Point::new(x, y)));
        let map = Homography::from_rectangle(50.0, 30.0, &quad).unwrap();
        let corners = [(0., 0.), (50., 0.), (50., 30.), (0., 30.)];
        for ((x, y), want) in corners.into_iter().zip(quad.0) {
            assert!(map.apply(Point::new(x, y)).distance(want) < 1e-9);
        }
    }

    #[test]
    fn corners_on_a_line_have_no_map() {
        let line = Quad([0., 1., 2., 3.].map(|x| Point::new(x, x)));
        assert_eq!(Homography::from_rectangle(1.0, 1.0, &line), None);
    }
}

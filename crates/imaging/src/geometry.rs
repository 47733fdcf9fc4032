//! Points, quadrilaterals and the projective map between two of them, in pixels of the upright
//! picture.

/// A point in a picture, in pixels from the top left. Integers are pixel centres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
}

impl Point {
    /// Creates a point at `x` pixels from the left and `y` pixels from the top.
    ///
    /// ```
    /// let point = imaging::Point::new(3.0, 4.0);
    /// assert_eq!((point.x, point.y), (3.0, 4.0));
    /// ```
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Returns the distance in pixels.
    ///
    /// ```
    /// use imaging::Point;
    ///
    /// assert_eq!(Point::new(0.0, 0.0).distance(Point::new(3.0, 4.0)), 5.0);
    /// ```
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Returns the point at `share` of the way towards `other` (0 is here, 1 is there).
    ///
    /// ```
    /// use imaging::Point;
    ///
    /// let middle = Point::new(0.0, 0.0).towards(Point::new(4.0, 8.0), 0.5);
    /// assert_eq!(middle, Point::new(2.0, 4.0));
    /// ```
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        Self::new(
            self.x + (other.x - self.x) * share,
            self.y + (other.y - self.y) * share,
        )
    }
}

/// Four corners in reading order: top left, top right, bottom right, bottom left. If what they
/// bound is upside down, its top left corner is at the bottom right of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// Returns the rectangle of a picture of `width` × `height` pixels. Its corners are the centres
    /// of the corner pixels.
    ///
    /// ```
    /// use imaging::{Point, Quad};
    ///
    /// assert_eq!(Quad::of_size(64, 48).0[0], Point::new(0.0, 0.0));
    /// ```
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
    ///
    /// ```
    /// assert_eq!(imaging::Quad::of_size(64, 48).area(), 63.0 * 47.0);
    /// ```
    #[must_use]
    pub fn area(&self) -> f64 {
        let [a, b, c, d] = self.0;
        let cross = |p: Point, q: Point| p.x * q.y - q.x * p.y;
        ((cross(a, b) + cross(b, c) + cross(c, d) + cross(d, a)) / 2.0).abs()
    }

    /// Returns the mean of the corners.
    ///
    /// ```
    /// use imaging::{Point, Quad};
    ///
    /// assert_eq!(Quad::of_size(64, 48).centre(), Point::new(31.5, 23.5));
    /// ```
    #[must_use]
    pub fn centre(&self) -> Point {
        let sum = |f: fn(&Point) -> f64| self.0.iter().map(f).sum::<f64>() / 4.0;
        Point::new(sum(|p| p.x), sum(|p| p.y))
    }

    /// Returns the mean length of the top and bottom sides in pixels.
    ///
    /// ```
    /// assert_eq!(imaging::Quad::of_size(64, 48).width(), 63.0);
    /// ```
    #[must_use]
    pub fn width(&self) -> f64 {
        let [a, b, c, d] = self.0;
        f64::midpoint(a.distance(b), d.distance(c))
    }

    /// Returns the mean length of the left and right sides in pixels.
    ///
    /// ```
    /// assert_eq!(imaging::Quad::of_size(64, 48).height(), 47.0);
    /// ```
    #[must_use]
    pub fn height(&self) -> f64 {
        let [a, b, c, d] = self.0;
        f64::midpoint(a.distance(d), b.distance(c))
    }

    /// Returns true if the point is inside a convex quad or on its border.
    ///
    /// ```
    /// use imaging::{Point, Quad};
    ///
    /// let quad = Quad::of_size(64, 48);
    /// assert!(quad.contains(Point::new(10.0, 10.0)));
    /// assert!(!quad.contains(Point::new(100.0, 10.0)));
    /// ```
    #[must_use]
    pub fn contains(&self, p: Point) -> bool {
        let side = |a: Point, b: Point| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        let [a, b, c, d] = self.0;
        let sides = [side(a, b), side(b, c), side(c, d), side(d, a)];
        sides.iter().all(|&s| s >= 0.0) || sides.iter().all(|&s| s <= 0.0)
    }

    /// Returns the quad with every corner multiplied by `factor`, for a resized picture.
    ///
    /// ```
    /// use imaging::Quad;
    ///
    /// assert_eq!(Quad::of_size(64, 48).scaled(0.5).width(), 31.5);
    /// ```
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self(self.0.map(|p| Point::new(p.x * factor, p.y * factor)))
    }

    /// Returns the quad rotated by half a turn, so that reading starts at the opposite corner.
    ///
    /// ```
    /// use imaging::Quad;
    ///
    /// let quad = Quad::of_size(64, 48);
    /// assert_eq!(quad.half_turned().0[0], quad.0[2]);
    /// ```
    #[must_use]
    pub fn half_turned(&self) -> Self {
        let [a, b, c, d] = self.0;
        Self([c, d, a, b])
    }

    /// Returns the smallest upright box that contains the quad: left, top, right, bottom.
    ///
    /// ```
    /// use imaging::Quad;
    ///
    /// assert_eq!(Quad::of_size(64, 48).bounds(), (0.0, 0.0, 63.0, 47.0));
    /// ```
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

/// A projective map of the plane, which describes how a camera sees a flat document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([f64; 9]);

impl Homography {
    /// Returns the map from the rectangle (0, 0)–(`width`, `height`) to `quad`, corner to corner,
    /// or `None` if three corners are on a line.
    ///
    /// ```
    /// use imaging::{Homography, Point, Quad};
    ///
    /// // Three corners on a line bound no area.
    /// let line = Quad([0.0, 1.0, 2.0, 3.0].map(|x| Point::new(x, 0.0)));
    /// assert!(Homography::from_rectangle(1.0, 1.0, &line).is_none());
    /// ```
    #[must_use]
    pub fn from_rectangle(width: f64, height: f64, quad: &Quad) -> Option<Self> {
        // The closed form for the unit square (Heckbert 1989), preceded by scaling.
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

    /// Returns the point that `p` is mapped to.
    ///
    /// ```
    /// use imaging::{Homography, Point, Quad};
    ///
    /// let map = Homography::from_rectangle(1.0, 1.0, &Quad::of_size(64, 48)).unwrap();
    /// let corner = map.apply(Point::new(1.0, 1.0));
    /// assert!(corner.distance(Point::new(63.0, 47.0)) < 1e-9);
    /// ```
    #[must_use]
    pub fn apply(&self, p: Point) -> Point {
        self.along(p.y).apply(p.x)
    }

    /// Returns the map restricted to one row, which is cheaper to apply.
    #[must_use]
    pub(crate) fn along(&self, y: f64) -> RowMap {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        RowMap {
            scale: [a, d, g],
            offset: [b * y + c, e * y + f, h * y + i],
        }
    }
}

/// A [`Homography`] for a fixed y.
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
    fn a_homography_maps_the_four_corners() {
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

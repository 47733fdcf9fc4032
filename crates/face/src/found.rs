//! What a detector found: where a face is, and its five marks.

use imaging::Point;

/// A face in a picture; places are in pixels of that picture, and integers are pixel centres.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Face {
    /// The box around the face.
    pub bounds: Bounds,
    /// Eyes, nose and mouth.
    pub marks: Marks,
    /// How certain the detector is that this is a face, 0 to 1. It says nothing about whose.
    pub score: f32,
}

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Pixels from the left; it may lie outside of the picture.
    pub left: f64,
    /// Pixels from the top; it may lie outside of the picture.
    pub top: f64,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
}

impl Bounds {
    /// The area that both boxes cover, as a share of what either covers: 1 for the same box.
    ///
    /// ```
    /// let bounds = |left| face::Bounds { left, top: 0.0, width: 10.0, height: 10.0 };
    /// assert_eq!(bounds(0.0).overlap(&bounds(0.0)), 1.0);
    /// assert_eq!(bounds(0.0).overlap(&bounds(10.0)), 0.0);
    /// ```
    #[must_use]
    pub fn overlap(&self, other: &Self) -> f64 {
        let across =
            (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let down = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        let both = across.max(0.0) * down.max(0.0);
        let either = self.width * self.height + other.width * other.height - both;
        if either > 0.0 { both / either } else { 0.0 }
    }

    /// Returns the middle of the box.
    ///
    /// ```
    /// let bounds = face::Bounds { left: 10.0, top: 0.0, width: 20.0, height: 30.0 };
    /// assert_eq!(bounds.centre(), imaging::Point::new(20.0, 15.0));
    /// ```
    #[must_use]
    pub fn centre(&self) -> Point {
        Point::new(self.left + self.width / 2.0, self.top + self.height / 2.0)
    }
}

/// The five marks of a face. Right and left are the person's own: on an upright picture that is not
/// mirrored, the right eye is on the left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marks {
    /// The person's right eye.
    pub right_eye: Point,
    /// The person's left eye.
    pub left_eye: Point,
    /// The tip of the nose.
    pub nose: Point,
    /// The right corner of the mouth.
    pub right_mouth: Point,
    /// The left corner of the mouth.
    pub left_mouth: Point,
}

impl Marks {
    /// The marks in the order of their declaration.
    ///
    /// ```
    /// # let at = imaging::Point::new;
    /// let marks = face::Marks {
    ///     right_eye: at(30.0, 40.0),
    ///     left_eye: at(70.0, 40.0),
    ///     nose: at(50.0, 60.0),
    ///     right_mouth: at(36.0, 80.0),
    ///     left_mouth: at(64.0, 80.0),
    /// };
    /// assert_eq!(marks.points()[2], marks.nose);
    /// ```
    #[must_use]
    pub const fn points(&self) -> [Point; 5] {
        [
            self.right_eye,
            self.left_eye,
            self.nose,
            self.right_mouth,
            self.left_mouth,
        ]
    }

    /// The distance between the eyes in pixels: what decides how much a picture can tell.
    ///
    /// ```
    /// # let at = imaging::Point::new;
    /// # let marks = face::Marks { right_eye: at(30.0, 40.0), left_eye: at(70.0, 40.0),
    /// #     nose: at(50.0, 60.0), right_mouth: at(36.0, 80.0), left_mouth: at(64.0, 80.0) };
    /// assert_eq!(marks.eyes_px(), 40.0);
    /// ```
    #[must_use]
    pub fn eyes_px(&self) -> f64 {
        self.right_eye.distance(self.left_eye)
    }

    /// The angle by which the line between the eyes is turned, in degrees: 0 for an upright head.
    ///
    /// ```
    /// # let at = imaging::Point::new;
    /// # let marks = face::Marks { right_eye: at(30.0, 40.0), left_eye: at(70.0, 40.0),
    /// #     nose: at(50.0, 60.0), right_mouth: at(36.0, 80.0), left_mouth: at(64.0, 80.0) };
    /// assert_eq!(marks.tilt(), 0.0);
    /// ```
    #[must_use]
    pub fn tilt(&self) -> f64 {
        let (right, left) = (self.right_eye, self.left_eye);
        (left.y - right.y).atan2(left.x - right.x).to_degrees()
    }

    /// The marks of a picture that is `factor` times as large.
    pub(crate) fn scaled(&self, factor: f64) -> Self {
        // Pixel centres are integers, so the corner of the picture is at minus a half.
        self.moved(|p| Point::new((p.x + 0.5) * factor - 0.5, (p.y + 0.5) * factor - 0.5))
    }

    /// The marks where a map takes them.
    pub(crate) fn moved(&self, place: impl Fn(Point) -> Point) -> Self {
        Self {
            right_eye: place(self.right_eye),
            left_eye: place(self.left_eye),
            nose: place(self.nose),
            right_mouth: place(self.right_mouth),
            left_mouth: place(self.left_mouth),
        }
    }
}

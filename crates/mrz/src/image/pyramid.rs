//! A picture at several scales, each computed once. Lines are searched for at all of them, and read
//! at the one with the desired number of pixels.

use std::borrow::Cow;

use imaging::{Luma, Point, resize};

/// The maximum number of pixels on the longer side of a level in which bands are searched for.
const MAX_SEARCH_SIDE: f64 = 1_200.0;
/// The divisors of the levels in which bands are searched for. In one of them, characters are 5 to
/// 9 pixels apart.
const SCALES: [f64; 7] = [1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0];
/// A level whose longer side has fewer pixels than this cannot contain lines of a zone.
const MIN_SIDE: f64 = 120.0;

/// A picture and smaller copies of it.
pub(super) struct Pyramid<'a> {
    /// The levels from the largest to the smallest; never empty.
    all: Vec<PyramidLevel<'a>>,
    /// The index of the first level in which bands are searched for.
    small: usize,
}

/// One of the copies.
pub(super) struct PyramidLevel<'a> {
    pub(super) luma: Cow<'a, Luma>,
    /// Pixels of the picture per pixel of the copy.
    pub(super) factor: f64,
}

impl PyramidLevel<'_> {
    /// Converts a point of the picture to a point of this copy.
    pub(super) fn map_from_picture(&self, p: Point) -> Point {
        let shrunk = |value: f64| (value + 0.5) / self.factor - 0.5;
        Point::new(shrunk(p.x), shrunk(p.y))
    }

    /// Converts a point of this copy to a point of the picture.
    pub(super) fn map_to_picture(&self, p: Point) -> Point {
        let grown = |value: f64| (value + 0.5) * self.factor - 0.5;
        Point::new(grown(p.x), grown(p.y))
    }
}

impl<'a> Pyramid<'a> {
    pub(super) fn of(picture: &'a Luma) -> Self {
        let longest = f64::from(picture.width().max(picture.height()));
        let mut pyramid = Self {
            all: vec![PyramidLevel {
                luma: Cow::Borrowed(picture),
                factor: 1.0,
            }],
            small: 0,
        };
        let first = (longest / MAX_SEARCH_SIDE).max(1.0);
        let mut half = 2.0;
        while half < 0.75 * first {
            pyramid.add(half);
            half *= 2.0;
        }
        if first > 1.0 || longest < MIN_SIDE {
            pyramid.small = pyramid.all.len();
        }
        for size in SCALES {
            let factor = first * size;
            if longest / factor < MIN_SIDE {
                break;
            }
            if factor > 1.0 {
                pyramid.add(factor);
            }
        }
        pyramid
    }

    /// Adds the next smaller copy. Shrinking the previous copy is cheaper than shrinking the
    /// picture, and just as good.
    fn add(&mut self, factor: f64) {
        let Some(last) = self.all.last() else { return };
        let shrink = |length: u32| (f64::from(length) * last.factor / factor).round() as u32;
        let luma = resize(
            &last.luma,
            shrink(last.luma.width()),
            shrink(last.luma.height()),
        );
        self.all.push(PyramidLevel {
            luma: Cow::Owned(luma),
            factor,
        });
    }

    /// Returns true if a point, in pixels of the picture, lies in it.
    pub(super) fn holds(&self, p: Point) -> bool {
        let within = |value: f64, length: u32| (-0.5..f64::from(length) - 0.5).contains(&value);
        self.all
            .first()
            .is_some_and(|size| within(p.x, size.luma.width()) && within(p.y, size.luma.height()))
    }

    /// Returns the levels in which bands are searched for.
    pub(super) fn search_levels(&self) -> &[PyramidLevel<'a>] {
        self.all.get(self.small..).unwrap_or_default()
    }

    /// Returns the smallest copy that still has a pixel for each of these steps, given in pixels of
    /// the picture, or the picture itself if none has.
    pub(super) fn level_for(&self, step: f64) -> Option<&PyramidLevel<'a>> {
        let fitting = self.all.iter().rev().find(|size| size.factor <= step);
        fitting.or(self.all.first())
    }
}

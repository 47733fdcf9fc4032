//! One picture in several sizes, each made once: lines of type are looked for in all of them, and
//! looked at in the one that has about as many pixels as are wanted.

use std::borrow::Cow;

use imaging::{Luma, Point, resize};

/// Bands are looked for from this many pixels on the longer side downwards.
const SIDE: f64 = 1_200.0;
/// Sizes in which bands are looked for, as divisors: characters are 5 to 9 pixels apart in one of
/// them.
const SIZES: [f64; 7] = [1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0];
/// What is smaller on its longer side has no lines of a zone.
const LEAST: f64 = 120.0;

/// A picture and smaller copies of it.
pub(super) struct Pyramid<'a> {
    /// From the largest to the smallest; never empty.
    all: Vec<PyramidLevel<'a>>,
    /// Where those begin in which bands are looked for.
    small: usize,
}

/// One of the copies.
pub(super) struct PyramidLevel<'a> {
    pub(super) luma: Cow<'a, Luma>,
    /// Pixels of the picture per pixel of the copy.
    pub(super) factor: f64,
}

impl PyramidLevel<'_> {
    /// A place of the picture in this copy.
    pub(super) fn within(&self, p: Point) -> Point {
        let shrunk = |value: f64| (value + 0.5) / self.factor - 0.5;
        Point::new(shrunk(p.x), shrunk(p.y))
    }

    /// A place of this copy in the picture.
    pub(super) fn outside(&self, p: Point) -> Point {
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
        let first = (longest / SIDE).max(1.0);
        let mut half = 2.0;
        while half < 0.75 * first {
            pyramid.add(half);
            half *= 2.0;
        }
        if first > 1.0 || longest < LEAST {
            pyramid.small = pyramid.all.len();
        }
        for size in SIZES {
            let factor = first * size;
            if longest / factor < LEAST {
                break;
            }
            if factor > 1.0 {
                pyramid.add(factor);
            }
        }
        pyramid
    }

    /// Adds the next smaller copy. To shrink what was shrunk is cheaper than to begin anew, and as
    /// good.
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

    /// Whether a place, in pixels of the picture, lies in it.
    pub(super) fn holds(&self, p: Point) -> bool {
        let within = |value: f64, length: u32| (-0.5..f64::from(length) - 0.5).contains(&value);
        self.all
            .first()
            .is_some_and(|size| within(p.x, size.luma.width()) && within(p.y, size.luma.height()))
    }

    /// The sizes in which bands are looked for.
    pub(super) fn small(&self) -> &[PyramidLevel<'a>] {
        self.all.get(self.small..).unwrap_or_default()
    }

    /// The smallest copy that still has a pixel for each of these steps, in pixels of the picture;
    /// the picture itself where none has.
    pub(super) fn at(&self, step: f64) -> Option<&PyramidLevel<'a>> {
        let fitting = self.all.iter().rev().find(|size| size.factor <= step);
        fitting.or(self.all.first())
    }
}

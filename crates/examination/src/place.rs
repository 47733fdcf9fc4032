//! Decides where the document certainly is in a picture, for what must not be measured beside it
//! and for what a person is told.
//!
//! A table has lines of its own: boards, keys, checks. Four of them make a quad as well as the
//! sides of a card do, so a quad alone is not believed. It has to have the shape of a document,
//! end at its corners, and have these corners in the frame. A document that is partly outside the
//! frame shows less of this, and is believed only if it is too large to be all there is.

use imaging::locate::{Located, locate_shaped};
use imaging::{Luma, Point, Quad};

/// The longer side to the shorter of cards (ID-1), and of the pages of passports and the cards of
/// their size (ID-2 and ID-3).
const SHAPES: [f64; 2] = [1.586, 1.42];
/// The logarithm of the factor by which a shape may be off: one that is seen from the side is
/// shorter.
const ALIKE: f64 = 0.1;
/// The distance in pixels from the border of the frame at which a corner is certainly inside.
const INSIDE: f64 = 3.0;

/// What must be seen of a whole document: the share of its outline on edges, and the sides that
/// run on.
const WHOLE_COVERAGE: f64 = 0.8;
const WHOLE_OVERSHOOT: f64 = 1.2;
/// The same of one that is partly outside.
const CUT_COVERAGE: f64 = 0.88;
const CUT_WEAKEST: f64 = 0.75;
const CUT_OVERSHOOT: f64 = 1.1;
/// The sides across a cut document differ by no more than this factor's logarithm.
const CUT_LEAN: f64 = 0.2;
/// A document whose visible part is longer than this, compared with the side that is whole, may
/// be whole and only touch the border.
const CUT_LENGTH: f64 = 1.37;
/// Below this, the whole side may be the longer one.
const CUT_SHORT: f64 = 0.6;
/// A document that is partly outside takes at least this share of the frame's width, or it would
/// be too far away instead.
const CUT_WIDTH: f64 = 0.5;

/// The part in the middle of the frame that is searched alone if there is nothing certain in all
/// of it. A card that is far away is there, and the lines of the table are fewer.
const MIDDLE: f64 = 0.6;

/// The share of the way to the middle of a document that is left out at its border.
const BORDER: f64 = 0.12;

/// The place of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// Its corners in pixels of the frame.
    pub(crate) quad: Quad,
    /// Whether a part of it is outside the frame.
    pub(crate) is_cut: bool,
}

/// Returns the place of the document, or `None` if it is not certain.
pub(crate) fn certain(frame: &Luma) -> Option<Place> {
    let seen = locate_shaped(frame, &SHAPES);
    seen.and_then(|found| whole(&found, frame).or_else(|| cut(&found, frame)))
        .or_else(|| in_the_middle(frame))
}

/// Returns the place of a document that may be the page of a passport, or `None` if it is not
/// certain. Without the band at its head or its zone, such a page has nearly the shape of a card,
/// so it is searched alone if nothing else is certain.
pub(crate) fn certain_page(frame: &Luma) -> Option<Place> {
    let [_, page] = SHAPES;
    certain(frame).or_else(|| whole(&locate_shaped(frame, &[page])?, frame))
}

/// Returns what is certainly on the document: an outline is a few pixels off, and a table has
/// colours.
pub(crate) fn inner(quad: &Quad) -> Quad {
    let corners = quad.0.iter();
    let [x, y] = corners.fold([0.0, 0.0], |[x, y], corner| {
        [x + corner.x / 4.0, y + corner.y / 4.0]
    });
    let nearer = |from: f64, to: f64| from + (to - from) * BORDER;
    Quad(
        quad.0
            .map(|corner| Point::new(nearer(corner.x, x), nearer(corner.y, y))),
    )
}

/// Returns a whole document in the middle part of the frame.
fn in_the_middle(frame: &Luma) -> Option<Place> {
    let part = |side: u32| {
        let length = (f64::from(side) * MIDDLE) as u32;
        ((side - length) / 2, length)
    };
    let ((left, width), (top, height)) = (part(frame.width()), part(frame.height()));
    let mut data = Vec::with_capacity(width as usize * height as usize);
    for y in top..top + height {
        let row = frame.row(y).get(left as usize..)?;
        data.extend_from_slice(row.get(..width as usize)?);
    }
    let middle = Luma::new(width, height, data)?;
    let place = whole(&locate_shaped(&middle, &SHAPES)?, &middle)?;
    let moved = |p: Point| Point::new(p.x + f64::from(left), p.y + f64::from(top));
    Some(Place {
        quad: Quad(place.quad.0.map(moved)),
        ..place
    })
}

/// Returns the place of a document all of which is certainly in the frame.
fn whole(found: &Located, frame: &Luma) -> Option<Place> {
    let is_whole = found.cut_sides == 0
        && found.quad.0.iter().all(|&corner| is_inside(corner, frame))
        && found.confidence >= WHOLE_COVERAGE
        && found.overshoot <= WHOLE_OVERSHOOT
        && has_shape(&found.quad);
    is_whole.then_some(Place {
        quad: found.quad,
        is_cut: false,
    })
}

fn has_shape(quad: &Quad) -> bool {
    let (width, height) = (quad.width().max(1e-9), quad.height().max(1e-9));
    let ratio = (width / height).max(height / width);
    SHAPES
        .iter()
        .any(|shape| (ratio / shape).ln().abs() <= ALIKE)
}

/// Returns the place of a document of which one side is certainly outside the frame.
fn cut(found: &Located, frame: &Luma) -> Option<Place> {
    if found.cut_sides != 1
        || found.confidence < CUT_COVERAGE
        || found.weakest < CUT_WEAKEST
        || found.overshoot > CUT_OVERSHOOT
    {
        return None;
    }
    let [a, b, c, d] = found.quad.0;
    let turns = [[a, b, c, d], [b, c, d, a], [c, d, a, b], [d, a, b, c]];
    // The first two of these corners are where the border cuts the document.
    let [a, b, c, d] = turns
        .into_iter()
        .find(|[a, b, ..]| is_along_border(*a, *b, frame))?;
    if !is_inside(c, frame) || !is_inside(d, frame) {
        return None;
    }
    let (border, across) = (a.distance(b).max(1e-9), c.distance(d).max(1e-9));
    let length = f64::midpoint(b.distance(c), d.distance(a));
    let ratio = length / across;
    if (across / border).ln().abs() > CUT_LEAN || ratio > CUT_LENGTH {
        return None;
    }
    // How long the document must be for its whole side to be as long as it is.
    let longer = if ratio < CUT_SHORT {
        across
    } else {
        across * SHAPES.into_iter().fold(f64::INFINITY, f64::min)
    };
    let is_near = longer >= CUT_WIDTH * f64::from(frame.width().min(frame.height() * 4 / 3));
    is_near.then_some(Place {
        quad: found.quad,
        is_cut: true,
    })
}

fn is_inside(p: Point, frame: &Luma) -> bool {
    let (width, height) = (f64::from(frame.width()), f64::from(frame.height()));
    (INSIDE..width - 1.0 - INSIDE).contains(&p.x) && (INSIDE..height - 1.0 - INSIDE).contains(&p.y)
}

/// Returns true if both points lie on one border of the frame.
fn is_along_border(a: Point, b: Point, frame: &Luma) -> bool {
    let (right, bottom) = (
        f64::from(frame.width()) - 1.0,
        f64::from(frame.height()) - 1.0,
    );
    let both = |at: fn(Point) -> f64, border: f64| {
        (at(a) - border).abs() < INSIDE && (at(b) - border).abs() < INSIDE
    };
    both(|p| p.x, 0.0) || both(|p| p.x, right) || both(|p| p.y, 0.0) || both(|p| p.y, bottom)
}

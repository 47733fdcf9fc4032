//! Locates the document: the four corners of a card or page in a photograph, at any angle.
//!
//! The outline is found by its straight edges alone. A Hough transform over the directions of the
//! gradient gives lines, four of which are combined so that most of the outline lies on edges, the
//! document is brighter (or darker) than its surroundings on every side, and no side continues
//! beyond its corners. The frame may cut up to two sides. The corners are then refined on the
//! larger picture.
//!
//! It does not say what the document is, or which way up: the first corner is the one whose top
//! side runs most nearly to the right. A page that fills the whole frame has no outline and is not
//! located.

mod edges;
mod lines;
mod quads;
mod refine;

use crate::{Luma, Quad, fit_within};

/// The position of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Located {
    /// The corners in pixels of the picture, clockwise. A corner may be slightly outside the
    /// picture.
    pub quad: Quad,
    /// The fraction of the visible outline that lies on an edge, 0 to 1.
    pub confidence: f64,
    /// The fraction of the weakest visible side that lies on an edge, 0 to 1.
    pub weakest: f64,
    /// How far the sides continue beyond their corners, 0 to 8: an end of a side that continues
    /// counts 1. A document's sides end at its corners; the lines of a table or a pattern do not.
    pub overshoot: f64,
    /// The number of sides that are not visible because the frame cuts them: 0, 1 or 2.
    pub cut_sides: u8,
}

/// The longer side at which the outline is searched for: large enough for the edge of a card in a
/// corner of the picture, and small enough for a live frame.
const SEARCH_SIDE: u32 = 384;

/// The longer side at which corners are refined.
const REFINE_SIDE: u32 = 1_600;

/// Locates the document. This takes 2 to 5 ms for a frame of 640 pixels. For a larger picture, most
/// of the time is spent on shrinking it.
///
/// ```
/// use imaging::Luma;
/// use imaging::locate::locate;
///
/// assert!(locate(&Luma::filled(640, 480, 128)).is_none(), "an empty table");
/// ```
#[must_use]
pub fn locate(luma: &Luma) -> Option<Located> {
    find(luma, &[])
}

/// Finds the document like [`locate`], but prefers one whose longer side is to the shorter as one
/// of `shapes`. A document of such a shape is found from farther away, on tables with more lines,
/// and where another line within it is clearer than its own side.
///
/// ```
/// use imaging::Luma;
/// use imaging::locate::locate_shaped;
///
/// // White, 300 by 189 pixels, on black.
/// let inside = |x, y| (200..500).contains(&x) && (100..289).contains(&y);
/// let grey = |i: u32| if inside(i % 640, i / 640) { 255 } else { 0 };
/// let luma = Luma::new(640, 480, (0..640 * 480).map(grey).collect()).unwrap();
/// let card = locate_shaped(&luma, &[1.586]).unwrap();
/// assert!((card.quad.width() - 300.0).abs() < 3.0);
/// ```
#[must_use]
pub fn locate_shaped(luma: &Luma, shapes: &[f64]) -> Option<Located> {
    find(luma, shapes)
}

fn find(luma: &Luma, shapes: &[f64]) -> Option<Located> {
    let (fine, to_full) = fit_within(luma, REFINE_SIDE);
    let (small, to_fine) = fit_within(&fine, SEARCH_SIDE);
    if small.width() < 48 || small.height() < 48 {
        return None;
    }
    let edges = edges::Edges::of(&small);
    let lines = lines::find(&edges);
    let best = quads::best(&lines, &edges, shapes)?;
    let corners = refine::corners(&fine, &best, to_fine)?;
    Some(Located {
        quad: upright(corners.scaled(to_full)),
        confidence: best.coverage,
        weakest: best.weakest,
        overshoot: best.overshoot,
        cut_sides: best.sides.iter().filter(|side| side.border).count() as u8,
    })
}

/// Returns the corners clockwise, starting with the one whose side to the next runs most nearly to
/// the right.
fn upright(quad: Quad) -> Quad {
    let [a, b, c, d] = quad.0;
    let turn = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    let corners = if turn < 0.0 {
        [a, d, c, b]
    } else {
        [a, b, c, d]
    };
    let rightness = |i: usize| {
        let (from, to) = (corners[i], corners[(i + 1) % 4]);
        (to.x - from.x) / from.distance(to).max(1e-9)
    };
    let first = (0..4)
        .max_by(|&i, &j| rightness(i).total_cmp(&rightness(j)))
        .unwrap_or(0);
    Quad(std::array::from_fn(|i| corners[(first + i) % 4]))
}

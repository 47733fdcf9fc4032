//! Recognises what people hold up in place of the document itself: the cover of a passport, a
//! black and white copy, a screen.
//!
//! Each is judged again, and stricter, when the document is examined. Here a person learns of it
//! before a picture is taken, so only what is certain is said.

use imaging::quality::{colour, screen_pattern};
use imaging::{Luma, Picture, Quad, warp};
use proofing::ports::Hint;

use crate::place::inner;

/// The side of the square to which the inside of the outline is straightened to look whether it is
/// plain.
const PLAIN_SIDE: u32 = 64;
/// The share of a plain side that has the grey of its middle, and by how much of it greys of the
/// same colour differ in one light.
const PLAIN_SHARE: f64 = 0.75;
const PLAIN_RANGE: f64 = 0.22;
/// How much brighter the bright parts of the frame are than a cover: paper is bright. Drawn covers
/// have 2.5 and more, and drawn documents at most 1.4.
const COVER_DARKER: f64 = 2.2;
/// The grey that one pixel of twenty exceeds is that of the bright parts.
const BRIGHT_PART: usize = 20;

/// The share of coloured points below which a document is a copy. The verdict's limit is twice as
/// large, and drawn documents have 0.05 and more.
const COLOURLESS: f64 = 0.01;

/// The strength of a grid from which a surface is that of a screen. Drawn documents, seen close up,
/// have at most 6.3.
const GRID: f64 = 9.0;

/// Returns the hint if the inside of a document's outline is a cover, dark and plain.
pub(super) fn cover(frame: &Luma, quad: &Quad) -> Option<Hint> {
    let (middle, plain) = plainness(frame, quad)?;
    let bright = brightness(frame);
    (plain >= PLAIN_SHARE && bright >= COVER_DARKER * middle).then_some(Hint::Cover)
}

/// Returns the median grey inside an outline, and the share of points that have about this grey.
fn plainness(frame: &Luma, quad: &Quad) -> Option<(f64, f64)> {
    let inside = warp(frame, quad, PLAIN_SIDE, PLAIN_SIDE)?;
    let mut greys = inside.data().to_vec();
    let half = greys.len() / 2;
    let middle = f64::from(*greys.select_nth_unstable(half).1);
    let near = |grey: &&u8| (f64::from(**grey) - middle).abs() <= PLAIN_RANGE * middle + 3.0;
    let plain = greys.iter().filter(near).count() as f64 / greys.len().max(1) as f64;
    Some((middle, plain))
}

/// Returns the grey that the bright parts of a frame reach.
fn brightness(frame: &Luma) -> f64 {
    let mut counts = [0_usize; 256];
    for &grey in frame.data() {
        if let Some(count) = counts.get_mut(usize::from(grey)) {
            *count += 1;
        }
    }
    let mut above = 0;
    let bright = counts.iter().rposition(|count| {
        above += count;
        above * BRIGHT_PART >= frame.data().len()
    });
    bright.unwrap_or(0) as f64
}

/// Returns the hint if the inside of a document's outline has no colour.
pub(super) fn copy(frame: &Picture, quad: &Quad) -> Option<Hint> {
    let measure = colour(frame, Some(&inner(quad)))?;
    (measure.value < COLOURLESS).then_some(Hint::Copy)
}

/// Returns the hint if a surface, which fills the frame, has the grid of a screen.
pub(super) fn screen(surface: &Picture) -> Option<Hint> {
    (screen_pattern(surface, None).value >= GRID).then_some(Hint::Screen)
}

#[cfg(test)]
mod tests {
    use specimen::{Card, Difficulty, Scene, Table, Travel, photograph};

    use super::*;
    use crate::place;

    fn frame(card: &Card, seed: u64) -> (Picture, Quad) {
        let scene = Scene {
            width: 640,
            height: 480,
            fill: 0.72,
            offset: [0.01, 0.02],
            table: Table::Stone,
            ..Scene::from_seed(seed, Difficulty::Good)
        };
        let jpeg = photograph(card, &scene).unwrap().jpeg;
        let frame = imaging::decode_colour(&jpeg, &imaging::Limits::default()).unwrap();
        let place = place::certain_page(frame.luma()).expect("a document on marble is found");
        (frame, place.quad)
    }

    #[test]
    fn a_cover_is_dark_and_plain_and_a_page_is_not() {
        let passport = Travel::passport(101, jiff::civil::date(2026, 6, 1));
        let (closed, quad) = frame(&passport.cover().unwrap(), 101);
        assert_eq!(cover(closed.luma(), &quad), Some(Hint::Cover));
        let (open, quad) = frame(&passport.page().unwrap(), 101);
        assert_eq!(cover(open.luma(), &quad), None);
    }

    #[test]
    fn a_copy_has_no_colour() {
        let passport = Travel::passport(101, jiff::civil::date(2026, 6, 1));
        let page = passport.page().unwrap();
        let (original, quad) = frame(&page, 101);
        assert_eq!(copy(&original, &quad), None);
        let (copied, quad) = frame(&page.copied(), 101);
        assert_eq!(copy(&copied, &quad), Some(Hint::Copy));
        // A frame that was decoded without its colours says nothing.
        let grey = Picture::from_luma(copied.luma().clone());
        assert_eq!(copy(&grey, &quad), None);
    }
}

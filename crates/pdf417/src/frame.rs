//! Reads a frame of a camera's video if that is easy, and otherwise says what prevents it.
//!
//! A camera delivers the next frame in a thirtieth of a second, so a frame gets one attempt: one
//! view of the likeliest place, and no second opinion. Codewords are compared only between guards
//! that are too clear to be chance. A message read from a frame is as certain as one from a
//! photograph, because it passes the same correction with the same margin.

use imaging::{Luma, Quad};

use super::locate::{self, Place};
use super::reader::{self, Reading, Sighting, ViewSelection};
use super::rectify::square::skew;
use crate::effort::Effort;
use crate::symbol::Symbol;

/// The minimum width of a module in pixels for one view of an ordinary frame.
const MIN_MODULE: f64 = 1.25;
/// The number of modules across a usual symbol, which has twelve data columns.
const USUAL_MODULES: f64 = 273.0;
/// The ratio of opposite sides above which a symbol was not held flat.
const MAX_OPPOSITE_RATIO: f64 = 1.25;
/// The number of steps of work for a frame: one view, and lattices over 2,400,000 pixels, which is
/// three or four of them.
const STEPS: u32 = 7;
/// A symbol with a lower mean grey is too dark.
const DARK_LEVEL: f64 = 55.0;
/// A larger fraction of overexposed pixels is due to a reflection.
const GLARE_SHARE: f64 = 0.12;

/// The result for a frame.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Sight {
    /// There is nothing that looks like a symbol.
    Nothing,
    /// There is something that looks like a symbol, but it was not read.
    Unread {
        /// The corners in pixels of the frame. It is unknown which way up the symbol is.
        quad: Quad,
        /// The likeliest reason why it was not read.
        trouble: Trouble,
        /// Whether the row indicators were read, so that it is certainly a symbol.
        is_certain: bool,
    },
    /// A symbol was read.
    Read(Symbol),
}

/// The likeliest reason why a symbol cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Trouble {
    /// The modules are too narrow, and the camera should come closer.
    TooSmall,
    /// The symbol extends beyond the border of the frame, and all of it should be visible.
    CutOff,
    /// The paper is dark, and more light is needed.
    TooDark,
    /// Much of the symbol is overexposed, and the card should be turned away from the light.
    Glare,
    /// The symbol is seen from the side, or the card is bent, and should be held flat.
    NotFlat,
    /// None of these: the symbol is out of focus, shaken or dirty, and should be held still.
    Unclear,
}

/// ViewSelection for a symbol in a frame of a camera's video, of about 1280 × 720 pixels.
///
/// The work is bounded by the number of pixels, whatever the frame shows. Without a symbol it is
/// one pass over the frame at up to 900 pixels per side, and at most one place resampled to 1,300 ×
/// 160 pixels and searched for guards: 4 to 10 ms on one core, and at most 15. Comparing codewords
/// takes another 20 to 50 ms, but is done only between certain guards. Larger frames are shrunk
/// first. The result depends only on the frame, because no state is kept between frames.
///
/// ```
/// use pdf417::{Sight, read_frame};
///
/// let blank = imaging::Luma::filled(1280, 720, 200);
/// assert_eq!(read_frame(&blank), Sight::Nothing);
/// ```
#[must_use]
pub fn read_frame(luma: &Luma) -> Sight {
    let places = locate::places(luma);
    let Some(place) = likeliest(&places) else {
        return Sight::Nothing;
    };
    // There is one view, and lattices only if its guards are certain.
    let mut effort = Effort { left: STEPS };
    match reader::read(luma, &place.quad, ViewSelection::Frame, &mut effort) {
        Reading::Read(symbol) => Sight::Read(symbol),
        Reading::Seen(sighting) => Sight::Unread {
            quad: sighting.quad,
            trouble: trouble(luma, &sighting.quad, Some(&sighting)),
            is_certain: sighting.has_shape,
        },
        Reading::Nothing if is_doubtful(place) => Sight::Nothing,
        Reading::Nothing => Sight::Unread {
            quad: place.quad,
            trouble: trouble(luma, &place.quad, None),
            is_certain: false,
        },
    }
}

/// Returns the position of the likeliest symbol in a frame, judged by texture alone. Nothing is
/// read, and it is unknown which way up the symbol is. This takes 2 to 5 ms for 1280 × 720 pixels.
/// The place may turn out to be print, cloth or another kind of code.
///
/// ```
/// let blank = imaging::Luma::filled(1280, 720, 200);
/// assert_eq!(pdf417::glance(&blank), None);
/// ```
#[must_use]
pub fn glance(luma: &Luma) -> Option<Quad> {
    let places = locate::places(luma);
    let place = likeliest(&places).filter(|place| !is_doubtful(place));
    place.map(|place| place.quad)
}

/// Returns the place to view. The grain of a table looks more like a grating than any symbol does,
/// so it comes last.
fn likeliest(places: &[Place]) -> Option<&Place> {
    let likely = || places.iter().filter(|place| place.is_likely());
    likely()
        .find(|place| !is_doubtful(place))
        .or_else(|| likely().next())
}

/// Returns true if a place without guards is more likely to be print, cloth or another kind of
/// code.
fn is_doubtful(place: &Place) -> bool {
    let aspect = place.quad.width() / place.quad.height().max(1.0);
    place.coherence > 0.85 || !(1.2..9.0).contains(&aspect)
}

fn trouble(luma: &Luma, quad: &Quad, sighting: Option<&Sighting>) -> Trouble {
    let module = sighting.map_or(quad.width() / USUAL_MODULES, |seen| seen.module);
    let (left, top, right, bottom) = quad.bounds();
    let (width, height) = (f64::from(luma.width()), f64::from(luma.height()));
    let margin = 0.004 * width;
    if left < margin || top < margin || right > width - margin || bottom > height - margin {
        return Trouble::CutOff;
    }
    if module < MIN_MODULE {
        return Trouble::TooSmall;
    }
    let (mut count, mut sum, mut burnt) = (0.0_f64, 0.0, 0.0);
    let corners = quad.0;
    for down in 0..24 {
        for along in 0..48 {
            let share = |n: i32, of: i32| (f64::from(n) + 0.5) / f64::from(of);
            let upper = corners[0].towards(corners[1], share(along, 48));
            let lower = corners[3].towards(corners[2], share(along, 48));
            let at = upper.towards(lower, share(down, 24));
            let grey = f64::from(luma.at(at.x as i64, at.y as i64));
            count += 1.0;
            sum += grey;
            burnt += f64::from(u8::from(grey > 242.0));
        }
    }
    if burnt > GLARE_SHARE * count {
        Trouble::Glare
    } else if sum < DARK_LEVEL * count {
        Trouble::TooDark
    } else if sighting.is_some() && skew(quad) > MAX_OPPOSITE_RATIO {
        Trouble::NotFlat
    } else {
        Trouble::Unclear
    }
}

#[cfg(test)]
mod tests {
    use imaging::Point;

    use super::*;

    /// Checks the reported trouble of a symbol with these corners and modules on an even grey.
    #[track_caller]
    fn check(grey: u8, corners: [(f64, f64); 4], module: f64, expected: Trouble) {
        let quad = Quad(corners.map(|(x, y)| Point::new(x, y)));
        let sighting = Sighting {
            quad,
            module,
            has_shape: true,
            is_hopeless: false,
        };
        let luma = Luma::filled(1_280, 720, grey);
        assert_eq!(trouble(&luma, &quad, Some(&sighting)), expected);
    }

    #[test]
    fn the_likeliest_trouble_is_reported() {
        let flat = [
            (300.0, 200.0),
            (900.0, 200.0),
            (900.0, 400.0),
            (300.0, 400.0),
        ];
        let cut = flat.map(|(x, y)| (x - 299.0, y));
        let aslant = [
            (300.0, 200.0),
            (900.0, 150.0),
            (900.0, 450.0),
            (300.0, 400.0),
        ];
        check(128, flat, 2.0, Trouble::Unclear);
        check(128, flat, 1.1, Trouble::TooSmall);
        check(128, cut, 2.0, Trouble::CutOff);
        check(30, flat, 2.0, Trouble::TooDark);
        check(252, flat, 2.0, Trouble::Glare);
        check(128, aslant, 2.0, Trouble::NotFlat);
    }
}

//! Views of a picture for the open-source decoder, whose reading counts if two of them agree.

use imaging::{Luma, Quad};

use crate::effort::Effort;
use crate::rectify::square;
use crate::rxing_fallback;
use crate::symbol::Symbol;

/// The steps of work for one attempt of the second decoder.
pub(crate) const SECOND: u32 = 4;

/// Asks the open-source decoder about samplings of one place until two readings agree. `steps` is
/// the work of one reading.
pub(crate) fn read_samplings(
    samplings: impl Iterator<Item = square::Sampling>,
    steps: u32,
    effort: &mut Effort,
) -> Option<Symbol> {
    let mut ballot = Ballot::default();
    for sampling in samplings {
        if !effort.spend(steps) {
            break;
        }
        let reading = rxing_fallback::read(&sampling.luma).map(|found| Symbol {
            quad: sampling.place(&found.quad),
            ..found
        });
        if let Some(elected) = reading.and_then(|symbol| ballot.cast(symbol)) {
            return Some(elected);
        }
    }
    None
}

/// Tries the picture as it is, and a little smaller, for symbols so clean that nothing has to be
/// squared up.
pub(crate) fn read_whole(luma: &Luma, effort: &mut Effort) -> Option<Symbol> {
    let mut ballot = Ballot::default();
    let longest = luma.width().max(luma.height());
    for turned in [false, true] {
        // A symbol that cannot be read in either size is not read after turning either.
        if turned && ballot.readings.is_empty() {
            break;
        }
        // The decoder tells black from white by the surroundings, and a bar of eight wide modules
        // fills them. Symbols with more than three or four pixels per module are therefore read
        // after shrinking.
        for (share, steps) in [
            (1.0, SECOND),
            (0.8, SECOND),
            (0.6, SECOND),
            (0.45, 1),
            (0.32, 1),
            (0.22, 1),
            (0.15, 1),
        ] {
            if !effort.spend(steps) {
                return None;
            }
            let side = f64::from(longest) * share;
            let (smaller, factor) = imaging::fit_within(luma, side as u32);
            let view = if turned {
                square::half_turned(&smaller)
            } else {
                smaller.clone()
            };
            let Some(mut symbol) = rxing_fallback::read(&view) else {
                continue;
            };
            if turned {
                let (right, bottom) = (
                    f64::from(view.width()) - 1.0,
                    f64::from(view.height()) - 1.0,
                );
                symbol.quad = Quad(
                    symbol
                        .quad
                        .0
                        .map(|p| imaging::Point::new(right - p.x, bottom - p.y)),
                );
            }
            symbol.quad = symbol.quad.scaled(factor);
            if let Some(elected) = ballot.cast(symbol) {
                return Some(elected);
            }
        }
    }
    None
}

/// Returns true if nearly all of a picture is black or white, as programs draw it but no camera
/// records it. The bars of such a symbol may be too wide to look like a texture.
pub(crate) fn is_rendered(luma: &Luma) -> bool {
    let sample = || luma.data().iter().step_by(97);
    let extreme = sample().filter(|&&grey| !(40..=215).contains(&grey));
    extreme.count() * 20 >= sample().count() * 19
}

/// The whole picture in small sizes, for the open-source decoder.
pub(crate) fn read_shrunk(luma: &Luma, effort: &mut Effort) -> Option<Symbol> {
    /// Pixels of each size: a symbol of 60 by 20 modules and one of 90 by 700 come out with two to
    /// four pixels a module in two of them at least.
    const SIZES: [f64; 9] = [28e3, 57e3, 113e3, 226e3, 420e3, 40e3, 80e3, 160e3, 14e3];
    let pixels = luma.data().len() as f64;
    let longest = f64::from(luma.width().max(luma.height()));
    let mut ballot = Ballot::default();
    // Shrinking the picture once is cheaper than shrinking it nine times.
    let (half, factor) = imaging::fit_within(luma, (longest * (900e3 / pixels).sqrt()) as u32);
    for size in SIZES {
        if !effort.spend(1) {
            break;
        }
        let side = longest * (size / pixels).sqrt();
        let (small, further) = imaging::fit_within(&half, side as u32);
        let Some(symbol) = rxing_fallback::read(&small) else {
            continue;
        };
        let quad = symbol.quad.scaled(further * factor);
        if let Some(elected) = ballot.cast(Symbol { quad, ..symbol }) {
            return Some(elected);
        }
    }
    None
}

/// The readings of one place, and how often each was made.
#[derive(Debug, Default)]
struct Ballot {
    readings: Vec<Symbol>,
}

impl Ballot {
    /// Counts a reading and returns the one that now has two votes.
    fn cast(&mut self, symbol: Symbol) -> Option<Symbol> {
        if let Some(known) = self.readings.iter_mut().find(|r| r.bytes == symbol.bytes) {
            known.agreement += 1;
            return Some(known.clone());
        }
        self.readings.push(symbol);
        None
    }
}

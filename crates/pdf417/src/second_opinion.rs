//! Asks the open-source decoder for a second opinion on several views, whose result counts if two
//! agree.

use imaging::{Luma, Quad};

use crate::effort::Effort;
use crate::rectify::sampling::Sampling;
use crate::rectify::square;
use crate::rxing_fallback;
use crate::symbol::Symbol;

/// The number of steps of work for one attempt of the second decoder.
pub(crate) const STEPS_PER_ATTEMPT: u32 = 4;

/// Reads samplings of a place with the open-source decoder until two readings agree. `steps` is the
/// work of one reading.
pub(crate) fn read_samplings(
    samplings: impl Iterator<Item = Sampling>,
    steps: u32,
    effort: &mut Effort,
) -> Option<Symbol> {
    let mut votes = Votes::default();
    for sampling in samplings {
        if !effort.spend(steps) {
            break;
        }
        let reading = rxing_fallback::read(&sampling.luma).map(|found| Symbol {
            quad: sampling.place(&found.quad),
            ..found
        });
        if let Some(elected) = reading.and_then(|symbol| votes.cast(symbol)) {
            return Some(elected);
        }
    }
    None
}

/// Reads the picture as it is, and slightly smaller, for symbols that are clean enough not to need
/// rectification.
pub(crate) fn read_whole(luma: &Luma, effort: &mut Effort) -> Option<Symbol> {
    let mut votes = Votes::default();
    let longest = luma.width().max(luma.height());
    for turned in [false, true] {
        // If a symbol cannot be read at either size, rotating the picture will not help.
        if turned && votes.readings.is_empty() {
            break;
        }
        // The decoder compares each pixel with its surroundings, which a bar of eight wide modules
        // fills. So symbols with more than three or four pixels per module are shrunk before
        // reading.
        for (share, steps) in [
            (1.0, STEPS_PER_ATTEMPT),
            (0.8, STEPS_PER_ATTEMPT),
            (0.6, STEPS_PER_ATTEMPT),
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
            if let Some(elected) = votes.cast(symbol) {
                return Some(elected);
            }
        }
    }
    None
}

/// Returns true if almost every pixel is black or white, which programs produce but no camera does.
/// The bars of such a symbol may be too wide to look like a texture.
pub(crate) fn is_rendered(luma: &Luma) -> bool {
    let sample = || luma.data().iter().step_by(97);
    let extreme = sample().filter(|&&grey| !(40..=215).contains(&grey));
    extreme.count() * 20 >= sample().count() * 19
}

/// Reads the whole picture in small sizes with the open-source decoder.
pub(crate) fn read_shrunk(luma: &Luma, effort: &mut Effort) -> Option<Symbol> {
    /// The number of pixels in each size. In at least two of them, symbols of 60 × 20 to 90 × 700
    /// modules have two to four pixels per module.
    const SIZES: [f64; 9] = [28e3, 57e3, 113e3, 226e3, 420e3, 40e3, 80e3, 160e3, 14e3];
    let pixels = luma.data().len() as f64;
    let longest = f64::from(luma.width().max(luma.height()));
    let mut votes = Votes::default();
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
        if let Some(elected) = votes.cast(Symbol { quad, ..symbol }) {
            return Some(elected);
        }
    }
    None
}

/// The readings of a place, and how often each was made.
#[derive(Debug, Default)]
struct Votes {
    readings: Vec<Symbol>,
}

impl Votes {
    /// Counts a reading, and returns it if it now has two votes.
    fn cast(&mut self, symbol: Symbol) -> Option<Symbol> {
        if let Some(known) = self.readings.iter_mut().find(|r| r.bytes == symbol.bytes) {
            known.agreement += 1;
            return Some(known.clone());
        }
        self.readings.push(symbol);
        None
    }
}

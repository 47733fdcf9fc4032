//! Reads all symbols of a picture, trying the likeliest places first.

use imaging::{Picture, Quad};

use crate::effort::Effort;
use crate::locate;
use crate::options::Options;
use crate::reader::{self, Reading, ViewSelection};
use crate::rectify::square;
use crate::second_opinion::{
    STEPS_PER_ATTEMPT, is_rendered, read_samplings, read_shrunk, read_whole,
};
use crate::symbol::Symbol;

/// Pictures with at most this many pixels may have been cropped to a symbol.
const MAX_CROPPED_PIXELS: usize = 700_000;
/// The texture of pictures with at most this many pixels is not conclusive.
const MAX_THUMBNAIL_PIXELS: usize = 120_000;

/// The number of likely places that are viewed from all sides.
const LIKELY_PLACES: usize = 2;
/// The number of places that are viewed once even if they do not look like bars.
const UNLIKELY_PLACES: usize = 2;

/// Reads the PDF417 symbols in a picture. The result is empty if there are none, or none that can
/// be read with certainty.
///
/// The work is bounded by [`Options::attempts`]. Besides the picture itself, it takes at most 24 MB
/// of memory, and two bytes per pixel if a place is as large as the picture. A photograph of 12
/// megapixels took 25 to 30 MB in all, including its decoding and 12 MB for the picture.
///
/// ```
/// use imaging::{Luma, Picture};
/// use pdf417::{Options, read};
///
/// let blank = Picture::from_luma(Luma::filled(640, 480, 200));
/// assert!(read(&blank, &Options::default()).is_empty());
/// ```
#[must_use]
pub fn read(picture: &Picture, options: &Options) -> Vec<Symbol> {
    let luma = picture.luma();
    let mut effort = Effort {
        left: options.attempts,
    };
    let mut symbols: Vec<Symbol> = Vec::new();
    let (mut doubtful, mut hopeless) = (Vec::new(), Vec::<Quad>::new());
    let places = locate::places(luma);
    let is_hopeful = places.iter().any(locate::Place::is_likely);
    let pixels = luma.data().len();
    // Small pictures are often cropped to the symbol, so the whole picture is the first place.
    if pixels <= MAX_CROPPED_PIXELS && (is_hopeful || pixels <= MAX_THUMBNAIL_PIXELS) {
        let frame = Quad::of_size(luma.width(), luma.height());
        let read = effort.lend(|part| reader::read(luma, &frame, ViewSelection::All, part));
        match read {
            Reading::Read(symbol) => add(&mut symbols, symbol),
            // The open-source decoder is better at clean symbols with one or two pixels per module.
            _ => read_whole(luma, &mut effort)
                .into_iter()
                .for_each(|symbol| add(&mut symbols, symbol)),
        }
    }
    let mut likeliest = None;
    for (rank, place) in places.into_iter().enumerate() {
        if symbols.len() >= options.symbols.max(1) {
            return symbols;
        }
        let centre = place.quad.centre();
        let mut known = (symbols.iter().map(|symbol| symbol.quad)).chain(hopeless.iter().copied());
        if known.any(|quad| quad.contains(centre)) {
            continue;
        }
        let looks = if place.is_likely() && rank < LIKELY_PLACES {
            ViewSelection::All
        } else if place.is_likely() || rank < UNLIKELY_PLACES {
            ViewSelection::First
        } else {
            continue;
        };
        match effort.lend(|part| reader::read(luma, &place.quad, looks, part)) {
            Reading::Read(symbol) => add(&mut symbols, symbol),
            Reading::Seen(sighting) => {
                doubtful.push(sighting.quad);
                hopeless.extend(sighting.is_hopeless.then_some(sighting.quad));
            }
            Reading::Nothing => {
                likeliest = likeliest.or(place.is_likely().then_some(place.quad));
            }
        }
    }
    // The second opinion is slower and finds little more, so it comes last, and only for places
    // that our own reader found and could not read.
    if let Some(place) = doubtful.first().filter(|_| symbols.is_empty()) {
        let samplings = square::samplings(luma, place).take(4);
        symbols.extend(read_samplings(samplings, STEPS_PER_ATTEMPT, &mut effort));
    }
    // A compact symbol has no stop pattern, so our own reader cannot find it.
    if let Some(place) = likeliest.filter(|_| symbols.is_empty()) {
        let samplings = square::small_samplings(luma, &place);
        symbols.extend(read_samplings(samplings, 1, &mut effort));
    }
    // It cannot find a clean symbol either that is so large that it fills the whole picture.
    if symbols.is_empty() && pixels > MAX_CROPPED_PIXELS && (is_hopeful || is_rendered(luma)) {
        symbols.extend(read_shrunk(luma, &mut effort));
    }
    symbols
}

/// Adds a symbol unless it was already read. Of two readings of the same place the first one
/// counts; the same message elsewhere in the picture is another symbol.
fn add(symbols: &mut Vec<Symbol>, symbol: Symbol) {
    let is_at = |known: &Symbol| {
        known.quad.contains(symbol.quad.centre()) || symbol.quad.contains(known.quad.centre())
    };
    if !symbols.iter().any(is_at) {
        symbols.push(symbol);
    }
}

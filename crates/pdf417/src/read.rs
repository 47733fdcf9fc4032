//! All symbols of a picture, the likeliest places first.

use imaging::{Picture, Quad};

use crate::effort::Effort;
use crate::locate;
use crate::options::Options;
use crate::reader::{self, Looks, Reading};
use crate::rectify::square;
use crate::second_opinion::{SECOND, is_rendered, read_samplings, read_shrunk, read_whole};
use crate::symbol::Symbol;

/// Most pixels of a picture that is taken for one cut out around a symbol.
const CUT_OUT: usize = 700_000;
/// Most pixels of a picture so small that texture tells little about it.
const THUMBNAIL: usize = 120_000;

/// Places below this rank are looked at from all sides where something looks like bars.
const LIKELY: usize = 2;
/// Places up to this rank are looked at once even where nothing looks like bars.
const UNLIKELY: usize = 2;
/// Reads the PDF417 symbols in a picture. The answer is empty when there is none, or none that
/// can be read for certain.
///
/// The work is bounded by [`Options::attempts`]. The memory beyond the picture itself is at most
/// two bytes for each of its pixels (a place as large as the whole picture, cut out with a border)
/// and 24 MB whatever its size. A photograph of 12 megapixels took 25 to 30 MB in all, the 12 MB of
/// the picture and its decoding included.
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
    // Whoever sends a small picture has cut it out already: the frame itself is the first place.
    if pixels <= CUT_OUT && (is_hopeful || pixels <= THUMBNAIL) {
        let frame = Quad::of_size(luma.width(), luma.height());
        let read = effort.lend(|part| reader::read(luma, &frame, Looks::All, part));
        match read {
            Reading::Read(symbol) => add(&mut symbols, symbol),
            // Clean symbols of one or two pixels a module are where the open decoder is better.
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
        let looks = if place.is_likely() && rank < LIKELY {
            Looks::All
        } else if place.is_likely() || rank < UNLIKELY {
            Looks::First
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
    // The second opinion is slower and finds little more, so it is asked last and only about what
    // our own reader saw and could not read.
    if let Some(place) = doubtful.first().filter(|_| symbols.is_empty()) {
        let samplings = square::samplings(luma, place).take(4);
        symbols.extend(read_samplings(samplings, SECOND, &mut effort));
    }
    // A compact symbol has no stop pattern, and our own reader sees nothing where it is.
    if let Some(place) = likeliest.filter(|_| symbols.is_empty()) {
        let samplings = square::small_samplings(luma, &place);
        symbols.extend(read_samplings(samplings, 1, &mut effort));
    }
    // Neither does it see a symbol that is clean and so large, or so tall, that it fills the whole
    // picture.
    if symbols.is_empty() && pixels > CUT_OUT && (is_hopeful || is_rendered(luma)) {
        symbols.extend(read_shrunk(luma, &mut effort));
    }
    symbols
}

/// Keeps a symbol, unless it is one that was read before: of two readings of one place, the first
/// counts. The same message elsewhere in the picture is another symbol.
fn add(symbols: &mut Vec<Symbol>, symbol: Symbol) {
    let is_at = |known: &Symbol| {
        known.quad.contains(symbol.quad.centre()) || symbol.quad.contains(known.quad.centre())
    };
    if !symbols.iter().any(is_at) {
        symbols.push(symbol);
    }
}

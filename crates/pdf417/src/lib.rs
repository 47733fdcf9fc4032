//! PDF417 (ISO/IEC 15438): stacked bar codes found anywhere in a picture, at any angle, and read.
//!
//! The work goes in steps. `locate` finds where a symbol may lie; `rectify::slant` tells which way its rows
//! and bars run; `rectify::square` samples that place as if seen from straight above; `guards` finds the start and stop patterns along its height, and
//! `rectify::straight` samples anew between them; `columns` and `rows` divide the result into cells, which
//! may follow a bent card; `cells` compares each cell with every codeword as a blurred camera
//! would see it; `reader` corrects the codewords and `message` turns them into characters. Open
//! decoders follow scan lines and lose an ordinary licence at four degrees of rotation, so the
//! geometry comes first. One of them (`rxing_fallback`) is asked where our own reader fails.
//!
//! A wrong text is worse than none. Reed–Solomon decoding close to its capacity can invent a
//! message, so a reading counts only while the chance of that is below one in 10^8, and a reading
//! of the second decoder, which does not tell its margin, only when two samplings agree on it.
//! This module knows nothing of what the text means.

#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops: every index is bounded by the dimensions the buffer was made with"
)]
#![warn(missing_docs)]

mod bands;
mod cells;
mod charset;
mod columns;
mod frame;
mod guards;
mod locate;
mod matched_filter;
mod message;
mod reader;
mod rectify;
mod reed_solomon;
mod rows;
mod rxing_fallback;
mod symbology;

use imaging::{Luma, Picture, Quad};

pub use frame::{Sight, Trouble, glance, read_frame};

use reader::{Looks, Sighting};
use rectify::square;

/// How hard to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Most steps of work, over all places: a view of a place searched for guards is one, a
    /// lattice laid over what they bound one for each 400,000 pixels of the straightened symbol
    /// (most have fewer), a try of the second decoder four. A step takes 5 to 20 ms of one core.
    /// Default 64.
    pub attempts: u32,
    /// Most symbols to look for; the search ends with the last of them. Default 1.
    pub symbols: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            attempts: 64,
            symbols: 1,
        }
    }
}

/// A symbol that was read.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Symbol {
    /// The message as text: ISO 8859-1 unless the symbol switches by an extended channel
    /// interpretation.
    pub text: String,
    /// The message as bytes, before any interpretation of characters.
    pub bytes: Vec<u8>,
    /// Where it lies, in pixels of the upright picture; the first corner is the top left of the
    /// symbol as printed.
    pub quad: Quad,
    /// How much stands behind the message: 2 for our own reader, whose margin speaks for itself;
    /// for the second decoder the number of samplings that agreed, at least 2.
    pub agreement: u32,
}

/// The message may be a person's licence: a log shows its length only.
impl std::fmt::Debug for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Symbol({} bytes, agreement {})",
            self.bytes.len(),
            self.agreement
        )
    }
}

/// Reads the PDF417 symbols in a picture. The answer is empty when there is none, or none that
/// can be read for certain.
///
/// The work is bounded by [`Options::attempts`]. The memory beyond the picture itself is at most two
/// bytes for each of its pixels (a place as large as the whole picture, cut out with a border) and
/// 24 MB whatever its size. A photograph of 12 megapixels took 25 to 30 MB in all, the 12 MB of the
/// picture and its decoding included.
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

/// How far a reading of one place came.
#[derive(Debug)]
enum Reading {
    Read(Symbol),
    /// Start and stop patterns are there, but not enough of what is between them.
    Seen(Sighting),
    Nothing,
}

/// Most pixels of a picture that is taken for one cut out around a symbol.
const CUT_OUT: usize = 700_000;
/// Most pixels of a picture so small that texture tells little about it.
const THUMBNAIL: usize = 120_000;

/// Places below this rank are looked at from all sides where something looks like bars.
const LIKELY: usize = 2;
/// Places up to this rank are looked at once even where nothing looks like bars.
const UNLIKELY: usize = 2;
/// Most steps of work that one place may take.
const PLACE: u32 = 24;
/// Steps of work that a try of the second decoder takes.
const SECOND: u32 = 4;

/// Work that is left. Counted instead of timed, so that a reading depends on the picture alone
/// and not on how busy the machine is.
#[derive(Debug)]
struct Effort {
    left: u32,
}

impl Effort {
    /// Lets one place have so much that others still get their share.
    fn lend<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let lent = self.left.min(PLACE);
        let mut part = Self { left: lent };
        let done = work(&mut part);
        self.left -= lent - part.left;
        done
    }

    /// Takes so many steps; false when there are none left.
    fn spend(&mut self, steps: u32) -> bool {
        let able = self.left > 0;
        self.left = self.left.saturating_sub(steps);
        able
    }
}

/// Asks the open decoder about samplings of one place until it says the same twice. `steps` is the
/// work of one answer.
fn read_samplings(
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

/// The picture as it is, and a little smaller: for symbols so clean that nothing has to be
/// squared up.
fn read_whole(luma: &Luma, effort: &mut Effort) -> Option<Symbol> {
    let mut ballot = Ballot::default();
    let longest = luma.width().max(luma.height());
    for turned in [false, true] {
        // What is read neither large nor small is not worth another turn.
        if turned && ballot.readings.is_empty() {
            break;
        }
        // The decoder tells black from white by their surroundings, which a bar of eight wide
        // modules fills: what has more than three or four pixels a module is read when it is
        // shrunk.
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

/// Whether nearly all of a picture is black or white, as programs draw it and no camera takes it.
/// Bars of such a symbol may be too wide to look like a texture.
fn is_rendered(luma: &Luma) -> bool {
    let sample = || luma.data().iter().step_by(97);
    let extreme = sample().filter(|&&grey| !(40..=215).contains(&grey));
    extreme.count() * 20 >= sample().count() * 19
}

/// The whole picture in small sizes, for the open decoder.
fn read_shrunk(luma: &Luma, effort: &mut Effort) -> Option<Symbol> {
    /// Pixels of each size: a symbol of 60 by 20 modules and one of 90 by 700 come out with two to
    /// four pixels a module in two of them at least.
    const SIZES: [f64; 9] = [28e3, 57e3, 113e3, 226e3, 420e3, 40e3, 80e3, 160e3, 14e3];
    let pixels = luma.data().len() as f64;
    let longest = f64::from(luma.width().max(luma.height()));
    let mut ballot = Ballot::default();
    // To shrink the picture once is cheaper than to shrink it nine times.
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

/// Readings of one place, and how often each was made.
#[derive(Debug, Default)]
struct Ballot {
    readings: Vec<Symbol>,
}

impl Ballot {
    /// Counts a reading; gives back the one that now has two votes.
    fn cast(&mut self, symbol: Symbol) -> Option<Symbol> {
        if let Some(known) = self.readings.iter_mut().find(|r| r.bytes == symbol.bytes) {
            known.agreement += 1;
            return Some(known.clone());
        }
        self.readings.push(symbol);
        None
    }
}

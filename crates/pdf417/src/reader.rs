//! This crate's own reader: guards, columns, rows, soft decisions, and correction with a margin.

use imaging::{Luma, Point, Quad};

use super::cells::{Cell, Grid};
use super::matched_filter::Bank;
use super::rectify::sampling::Sampling;
use super::rectify::square;
use super::rectify::straight::Straight;
use super::reed_solomon::{Correction, PRIME, correct};
use super::rows::{Rows, STEP};
use super::symbology::{STOP_MODULES, Shape};
use super::{columns, guards, message};
use crate::effort::Effort;
use crate::symbol::Symbol;

/// How far the reading of a place got.
#[derive(Debug)]
pub(crate) enum Reading {
    Read(Symbol),
    /// Start and stop patterns were found, but not enough between them.
    Seen(Sighting),
    Nothing,
}

/// The maximum probability, as a power of ten, that the correction made up the message. It is only
/// reached if there are far fewer errors than the check words can correct.
const MAX_CHANCE_LOG10: f64 = -8.5;

/// The number of steps of work for searching a view for guards.
const STEPS_PER_VIEW: u32 = 1;
/// The number of pixels of a straightened symbol that a lattice is laid on in one step of work.
const PIXELS_PER_STEP: u32 = 400_000;

/// The mean correlation of the codewords of a lattice that fits well.
const GOOD_FIT: f32 = 0.93;
/// The number of lattices that fit well after which the reader gives up. No symbol was ever read at
/// the fourth if it was not read at the third.
const MAX_GOOD_FITS: u32 = 3;

/// The lead of every codeword in a symbol that is accepted without correction. The lowest level has
/// two check words, which alone would accept one wrong reading in a million.
const MIN_LEAD: f32 = 0.06;

/// Which views of a place are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ViewSelection {
    /// All of them, and again rectified by what they show.
    All,
    /// Only the likeliest one.
    First,
    /// Only the likeliest one, and only if it cannot be anything but a symbol.
    Frame,
}

impl ViewSelection {
    /// Returns the minimum correlation of both guards, summed over all bands, for laying a lattice.
    /// A perfect symbol has 64. Of more than 200 drawn photographs that were read, the lowest had
    /// 11.9 (15.3 as frames), and the lowest small clean symbol had 9.8.
    fn least_guards(self) -> f64 {
        match self {
            Self::All | Self::First => 8.0,
            Self::Frame => 13.0,
        }
    }
}

/// A symbol whose guards and rows were found, but whose message was not read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sighting {
    /// The outline, in pixels of the picture.
    pub(super) quad: Quad,
    /// The width of the modules, in pixels of the picture.
    pub(super) module: f64,
    /// Whether the row indicators agree on a shape, so that it is certainly a symbol.
    pub(super) has_shape: bool,
    /// Whether several views fit well although the symbol was not read, so that the missing
    /// information is not in the picture.
    pub(super) is_hopeless: bool,
}

/// Reads the symbol at an approximate place of the picture.
pub(super) fn read(
    luma: &Luma,
    place: &Quad,
    looks: ViewSelection,
    effort: &mut Effort,
) -> Reading {
    let Some(crop) = square::Crop::around(luma, place) else {
        return Reading::Nothing;
    };
    let mut seen = None;
    let mut memory = Memory {
        may_be_mirrored: true,
        gathered: None,
        fitting: 0,
        has_shape: false,
    };
    let (views, times) = match looks {
        ViewSelection::All => (2, 3),
        ViewSelection::First | ViewSelection::Frame => (1, 1),
    };
    for view in crop.views().take(views) {
        let mut view = Some(view);
        // A lattice that was not read still shows the symbol's corners better than the texture did,
        // so the place is viewed again, rectified by them.
        for _ in 0..times {
            let Some(sampling) = view.take().filter(|_| effort.spend(STEPS_PER_VIEW)) else {
                break;
            };
            match read_view(&crop, &sampling, looks, &mut memory, effort) {
                Outcome::Read(symbol) => return Reading::Read(symbol),
                Outcome::Outline { quad, modules } => {
                    view = crop.view(&quad);
                    let quad = crop.place(&quad);
                    let sighting = seen.get_or_insert(Sighting {
                        quad,
                        module: quad.width() / modules,
                        has_shape: false,
                        is_hopeless: false,
                    });
                    sighting.has_shape |= memory.has_shape;
                    if memory.fitting >= MAX_GOOD_FITS {
                        sighting.is_hopeless = true;
                        return Reading::Seen(*sighting);
                    }
                }
                Outcome::Nothing => {}
            }
        }
    }
    seen.map_or(Reading::Nothing, Reading::Seen)
}

/// What is kept between the views of a place.
struct Memory {
    /// Whether no view has been tried as a mirror image yet.
    may_be_mirrored: bool,
    /// The most certain cells of all views so far, for a symbol of this shape.
    gathered: Option<(Shape, Vec<Cell>)>,
    /// The number of lattices that fit well but were not read.
    fitting: u32,
    /// Whether the indicators of some lattice agree.
    has_shape: bool,
}

impl Memory {
    /// Keeps the more certain of this view's and the previous cell at each place, because a lattice
    /// may be off in one part and fit in another. Returns `None` if there was no view of such a
    /// symbol before.
    fn join(&mut self, shape: Shape, cells: Vec<Cell>) -> Option<&[Cell]> {
        let known = self.gathered.take().filter(|known| known.0 == shape);
        let Some((_, mut gathered)) = known else {
            self.gathered = Some((shape, cells));
            return None;
        };
        for (old, new) in gathered.iter_mut().zip(cells) {
            if new.certainty() > old.certainty() {
                *old = new;
            }
        }
        let (_, gathered) = self.gathered.insert((shape, gathered));
        Some(gathered)
    }
}

/// How far the reading of a view got.
enum Outcome {
    Read(Symbol),
    /// Rows and columns were found. The corners are in pixels of the crop.
    Outline {
        quad: Quad,
        modules: f64,
    },
    Nothing,
}

fn read_view(
    crop: &square::Crop,
    view: &Sampling,
    looks: ViewSelection,
    memory: &mut Memory,
    effort: &mut Effort,
) -> Outcome {
    let Some(frame) = guards::find(&view.luma) else {
        return Outcome::Nothing;
    };
    if frame.weight() < looks.least_guards() {
        let is_something = frame.weight() >= ViewSelection::All.least_guards();
        return bounded(view, frame)
            .filter(|_| is_something)
            .unwrap_or(Outcome::Nothing);
    }
    let Some(straight) = Straight::sample(&crop.luma, view, frame) else {
        return Outcome::Nothing;
    };
    let columns = columns::find(&straight.luma, straight.pitch());
    let modules = straight.modules;
    let outlined = |quad| Outcome::Outline { quad, modules };
    let mut outline = None;
    let lattice = (straight.luma.data().len() as u32)
        .div_ceil(PIXELS_PER_STEP)
        .max(1);
    for columns in &columns {
        if !effort.spend(lattice) {
            break;
        }
        match read_lattice(crop, &straight, columns, memory) {
            Lattice::Read(symbol) => return Outcome::Read(symbol),
            Lattice::Shaped(quad) => {
                memory.has_shape = true;
                return outlined(quad);
            }
            Lattice::Rows(quad) => _ = outline.get_or_insert(quad),
            Lattice::Nothing => {}
        }
    }
    // Front cameras often show mirrored pictures. This is tried once per place.
    if let Some(columns) = columns
        .first()
        .filter(|_| std::mem::take(&mut memory.may_be_mirrored) && effort.spend(lattice))
    {
        match read_lattice(crop, &straight.mirrored(), columns, memory) {
            Lattice::Read(symbol) => return Outcome::Read(symbol),
            Lattice::Shaped(quad) => return outlined(quad),
            Lattice::Rows(_) | Lattice::Nothing => {}
        }
    }
    outline.map_or(Outcome::Nothing, outlined)
}

/// Returns what is between guards on which no lattice is laid.
fn bounded(view: &Sampling, frame: guards::GuardPair) -> Option<Outcome> {
    let map = view.map()?;
    let (width, height) = (f64::from(view.luma.width()), f64::from(view.luma.height()));
    let corner = |x: f64, y: f64| {
        map.apply(if frame.turned {
            Point::new(width - x, height - y)
        } else {
            Point::new(x, y)
        })
    };
    let end = STOP_MODULES as f64 * frame.stop.pitch;
    let span = frame.stop.at(height / 2.0) - frame.start.at(height / 2.0);
    Some(Outcome::Outline {
        quad: Quad([
            corner(frame.start.at(0.0), 0.0),
            corner(frame.stop.at(0.0) + end, 0.0),
            corner(frame.stop.at(height) + end, height),
            corner(frame.start.at(height), height),
        ]),
        modules: span / (frame.start.pitch * frame.stop.pitch).sqrt(),
    })
}

/// How far a division into columns got. Quads are outlines in the crop.
enum Lattice {
    Read(Symbol),
    /// The indicators agree on the symbol's shape, but its codewords could not be corrected.
    Shaped(Quad),
    /// Rows alternate, but the indicators make no sense.
    Rows(Quad),
    Nothing,
}

fn read_lattice(
    crop: &square::Crop,
    straight: &Straight,
    columns: &columns::Columns,
    memory: &mut Memory,
) -> Lattice {
    let Some(rows) = Rows::find(&straight.luma, columns) else {
        return Lattice::Nothing;
    };
    let height = f64::from(straight.luma.height()).max(STEP as f64);
    let corners = |first: f64, end: f64| {
        let side = |column| {
            (
                rows.top(first, column) / height,
                rows.top(end, column) / height,
            )
        };
        straight.outline(side(0), side(columns.data() + 1))
    };
    let grid = Grid::lay(&straight.luma, columns, &rows);
    let Some((shape, start)) = grid.shape() else {
        return Lattice::Rows(corners(0.0, rows.seen as f64));
    };
    let first = -start as f64;
    let quad = corners(first, first + shape.rows as f64);
    let cells = grid.data(shape, start);
    let score: f32 = cells.iter().map(|cell| cell.found.score).sum();
    if score > GOOD_FIT * cells.len() as f32 {
        memory.fitting += 1;
    }
    let words = settle(&cells, shape, grid.bank).or_else(|| {
        let joined = memory.join(shape, cells)?;
        settle(joined, shape, grid.bank)
    });
    match words.and_then(|words| message::decode(&words)) {
        Some(message) => Lattice::Read(Symbol {
            text: message.text,
            bytes: message.bytes,
            quad: crop.place(&quad),
            agreement: 2,
        }),
        None => Lattice::Shaped(quad),
    }
}

/// Corrects the codewords and returns the data after the length descriptor.
///
/// The least certain cells are treated as erasures, more of them in each attempt, as long as the
/// margin allows.
fn settle(cells: &[Cell], shape: Shape, bank: &Bank) -> Option<Vec<u32>> {
    let check = shape.check_words();
    let seen: Vec<u32> = cells.iter().map(|cell| cell.found.word).collect();
    let mut doubtful: Vec<usize> = (0..cells.len()).collect();
    let certainty = |at: usize| cells[at].certainty();
    doubtful.sort_by(|&a, &b| certainty(a).total_cmp(&certainty(b)));
    let step = (check / 24).max(1);
    for erasures in (0..check).step_by(step) {
        let mut words = seen.clone();
        let Some(correction) = correct(&mut words, check, &doubtful[..erasures]) else {
            continue;
        };
        let is_clean = correction
            == Correction {
                errors: 0,
                erasures: 0,
            }
            && cells.iter().all(|cell| cell.found.lead > MIN_LEAD);
        if chance(cells.len(), check, correction) > MAX_CHANCE_LOG10 && !is_clean {
            continue;
        }
        let length = words[0] as usize;
        if length == 0 || length > words.len() - check || !is_plausible(cells, &words, bank) {
            continue;
        }
        return Some(words[1..length].to_vec());
    }
    None
}

/// Returns the probability, as a power of ten, that random words are corrected with so few errors:
/// the fraction of all words that are this close to a codeword of the Reed–Solomon code.
fn chance(words: usize, check: usize, correction: Correction) -> f64 {
    let places = words - correction.erasures;
    let choices: f64 = (0..correction.errors)
        .map(|i| ((places - i) as f64 / (i + 1) as f64).log10())
        .sum();
    let free = check as f64 - correction.erasures as f64 - correction.errors as f64;
    choices - free * f64::from(PRIME).log10()
}

/// Returns true if the corrected message still matches the picture, which one made up from noise
/// does not.
fn is_plausible(cells: &[Cell], words: &[u32], bank: &Bank) -> bool {
    let fit: f32 = cells
        .iter()
        .zip(words)
        .map(|(cell, &word)| cell.score(bank, word))
        .sum();
    fit / cells.len() as f32 > 0.5
}

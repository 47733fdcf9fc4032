//! Our own reader: guards, columns, rows, soft codewords, correction with a margin.

use imaging::{Luma, Quad};

use super::cells::{Cell, Grid};
use super::matched::Bank;
use super::reed_solomon::{Correction, PRIME, correct};
use super::rows::{Rows, STEP};
use super::straight::Straight;
use super::symbology::Shape;
use super::{Effort, Reading, Symbol, columns, guards, message, square};

/// The chance, as a power of ten, that correction made this message up: reached only far enough
/// below what the check words could mend at most.
const MOST_CHANCE: f64 = -8.5;

/// Lead of every codeword in a symbol that is believed without correction. Two check words alone,
/// as the lowest level has them, would let one wrong reading in a million pass.
const CLEAR_LEAD: f32 = 0.06;

/// Reads the symbol in a rough place of the picture. Each view that is searched costs effort.
pub(super) fn read(luma: &Luma, place: &Quad, effort: &mut Effort) -> Reading {
    let Some(crop) = square::Crop::around(luma, place) else {
        return Reading::Nothing;
    };
    let mut seen = false;
    for (n, view) in crop.views().enumerate() {
        // What was seen this way round is no mirror image.
        if seen && n >= 2 {
            break;
        }
        let mut view = Some(view);
        // A lattice that was found but could not be read shows the symbol's corners better than
        // its texture did: look again, squared up to them.
        for _ in 0..3 {
            let Some(sampling) = view.take().filter(|_| effort.spend()) else {
                break;
            };
            match read_view(&crop, &sampling) {
                Outcome::Read(symbol) => return Reading::Read(symbol),
                Outcome::Outline(quad) => {
                    seen = true;
                    view = crop.view(&quad);
                }
                Outcome::Nothing => {}
            }
        }
    }
    if seen {
        Reading::Seen
    } else {
        Reading::Nothing
    }
}

/// How far one view led.
enum Outcome {
    Read(Symbol),
    /// Rows and columns were found, here are their corners in the crop.
    Outline(Quad),
    Nothing,
}

fn read_view(crop: &square::Crop, view: &square::Sampling) -> Outcome {
    let Some(frame) = guards::find(&view.luma) else {
        return Outcome::Nothing;
    };
    let Some(straight) = Straight::sample(&crop.luma, view, frame) else {
        return Outcome::Nothing;
    };
    let mut outline = None;
    for columns in columns::find(&straight.luma, straight.pitch()) {
        let Some(rows) = Rows::find(&straight.luma, &columns) else {
            continue;
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
        outline.get_or_insert_with(|| corners(0.0, rows.seen as f64));
        let grid = Grid::lay(&straight.luma, &columns, &rows);
        let Some((shape, start)) = grid.shape() else {
            continue;
        };
        let first = -start as f64;
        let quad = corners(first, first + shape.rows as f64);
        outline = Some(quad);
        let cells = grid.data(shape, start);
        let message = settle(&cells, shape, grid.bank).and_then(|words| message::decode(&words));
        if let Some(message) = message {
            return Outcome::Read(Symbol {
                text: message.text,
                bytes: message.bytes,
                quad: crop.place(&quad),
                agreement: 2,
            });
        }
        break;
    }
    outline.map_or(Outcome::Nothing, Outcome::Outline)
}

/// Corrects the codewords and gives the data behind the length descriptor.
///
/// The least certain cells are given up as erasures, more of them at each try, as long as the
/// margin allows.
fn settle(cells: &[Cell], shape: Shape, bank: &Bank) -> Option<Vec<u32>> {
    let check = shape.check_words();
    let seen: Vec<u32> = cells.iter().map(|cell| cell.found.word).collect();
    let mut doubtful: Vec<usize> = (0..cells.len()).collect();
    let certainty = |at: &usize| cells[*at].found.lead * cells[*at].found.score.max(0.0);
    doubtful.sort_by(|a, b| certainty(a).total_cmp(&certainty(b)));
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
            && cells.iter().all(|cell| cell.found.lead > CLEAR_LEAD);
        if chance(cells.len(), check, correction) > MOST_CHANCE && !is_clean {
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

/// Power of ten of the chance that words of no meaning would be corrected with so few errors:
/// the share of all words that lie that close to a codeword of the Reed–Solomon code.
fn chance(words: usize, check: usize, correction: Correction) -> f64 {
    let places = words - correction.erasures;
    let choices: f64 = (0..correction.errors)
        .map(|i| ((places - i) as f64 / (i + 1) as f64).log10())
        .sum();
    let free = check as f64 - correction.erasures as f64 - correction.errors as f64;
    choices - free * f64::from(PRIME).log10()
}

/// Whether what was corrected still looks like the picture: a message made up from noise does not.
fn is_plausible(cells: &[Cell], words: &[u32], bank: &Bank) -> bool {
    let fit: f32 = cells
        .iter()
        .zip(words)
        .map(|(cell, &word)| cell.score(bank, word))
        .sum();
    fit / cells.len() as f32 > 0.5
}

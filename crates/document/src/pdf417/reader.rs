//! Our own reader: guards, columns, rows, soft codewords, correction with a margin.

use imaging::{Luma, Quad};

use super::cells::{Cell, Grid};
use super::matched::Bank;
use super::reed_solomon::correct;
use super::rows::{Rows, STEP};
use super::straight::Straight;
use super::symbology::Shape;
use super::{Symbol, columns, guards, message, square};

/// Codewords by which a correction must stay below what it could do at most. Near its capacity a
/// correction can turn noise into a message.
const MARGIN: usize = 4;

/// Reads the symbol in a rough place of the picture.
pub(super) fn read(luma: &Luma, place: &Quad) -> Option<Symbol> {
    let crop = square::Crop::around(luma, place)?;
    for view in crop.views() {
        let Some(frame) = guards::find(&view.luma) else {
            continue;
        };
        let Some(straight) = Straight::sample(&crop.luma, &view, frame) else {
            continue;
        };
        for columns in columns::find(&straight.luma, straight.modules) {
            let Some(rows) = Rows::find(&straight.luma, &columns) else {
                continue;
            };
            let grid = Grid::lay(&straight.luma, &columns, &rows);
            let Some((shape, start)) = grid.shape() else {
                continue;
            };
            let cells = grid.data(shape, start);
            let Some(words) = settle(&cells, shape, grid.bank) else {
                continue;
            };
            let Some(message) = message::decode(&words) else {
                continue;
            };
            let height = f64::from(straight.luma.height()).max(STEP as f64);
            let first = -start as f64;
            let end = first + shape.rows as f64;
            let side = |column| {
                (
                    rows.top(first, column) / height,
                    rows.top(end, column) / height,
                )
            };
            let quad = straight.outline(side(0), side(shape.columns + 1));
            return Some(Symbol {
                text: message.text,
                bytes: message.bytes,
                quad: crop.place(&quad),
                agreement: 2,
            });
        }
    }
    None
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
    let margin = MARGIN.min(check);
    let most = check - margin;
    let plan = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|n| most * n / 8);
    let mut tried = usize::MAX;
    for erasures in plan {
        if erasures == tried {
            continue;
        }
        tried = erasures;
        let mut words = seen.clone();
        let Some(correction) = correct(&mut words, check, &doubtful[..erasures]) else {
            continue;
        };
        if 2 * correction.errors + correction.erasures > most {
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

/// Whether what was corrected still looks like the picture: a message made up from noise does not.
fn is_plausible(cells: &[Cell], words: &[u32], bank: &Bank) -> bool {
    let fit: f32 = cells
        .iter()
        .zip(words)
        .map(|(cell, &word)| cell.score(bank, word))
        .sum();
    fit / cells.len() as f32 > 0.5
}

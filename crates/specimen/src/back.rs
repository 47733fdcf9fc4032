//! Draws the side with the barcodes: the PDF417 symbol, the inventory barcode, a dark band on some
//! cards, and small print.

use crate::backdrop;
use crate::card::{CARD_HEIGHT, CARD_WIDTH, Card, Outline};
use crate::error::SpecimenError;
use crate::licence::Licence;
use crate::rng::Rng;
use crate::shape::{boxed, rounded};
use crate::sheet::{Face, Ink, Sheet, Type};
use crate::symbol::{self, Symbol};

/// The white margin around the symbol, in millimetres (at least two modules).
const QUIET: f32 = 1.6;

/// Draws the back of `licence` with the text of its barcode.
pub(crate) fn draw(licence: &Licence, text: &str) -> Result<Card, SpecimenError> {
    let mut sheet = Card::new_sheet(Outline::CARD)?;
    backdrop::draw(&mut sheet, Outline::CARD, licence.jurisdiction.title, 0.55);
    let mut rng = Rng::new(licence.seed, "back");
    let code = if rng.chance(0.45) {
        let symbol = Symbol::new(text, licence.seed, 24.5)?;
        stripe(&mut sheet);
        small_print(&mut sheet, licence, [4.0, 46.2], 54.0);
        serial(&mut sheet, licence, [60.0, 44.6]);
        place(&mut sheet, &symbol, text, [CARD_WIDTH / 2.0, 30.0])
    } else {
        let symbol = Symbol::new(text, licence.seed, 31.0)?;
        classes(&mut sheet, licence);
        serial(&mut sheet, licence, [60.0, 3.4]);
        // The symbol may be anywhere between the small print and the lower edge.
        let [_, tall] = symbol.size();
        let top = rng.between(15.6, (CARD_HEIGHT - 4.6 - tall).max(15.6));
        place(
            &mut sheet,
            &symbol,
            text,
            [CARD_WIDTH / 2.0, top + tall / 2.0],
        )
    };
    let fine = Type::new(Face::Humanist, 1.05, 0.02, Ink(70, 74, 90, 1.0)).spread(0.06);
    sheet.write(
        4.0,
        CARD_HEIGHT - 1.6,
        "SPECIMEN · NOT A VALID DOCUMENT",
        fine,
    );
    Ok(Card::finish(sheet, Outline::CARD).with_code(code))
}

/// Draws the symbol around a centre, on white.
fn place(sheet: &mut Sheet, symbol: &Symbol, text: &str, [x, y]: [f32; 2]) -> crate::card::Code {
    let [wide, tall] = symbol.size();
    let (left, top) = (x - wide / 2.0, y - tall / 2.0);
    let plate = rounded(
        left - QUIET,
        top - QUIET,
        wide + 2.0 * QUIET,
        tall + 2.0 * QUIET,
        0.6,
    );
    if let Some(plate) = plate {
        sheet.fill(&plate, Ink(252, 252, 250, 1.0));
    }
    symbol.draw(sheet, left, top, text)
}

/// Draws the dark band where older cards have their magnetic stripe (ISO/IEC 7811).
fn stripe(sheet: &mut Sheet) {
    if let Some(band) = boxed(0.0, 3.6, CARD_WIDTH, 11.0) {
        let dark = Ink(34, 30, 30, 1.0);
        let sheen = [dark, Ink(58, 52, 50, 1.0), dark];
        sheet.shade(&band, [0.0, 3.6], [0.0, 14.6], &sheen);
    }
}

/// Draws the inventory number as a thin barcode with its digits.
fn serial(sheet: &mut Sheet, licence: &Licence, [x, y]: [f32; 2]) {
    let digits = licence.inventory.as_str();
    if let Some(plate) = boxed(x - 1.6, y - 0.6, 22.8, 6.0) {
        sheet.fill(&plate, Ink(252, 252, 250, 1.0));
    }
    symbol::inventory(sheet, x, y, 3.4, digits);
    sheet.write(
        x,
        y + 5.0,
        digits,
        Type::new(Face::Even, 1.45, 0.02, Ink::BLACK),
    );
}

fn small_print(sheet: &mut Sheet, licence: &Licence, [x, y]: [f32; 2], width: f32) {
    let kind = Type::new(Face::Humanist, 1.3, 0.018, Ink(50, 54, 66, 1.0));
    let lines = [
        format!(
            "CLASS {}  END {}  RESTR {}",
            licence.class, licence.endorsements, licence.restrictions
        ),
        "Notify the issuer of a change of address within thirty days.".to_owned(),
        "If found, drop in any letter box; there is nobody to return it to.".to_owned(),
    ];
    for (line, text) in lines.iter().enumerate() {
        sheet.write_within(x, y + line as f32 * 1.9, width, text, kind);
    }
}

/// Draws the tall small print of cards without a band.
fn classes(sheet: &mut Sheet, licence: &Licence) {
    let heading = Type::new(
        Face::Humanist,
        1.9,
        0.04,
        backdrop::palette(licence.jurisdiction.title).band,
    );
    sheet.write_within(4.0, 5.4, 52.0, licence.jurisdiction.title, heading);
    small_print(sheet, licence, [4.0, 8.6], 52.0);
    let rev = licence.issued.strftime("REV %m/%Y").to_string();
    let kind = Type::new(Face::Even, 1.3, 0.02, Ink(50, 54, 66, 1.0));
    sheet.write_to(CARD_WIDTH - 4.0, CARD_HEIGHT - 1.6, &rev, kind);
}

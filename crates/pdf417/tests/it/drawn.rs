//! Symbols drawn for these tests: compact ones, large ones, tall rows, no quiet zone. Each must be
//! read once, with the right text and position.

use imaging::{Luma, Picture, Quad};
use pdf417::{Options, read};
use proptest::prelude::*;
use rxing::pdf417::encoder::PDF417;

const SHORT: &str = "This is just a test, 1234567890";
const LICENCE: &str = "@\n\u{1e}\rANSI 636000100102DL00410176ZV02170006DLDAQT11222333\nDCSSPECIMEN\nDACJANE\nDADANN,LEE\n";

/// How to draw a symbol.
#[derive(Debug, Clone, Copy)]
struct Drawing {
    is_compact: bool,
    columns: u32,
    /// The size of a module in pixels.
    module: usize,
    /// The height of a row in modules.
    tall: usize,
    /// The width of the quiet zone in modules.
    quiet: usize,
    /// The number of quarter turns.
    turns: usize,
}

const PLAIN: Drawing = Drawing {
    is_compact: true,
    columns: 4,
    module: 5,
    tall: 3,
    quiet: 4,
    turns: 0,
};

impl Drawing {
    fn draw(self, text: &str) -> Luma {
        let mut encoder = PDF417::new();
        encoder.setCompact(self.is_compact);
        encoder.setDimensions(self.columns, self.columns, 90, 3);
        encoder.generateBarcodeLogic(text, 2).unwrap();
        // The encoder returns its rows from bottom to top.
        let rows: Vec<Vec<u8>> = encoder.getBarcodeMatrix().as_ref().unwrap().getMatrix();
        let rows: Vec<&Vec<u8>> = rows.iter().rev().collect();
        let (module, margin) = (self.module, self.quiet * self.module);
        let row = self.tall * module;
        let width = rows[0].len() * module + 2 * margin;
        let height = rows.len() * row + 2 * margin;
        let mut luma = Luma::filled(width as u32, height as u32, 255);
        for (y, line) in luma.data_mut().chunks_exact_mut(width).enumerate() {
            let Some(bars) = y.checked_sub(margin).and_then(|y| rows.get(y / row)) else {
                continue;
            };
            for (x, pixel) in line.iter_mut().enumerate() {
                let bar = x.checked_sub(margin).and_then(|x| bars.get(x / module));
                *pixel = if bar == Some(&1) { 0 } else { 255 };
            }
        }
        (0..self.turns).fold(luma, |luma, _| turned(&luma))
    }
}

/// Rotates by a quarter turn to the right.
fn turned(luma: &Luma) -> Luma {
    let (width, height) = (luma.width(), luma.height());
    let columns = (0..width).flat_map(|x| (0..height).rev().map(move |y| (x, y)));
    let data = columns.map(|(x, y)| luma.at(i64::from(x), i64::from(y)));
    Luma::new(height, width, data.collect()).unwrap()
}

/// Asserts that the text is read exactly once, even if more symbols are allowed, at the right
/// position.
#[track_caller]
fn check(drawing: Drawing, text: &str) {
    let luma = drawing.draw(text);
    let whole = Quad::of_size(luma.width(), luma.height());
    let picture = Picture::from_luma(luma);
    let all = Options::new().attempts(256).symbols(64);
    for options in [Options::default(), all] {
        let symbols = read(&picture, &options);
        let texts: Vec<&str> = symbols.iter().map(|symbol| symbol.text.as_str()).collect();
        assert_eq!(texts, [text], "{drawing:?}, {options:?}");
        let quad = symbols[0].quad;
        assert!(quad.contains(whole.centre()), "{drawing:?}: {quad:?}");
        assert!(quad.area() > 0.3 * whole.area(), "{drawing:?}: {quad:?}");
    }
}

#[test]
fn compact_symbols_of_any_size() {
    for module in [2, 3, 5, 8, 10, 12, 16] {
        check(Drawing { module, ..PLAIN }, SHORT);
        check(
            Drawing {
                module,
                columns: 8,
                quiet: 2,
                ..PLAIN
            },
            LICENCE,
        );
    }
}

#[test]
fn compact_symbols_any_way_up() {
    for turns in 1..4 {
        check(Drawing { turns, ..PLAIN }, SHORT);
    }
}

/// Encoders for labels draw rows of ten and twenty modules, and end the picture at the last bar.
#[test]
fn tall_rows_without_a_quiet_zone() {
    for is_compact in [false, true] {
        for (module, tall) in [(2, 10), (3, 20), (5, 10), (8, 10)] {
            let drawing = Drawing {
                is_compact,
                module,
                tall,
                quiet: 0,
                ..PLAIN
            };
            check(drawing, SHORT);
        }
    }
}

/// The same message at two places is two symbols.
#[test]
fn two_symbols_stay_two() {
    let one = Drawing {
        is_compact: false,
        quiet: 10,
        ..PLAIN
    }
    .draw(SHORT);
    let mut data = one.data().to_vec();
    data.extend_from_slice(one.data());
    let both = Luma::new(one.width(), 2 * one.height(), data).unwrap();
    let options = Options::new().attempts(256).symbols(64);
    let symbols = read(&Picture::from_luma(both), &options);
    assert_eq!(symbols.len(), 2);
    assert!(symbols.iter().all(|symbol| symbol.text == SHORT));
}

/// This symbol was seen in the field.
#[test]
fn the_compact_sample() {
    let Some(folder) = crate::samples::samples() else {
        return;
    };
    let path = folder.join("../field/reading/09-compact-pdf417-5px.png");
    if !path.is_file() {
        println!("skipped: no sample");
        return;
    }
    let symbols = read(&crate::samples::load(&path), &Options::default());
    let texts: Vec<&str> = symbols.iter().map(|symbol| symbol.text.as_str()).collect();
    assert_eq!(texts, [SHORT]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is drawn, nothing else is read, and nothing twice.
    #[test]
    fn nothing_else_is_read(
        text in "[A-Za-z0-9 ]{8,60}", is_compact in any::<bool>(), columns in 2..9_u32, module in 1..7_usize,
        tall in 2..8_usize, quiet in 0..6_usize, turns in 0..4_usize,
    ) {
        let drawing = Drawing { is_compact, columns, module, tall, quiet, turns };
        let picture = Picture::from_luma(drawing.draw(&text));
        let symbols = read(&picture, &Options::new().symbols(8));
        prop_assert!(symbols.len() <= 1, "{drawing:?}");
        for symbol in symbols {
            prop_assert_eq!(&symbol.text, &text, "{:?}", drawing);
        }
    }
}

//! Measures pictures that take the readers of zones and barcodes long: faint visas, textures,
//! noise, pages full of lines or bars. What counts is the worst processor time of either.

use std::hint::black_box;
use std::path::Path;

use anyhow::{Context, Result};
use imaging::{Luma, Picture};
use jiff::civil::date;
use specimen::{Edit, EditedZone, Form, Letters, zone_sheet};

use crate::table::{OURS, Outcome, Table, timed};

/// The number of pictures of each kind.
const COUNT: u64 = 4;
/// The lengths of their longer sides in pixels.
const SIDES: [u32; 3] = [1_200, 2_400, 4_000];

/// A kind of picture: its name, and its grey level at a place, computed from the levels of a drawn
/// page there.
type Kind = (&'static str, fn(Place) -> f32);

/// The inputs for the grey level at a pixel.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    seed: u64,
    /// The level of a drawn visa, 0 to 255, which fills the picture.
    page: f32,
    /// The level of twelve such visas beside and below each other.
    pages: f32,
    /// The level of a page full of evenly spaced lines of capitals that are not a zone.
    capitals: f32,
    /// Uniform noise from -1 to 1.
    noise: f32,
}

const KINDS: [Kind; 13] = [
    ("a faint visa", |at| {
        214.0 + (at.page - 214.0) * 0.07 + at.noise * 5.0
    }),
    ("a faint visa on waves", |at| {
        205.0 + (at.page - 214.0) * 0.1 + 9.0 * waves(at) + at.noise * 4.0
    }),
    ("a visa under noise", |at| {
        150.0 + (at.page - 214.0) * 0.35 + at.noise * 70.0
    }),
    ("twelve visas", |at| at.pages + at.noise * 3.0),
    ("twelve faint visas on waves", |at| {
        205.0 + (at.pages - 214.0) * 0.16 + 9.0 * waves(at) + at.noise * 4.0
    }),
    ("capitals", |at| at.capitals + at.noise * 6.0),
    ("faint capitals", |at| {
        200.0 + (at.capitals - 214.0) * 0.2 + 4.0 * waves(at) + at.noise * 6.0
    }),
    ("waves", |at| 180.0 + 40.0 * waves(at)),
    ("noise", |at| 128.0 + at.noise * 120.0),
    ("weave", |at| {
        150.0 + 50.0 * (at.x * 0.45).sin().signum() * (at.y * 0.11 + at.seed as f32).sin()
    }),
    ("bars", |at| bars(at, 5.0) + at.noise * 20.0),
    ("faint bars of all widths", |at| {
        120.0 + 0.3 * bars(at, 3.0 + at.y * 0.02) + at.noise * 12.0
    }),
    ("many fields of bars", |at| {
        let field = ((at.x / 260.0).floor() + (at.y / 90.0).floor()) as i64;
        if field % 2 == 0 {
            bars(at, 4.0)
        } else {
            205.0 + at.noise * 6.0
        }
    }),
];

fn waves(at: Place) -> f32 {
    let bent = at.y * 0.09 + 3.0 * (at.x * 0.004).sin() + at.seed as f32;
    bent.sin() * (at.x * 0.31).sin()
}

/// Bars like those of PDF417, with modules of this width in pixels and rows of 30.
fn bars(at: Place, module: f32) -> f32 {
    let column = (at.x / module.max(1.0)) as u32;
    let row = (at.y / 30.0) as u32;
    let mixed = (column / 2 + row * 977).wrapping_mul(2_654_435_761) >> 28;
    if mixed < 8 { 60.0 } else { 220.0 }
}

/// Draws and reads all pictures.
pub(crate) fn run(_: &Path) -> Result<Vec<Table>> {
    let zone: fn(&Picture) = |picture| {
        black_box(mrz::read(picture, &mrz::Options::default()));
    };
    let barcode: fn(&Picture) = |picture| {
        black_box(pdf417::read(picture, &pdf417::Options::default()));
    };
    [("MRZ", zone), ("PDF417", barcode)]
        .into_iter()
        .map(|(what, read)| measure(what, read))
        .collect()
}

/// Measures one reader on every picture.
fn measure(what: &str, read: fn(&Picture)) -> Result<Table> {
    let mut table = Table::new(format!("{what}: pictures that take long"), "kind");
    let mut worst = (0, String::new());
    for (name, level) in KINDS {
        for seed in 0..COUNT {
            let side = SIDES
                .iter()
                .cycle()
                .nth(seed as usize)
                .copied()
                .unwrap_or(1_200);
            let picture = picture(seed, side, level)?;
            let ((), time) = timed(|| read(&picture));
            let took = time.as_millis();
            if took >= worst.0 {
                worst = (took, format!("{name}, {side} pixels wide"));
            }
            table.count(OURS, name, Outcome::Exact, time);
        }
    }
    table.note(format!(
        "Nothing is judged here. The worst took {} ms: {}.",
        worst.0, worst.1
    ));
    Ok(table)
}

fn picture(seed: u64, side: u32, drawn: fn(Place) -> f32) -> Result<Picture> {
    let zone = EditedZone::from_seed(880_000 + seed, Form::MrvA, Edit::None, date(2026, 6, 1));
    let page = zone.sheet(Letters::Strokes)?.scan();
    let letters: String = zone.printed.concat().replace('<', "K");
    let line = |at: usize| letters.chars().cycle().skip(at * 7).take(44).collect();
    let lines: Vec<String> = (0..12).map(line).collect();
    let capitals = zone_sheet(&lines, Letters::Strokes, seed)?.scan();
    let (width, height) = (side, side * 7 / 10);
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut data = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let at = Place {
                x: x as f32,
                y: y as f32,
                seed,
                page: level(|x, y| page.get_pixel(x, y).0, page.dimensions(), (u, v)),
                pages: level(
                    |x, y| page.get_pixel(x, y).0,
                    page.dimensions(),
                    (u * 2.0, v * 6.0),
                ),
                capitals: level(
                    |x, y| capitals.get_pixel(x, y).0,
                    capitals.dimensions(),
                    (u, v),
                ),
                noise: (dice >> 40) as f32 / (1_u32 << 23) as f32 - 1.0,
            };
            data.push(drawn(at).clamp(0.0, 255.0) as u8);
        }
    }
    let luma = Luma::new(width, height, data).context("a picture of this size")?;
    Ok(Picture::from_luma(luma))
}

/// Returns the grey level of a sheet at a place given as fractions of its width and height.
fn level(pixel: impl Fn(u32, u32) -> [u8; 3], (wide, tall): (u32, u32), (u, v): (f32, f32)) -> f32 {
    let (x, y) = (u.fract() * wide as f32, v.fract() * tall as f32);
    let [red, green, blue] = pixel(x as u32, y as u32).map(f32::from);
    (red + green + blue) / 3.0
}

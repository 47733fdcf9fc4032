//! What `bonafide read --annotate` finds and draws: one drawn photograph for each kind of trouble,
//! held against corners and small pictures that somebody has looked at (`golden/`).
//!
//! `BONAFIDE_GOLDEN=renew cargo test -p bonafide --test it annotated` writes them anew, to be
//! looked at again.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use imaging::{Limits, Picture, decode_colour};
use jiff::civil::date;
use serde_json::{Value, json};
use specimen::{Difficulty, Glare, Scene, Specimen, photograph};

use crate::cli;
use crate::running::bonafide;

/// Farthest that a corner may lie from the golden one and, for a bar code, from where it was drawn,
/// as a share of the picture's longer side. The code of a bent card has curved edges, so its
/// corners are judged.
const STRAY: f64 = 0.006;
const OFF: f64 = 0.03;
/// Width of the small pictures, and the levels that each colour has in them.
const WIDTH: usize = 280;
const LEVELS: u32 = 12;
/// Most that the small picture may differ from the golden one, as a mean over all bytes.
const UNLIKE: f64 = 4.0;

/// Each kind of trouble, alone, on the back of one licence.
fn troubles() -> Vec<(&'static str, Scene)> {
    let plain = || Scene {
        seed: 11,
        roll: 2.0,
        tilt: 1.0,
        pan: -2.0,
        ..Scene::from_seed(11, Difficulty::Good)
    };
    let glare = Glare {
        at: [0.62, 0.62],
        radius: 6.0,
        strength: 0.9,
    };
    vec![
        ("front", plain()),
        (
            "rotated",
            Scene {
                roll: 137.0,
                ..plain()
            },
        ),
        (
            "perspective",
            Scene {
                tilt: 27.0,
                pan: 19.0,
                ..plain()
            },
        ),
        (
            "bent",
            Scene {
                bend: 2.5,
                ..plain()
            },
        ),
        (
            "dark",
            Scene {
                exposure: 0.22,
                noise: 8.0,
                ..plain()
            },
        ),
        (
            "glare",
            Scene {
                glare: Some(glare),
                ..plain()
            },
        ),
        (
            "motion",
            Scene {
                motion: 0.3,
                motion_angle: 30.0,
                ..plain()
            },
        ),
        (
            "defocus",
            Scene {
                defocus: 0.13,
                ..plain()
            },
        ),
        (
            "small",
            Scene {
                width: 800,
                height: 600,
                quality: 60,
                ..plain()
            },
        ),
        (
            "12mp",
            Scene {
                width: 4_032,
                height: 3_024,
                fill: 0.6,
                ..plain()
            },
        ),
        (
            "worn",
            Scene {
                wear: 0.5,
                ..plain()
            },
        ),
    ]
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden")
}

/// Corners from JSON, as pairs.
fn corners(quad: &Value) -> Vec<(f64, f64)> {
    let pair = |corner: &Value| (corner[0].as_f64().unwrap(), corner[1].as_f64().unwrap());
    quad.as_array().unwrap().iter().map(pair).collect()
}

fn farthest(one: &[(f64, f64)], other: &[(f64, f64)]) -> f64 {
    assert_eq!(one.len(), other.len());
    let apart = one
        .iter()
        .zip(other)
        .map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1));
    apart.fold(0.0, f64::max)
}

/// The picture at [`WIDTH`] and [`LEVELS`]: width, height and bytes of red, green, blue.
fn thumbnail(picture: &Picture) -> (usize, usize, Vec<u8>) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let rgb = picture.rgb().unwrap();
    let tall = WIDTH * height / width;
    let cell = |at: usize, of: usize, size: usize| {
        at * size / of..((at + 1) * size / of).max(at * size / of + 1)
    };
    let mut small = Vec::with_capacity(WIDTH * tall * 3);
    for y in 0..tall {
        for x in 0..WIDTH {
            for colour in 0..3 {
                let (mut sum, mut count) = (0, 0);
                for row in cell(y, tall, height) {
                    for column in cell(x, WIDTH, width) {
                        sum += u32::from(rgb[(row * width + column) * 3 + colour]);
                        count += 1;
                    }
                }
                let level = (sum * (LEVELS - 1) + count * 127) / (count * 255);
                small.push((level * 255 / (LEVELS - 1)) as u8);
            }
        }
    }
    (WIDTH, tall, small)
}

fn webp((width, height, rgb): &(usize, usize, Vec<u8>)) -> Vec<u8> {
    let mut file = Vec::new();
    image_webp::WebPEncoder::new(&mut file)
        .encode(
            rgb,
            *width as u32,
            *height as u32,
            image_webp::ColorType::Rgb8,
        )
        .unwrap();
    file
}

fn pixels(webp: Vec<u8>) -> Vec<u8> {
    let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(webp)).unwrap();
    let mut rgb = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut rgb).unwrap();
    rgb
}

/// The whole of one kind: drawn, read by the command, and held against what is known of it. Gives
/// what is to be written when the golden files are renewed.
fn read(folder: &Path, kind: &str, scene: &Scene) -> Result<(Value, Vec<u8>), String> {
    let specimen = Specimen::from_seed(11, date(2026, 6, 1));
    let photo = photograph(&specimen.back().unwrap(), scene).unwrap();
    let file = folder.join(format!("{kind}.jpg"));
    let outlined = folder.join(format!("{kind}.png"));
    fs::write(&file, &photo.jpeg).unwrap();
    let arguments = ["read", "--json", "--no-text", "--annotate"];
    let paths = [&outlined, &file].map(|path| path.to_str().unwrap());
    let told = cli::json(&bonafide(&[&arguments[..], &paths].concat()).out);
    let longer = f64::from(scene.width.max(scene.height));
    let code = &told["barcodes"][0];
    if code["text"] != specimen.barcode().as_str() {
        return Err(format!("{kind}: not read"));
    }
    let drawn: Vec<(f64, f64)> = (photo.truth.code.unwrap().iter())
        .map(|[x, y]| (f64::from(*x) - 0.5, f64::from(*y) - 0.5))
        .collect();
    let off = farthest(&corners(&code["quad"]), &drawn) / longer;
    println!(
        "{kind}: corners {:.2} % from where they were drawn",
        off * 100.0
    );
    if off > OFF {
        return Err(format!("{kind}: the code lies {off} off"));
    }
    let picture = decode_colour(&fs::read(&outlined).unwrap(), &Limits::default()).unwrap();
    let found = json!({
        "kind": kind,
        "barcode": code["quad"],
        "document": told["document"]["quad"],
    });
    Ok((found, webp(&thumbnail(&picture))))
}

#[test]
fn each_kind_of_trouble_is_found_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let renew = std::env::var("BONAFIDE_GOLDEN").is_ok_and(|wish| wish == "renew");
    let list = golden().join("corners.jsonl");
    let known = fs::read_to_string(&list).unwrap_or_default();
    let (mut lines, mut faults) = (String::new(), Vec::new());
    for (kind, scene) in troubles() {
        let (found, small) = match read(folder.path(), kind, &scene) {
            Ok(found) => found,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let picture = golden().join(format!("{kind}.webp"));
        if renew {
            fs::create_dir_all(golden()).unwrap();
            fs::write(picture, small).unwrap();
            writeln!(lines, "{found}").unwrap();
            continue;
        }
        let golden = known
            .lines()
            .map(cli::json)
            .find(|line| line["kind"] == kind);
        let golden = golden.unwrap_or_else(|| panic!("{kind} has no golden corners"));
        let longer = f64::from(scene.width.max(scene.height));
        for what in ["barcode", "document"] {
            assert_eq!(
                found[what].is_null(),
                golden[what].is_null(),
                "{kind}: {what}"
            );
            if !golden[what].is_null() {
                let apart = farthest(&corners(&found[what]), &corners(&golden[what]));
                assert!(apart < STRAY * longer, "{kind}: {what} strays {apart} px");
            }
        }
        let (ours, theirs) = (pixels(small), pixels(fs::read(picture).unwrap()));
        assert_eq!(ours.len(), theirs.len(), "{kind}");
        let sum: u64 = ours
            .iter()
            .zip(&theirs)
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        let unlike = sum as f64 / ours.len() as f64;
        assert!(unlike < UNLIKE, "{kind}: the picture differs by {unlike}");
    }
    assert_eq!(faults, [""; 0]);
    if renew {
        fs::write(list, lines).unwrap();
    }
}

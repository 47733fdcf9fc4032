//! Files that are broken at random: whatever is in them, it stays in the child that decodes them.
//!
//! `BONAFIDE_TEST_MUTATED=FILES` asks for more than a few hundred, and `BONAFIDE_TEST_SEED=N` for
//! others.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use imaging::Limits;
use jiff::civil::date;
use sandbox::{Death, Decoder, Failure, Pool};
use specimen::{Difficulty, Scene, Specimen, photograph};

use self::dice::{Dice, seed};
use super::hostile::{Pdf, kinds};
use super::{healthy, pool, still_reads};

#[path = "../../faults/support/dice.rs"]
mod dice;

/// As many as a test run has time for, unoptimised.
const FILES: u64 = 150;
/// A healthy file is read after so many broken ones.
const BETWEEN: u64 = 50;

/// Nothing in a broken file reaches the process that asked for it: it is decoded, refused, or ends
/// its child.
#[test]
fn a_broken_file_ends_its_own_child_at_most() {
    let given = std::env::var("BONAFIDE_TEST_MUTATED").ok();
    let files = given.map_or(FILES, |text| text.parse().unwrap());
    let mut dice = Dice::new(seed(), 1);
    let (pool, limits, seeds) = (pool(), Limits::default(), seeds());
    let mut came: BTreeMap<String, u64> = BTreeMap::new();
    for file in 0..files {
        let (kind, bytes) = broken(&seeds, &mut dice);
        let outcome = ask(&pool, &bytes, &limits, dice.below(3));
        let said = match outcome {
            Ok(()) => "decoded",
            Err(Failure::Refused(_)) => "refused",
            Err(Failure::Died(Death::TooSlow)) => "too slow",
            Err(Failure::Died(Death::Crashed)) => "crashed",
            Err(Failure::Died(Death::Nonsense)) => panic!("{kind}: a child answered nonsense"),
            Err(Failure::Unavailable(error)) => panic!("{kind}: no child: {error}"),
        };
        *came.entry(format!("{kind}: {said}")).or_default() += 1;
        if file % BETWEEN == 0 {
            still_reads(&pool, kind);
        }
    }
    still_reads(&pool, "at the end");
    println!("{files} broken files: {came:#?}");
}

/// One of the three things that are asked of a file.
fn ask(pool: &Pool, file: &[u8], limits: &Limits, what: u64) -> Result<(), Failure> {
    match what {
        0 => pool.pages(file, limits).map(|_| ()),
        1 => pool.colour(file, limits).map(|_| ()),
        _ => pool.text_layer(file, limits).map(|_| ()),
    }
}

/// The files that are broken: one of every format and every kind of trouble.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let mut seeds = kinds();
    let scene = Scene::from_seed(11, Difficulty::Good);
    let specimen = Specimen::from_seed(11, date(2026, 6, 1));
    let photo = photograph(&specimen.back().unwrap(), &scene).unwrap();
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    let rgb: Vec<u8> = (0..64 * 48 * 3).map(|i| (i % 253) as u8).collect();
    encoder
        .encode(&rgb, 64, 48, image_webp::ColorType::Rgb8)
        .unwrap();
    seeds.extend([
        ("a JPEG", photo.jpeg),
        ("a PNG", healthy()),
        ("a WebP", webp),
        ("a HEIC", STANDARD.decode(HEIC.trim_end()).unwrap()),
        (
            "a PDF",
            Pdf::page("0 0 1 rg 10 10 50 40 re f BT /F 12 Tf 20 60 Td (Words) Tj ET"),
        ),
    ]);
    seeds
}

/// A small photograph of a telephone, as base64.
const HEIC: &str = include_str!("../../../../imaging/tests/pictures/letter.heic.base64");

/// Words that mean something in one format or another, and numbers at which sizes overflow.
const WORDS: [&[u8]; 14] = [
    b"/Length 2147483647",
    b"/W[99999 99999 99999]",
    b"/Filter[/FlateDecode/LZWDecode]",
    b"/BitsPerComponent 16",
    b"4 0 R",
    b"q q q q q q q q",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\xff\xc2",
    b"\xff\xda",
    b"iCCP",
    b"iloc",
    b"VP8L",
];

/// A seed with some of its bytes changed, moved, doubled, cut out or taken from another.
fn broken<'a>(seeds: &'a [(&'static str, Vec<u8>)], dice: &mut Dice) -> (&'a str, Vec<u8>) {
    let (kind, bytes) = dice.pick(seeds);
    let mut bytes = bytes.clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() as u64 + 1) as usize;
        let end = (at + 1 + dice.below(64) as usize).min(bytes.len());
        match dice.below(6) {
            0 => {
                let value = dice.below(256) as u8;
                bytes.splice(at..at.min(end), [value]);
            }
            1 => {
                let flip = 1 << dice.below(8);
                let is_one = dice.percent(75);
                for byte in bytes[at.min(end)..end]
                    .iter_mut()
                    .take(if is_one { 1 } else { 64 })
                {
                    *byte ^= flip;
                }
            }
            2 => drop(bytes.drain(at.min(end)..end)),
            3 => {
                let piece = bytes[at.min(end)..end].to_vec();
                let times = 1 + dice.below(40) as usize;
                bytes.splice(at..at, piece.repeat(times));
            }
            4 => {
                let word = *dice.pick(&WORDS);
                let until = (at + word.len()).min(bytes.len());
                bytes.splice(at..until, word.iter().copied());
            }
            _ => {
                let (_, other) = dice.pick(seeds);
                let from = dice.below(other.len() as u64) as usize;
                let until = (from + dice.below(2_000) as usize).min(other.len());
                bytes.splice(at..end.max(at), other[from..until].iter().copied());
            }
        }
    }
    (kind, bytes)
}

//! Reads drawn phone photographs, public specimens, pictures without a zone, and arbitrary
//! pictures.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use imaging::{Limits, Luma, Picture};
use jiff::civil::date;
use mrz::{MrzReading, Options, read};
use proptest::prelude::*;
use specimen::{Difficulty, Scene, Specimen, Travel, photograph};

/// Returns the folder of samples. Returns `None`, and says so, on a machine that has none.
fn samples() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    if !folder.join("mrz").is_dir() {
        println!("skipped: no samples");
        return None;
    }
    Some(folder)
}

fn load(path: &Path) -> Picture {
    imaging::decode(&fs::read(path).unwrap(), &Limits::default()).unwrap()
}

fn lines(entry: &serde_json::Value) -> Vec<String> {
    let lines = entry["lines"].as_array().into_iter().flatten();
    lines
        .map(|line| line.as_str().unwrap().to_owned())
        .collect()
}

/// Counts the fields that are wrong and not marked uncertain.
fn unreported_errors(read: &MrzReading, want: &[String]) -> usize {
    let lines: Vec<&str> = read.mrz.lines.iter().map(String::as_str).collect();
    let want: Vec<&str> = want.iter().map(String::as_str).collect();
    let fields = read.mrz.format.fields().iter();
    fields
        .filter(|(field, span)| span.of(&lines) != span.of(&want) && !read.unsure.contains(field))
        .count()
}

/// The share read for each kind of difficulty. The floors are a little below what was reached.
#[test]
fn phone_photographs() {
    let Some(folder) = samples() else { return };
    let folder = folder.join("mrz/phone");
    let manifest = fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    let mut exact: BTreeMap<String, u32> = BTreeMap::new();
    for line in manifest.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let (file, want) = (entry["file"].as_str().unwrap(), lines(&entry));
        let read = read(&load(&folder.join(file)), &Options::default());
        let class = exact
            .entry(entry["cls"].as_str().unwrap().to_owned())
            .or_default();
        *class += u32::from(read.as_ref().is_some_and(|read| read.mrz.lines == want));
        if let Some(read) = &read {
            is_right_or_uncertain(read, &want, file);
        }
    }
    println!("{exact:?}");
    assert!(exact.values().sum::<u32>() >= PHONE, "{exact:?}");
}

#[test]
fn public_specimens() {
    let Some(folder) = samples() else { return };
    let folder = folder.join("mrz/specimens");
    let truth = fs::read_to_string(folder.join("truth.json")).unwrap();
    let truth: BTreeMap<String, serde_json::Value> = serde_json::from_str(&truth).unwrap();
    let mut exact = 0;
    for (file, entry) in truth {
        let want = lines(&entry);
        let read = read(&load(&folder.join(&file)), &Options::default());
        match &read {
            Some(_) if want.is_empty() => panic!("{file} has no zone"),
            Some(read) => exact += u32::from(read.mrz.lines == want),
            None => {}
        }
        if let Some(read) = &read {
            is_right_or_uncertain(read, &want, &file);
        }
    }
    println!("{exact} specimens exact");
    assert!(exact >= SPECIMENS, "{exact}");
}

const PHONE: u32 = 92;
const SPECIMENS: u32 = 30;

#[test]
fn pictures_without_a_zone_have_none() {
    let Some(folder) = samples() else { return };
    for set in ["pdf417/zxing-pdf417-1", "pdf417/phone"] {
        for entry in fs::read_dir(folder.join(set)).unwrap() {
            let file = entry.unwrap().path();
            if file.extension().is_some_and(|e| e == "jpg" || e == "png") {
                let read = read(&load(&file), &Options::default());
                assert!(
                    read.is_none(),
                    "{}: {:?}",
                    file.display(),
                    read.map(|read| read.mrz.lines)
                );
            }
        }
    }
}

/// These are sides of licences, with bars and small print in capitals.
#[test]
fn licences_have_no_zone() {
    let day = date(2026, 1, 1);
    let mut seen = Vec::new();
    for (licence, scene) in (0..6)
        .map(|seed| (7_300 + seed, 9_100 + seed))
        .chain([(42, 42), (61_002, 61_003)])
    {
        let card = Specimen::from_seed(licence, day);
        for side in [card.back().unwrap(), card.front().unwrap()] {
            let photo = photograph(&side, &Scene::from_seed(scene, Difficulty::Good)).unwrap();
            let picture = imaging::decode(&photo.jpeg, &Limits::default()).unwrap();
            if let Some(read) = read(&picture, &Options::default()) {
                seen.push((licence, read.mrz.lines, read.digits, read.unsure.len()));
            }
        }
    }
    assert!(seen.is_empty(), "{seen:#?}");
}

/// Passports and cards in typefaces that the net was not trained on. Most are read, and if all
/// check digits match, every field is right or marked uncertain.
#[test]
fn wrong_fields_of_drawn_pages_are_uncertain() {
    let mut exact = 0;
    for seed in 0..DRAWN {
        let on = date(2026, 6, 1);
        let travel = if seed % 2 == 0 {
            Travel::passport(seed, on)
        } else {
            Travel::identity_card(seed, on)
        };
        let difficulty = [Difficulty::Good, Difficulty::Fair, Difficulty::Hard][seed as usize % 3];
        let photo = photograph(&travel.back().unwrap(), &Scene::from_seed(seed, difficulty));
        let picture = imaging::decode(&photo.unwrap().jpeg, &Limits::default()).unwrap();
        let want = travel.lines();
        let Some(read) = read(&picture, &Options::default()) else {
            continue;
        };
        exact += u64::from(read.mrz.lines == want);
        is_right_or_uncertain(&read, &want, &format!("page {seed}"));
    }
    println!("{exact} of {DRAWN} drawn pages exact");
    assert!(exact >= DRAWN_EXACT, "{exact}");
}

const DRAWN: u64 = 30;
const DRAWN_EXACT: u64 = 20;

/// Draws stripes, squares and noise of any size, which the finder takes for lines.
fn pattern(width: u32, height: u32, step: u32, seed: u32) -> Picture {
    let pixel = |i: u32| {
        let (x, y) = (i % width.max(1), i / width.max(1));
        let noise = (i.wrapping_mul(2_654_435_761) ^ seed) >> 25;
        let ink =
            (x / step + seed % 3 * (y / step)).is_multiple_of(2) && (y / step).is_multiple_of(3);
        (if ink { 40 } else { 190 }) + (noise % 24) as u8
    };
    let data = (0..width * height).map(pixel).collect();
    Picture::from_luma(Luma::new(width, height, data).unwrap())
}

/// Asserts that no field is wrong while all check digits match and it is not marked uncertain.
#[track_caller]
fn is_right_or_uncertain(read: &MrzReading, want: &[String], what: &str) {
    if read.digits.0 == read.digits.1 {
        let lines = &read.mrz.lines;
        assert_eq!(
            unreported_errors(read, want),
            0,
            "{what}: {lines:?} for {want:?}, unsure {:?}",
            read.unsure
        );
    }
}

fn is_of_its_form(read: &MrzReading) {
    assert_eq!(read.mrz.lines.len(), read.mrz.format.lines());
    assert_eq!(read.confidence.len(), read.mrz.format.lines());
    for (line, confidence) in read.mrz.lines.iter().zip(&read.confidence) {
        assert_eq!(
            (line.len(), confidence.len()),
            (read.mrz.format.width(), read.mrz.format.width())
        );
        assert!(confidence.iter().all(|c| (0.0..=1.001).contains(c)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn patterns_of_any_size_do_not_panic(
        width in 0_u32..700, height in 0_u32..500, step in 1_u32..24, seed: u32,
    ) {
        if let Some(read) = read(&pattern(width, height, step, seed), &Options::default()) {
            is_of_its_form(&read);
        }
    }

    #[test]
    fn pixels_of_any_kind_do_not_panic(
        width in 1_u32..90, pixels in proptest::collection::vec(any::<u8>(), 0..9_000),
    ) {
        let height = pixels.len() as u32 / width;
        let pixels = pixels[..(width * height) as usize].to_vec();
        let picture = Picture::from_luma(Luma::new(width, height, pixels).unwrap());
        if let Some(read) = read(&picture, &Options::default()) {
            is_of_its_form(&read);
        }
    }
}

#[test]
fn long_thin_and_empty_pictures_have_no_zone() {
    for (width, height) in [
        (0, 0),
        (1, 1),
        (5_000, 1),
        (1, 5_000),
        (3_000, 20),
        (20, 3_000),
    ] {
        assert_eq!(
            read(&pattern(width, height, 4, 1), &Options::default()),
            None
        );
    }
}

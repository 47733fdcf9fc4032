//! Frames of a camera's video: easy ones are read, none is misread, and the others come with
//! advice.

use std::fs;

use imaging::{Luma, Picture, Point, Quad, fit_within};
use pdf417::{Options, Sight, glance, read, read_frame};
use proptest::prelude::*;
use specimen::{Difficulty, Scene, Specimen, photograph};

use crate::samples::{load, samples};

/// Returns the back of an invented licence as a frame of a camera.
fn frame(seed: u64, change: impl FnOnce(&mut Scene)) -> (Luma, String) {
    let specimen = Specimen::from_seed(seed, jiff::civil::date(2026, 6, 1));
    let mut scene = Scene {
        width: 1280,
        height: 720,
        ..Scene::from_seed(seed, Difficulty::Good)
    };
    change(&mut scene);
    let photo = photograph(&specimen.back().unwrap(), &scene).unwrap();
    let (width, height) = photo.image.dimensions();
    let picture = Picture::from_rgb(width, height, photo.image.into_raw()).unwrap();
    (picture.luma().clone(), specimen.barcode())
}

#[track_caller]
fn check(change: impl FnOnce(&mut Scene)) {
    let (luma, text) = frame(11, change);
    match read_frame(&luma) {
        Sight::Read(symbol) => assert_eq!(symbol.text, text),
        sight => panic!("{sight:?}"),
    }
}

#[test]
fn frames_are_read_at_any_rotation() {
    check(|_| {});
    check(|scene| scene.roll = 180.0);
    check(|scene| scene.roll = 25.0);
}

/// At increasing distance, the symbol is first read and finally not read, but never misread.
#[test]
fn nothing_is_misread_at_any_distance() {
    let mut last = None;
    for percent in (8..=60).rev().step_by(4) {
        let (luma, text) = frame(11, |scene| scene.fill = percent as f32 / 100.0);
        let sight = read_frame(&luma);
        if let Sight::Read(symbol) = &sight {
            assert_eq!(symbol.text, text);
        }
        let is_read = matches!(sight, Sight::Read(_));
        assert!(is_read || percent < 48, "{percent}: {sight:?}");
        last = Some(sight);
    }
    assert!(!matches!(last, Some(Sight::Read(_))), "{last:?}");
}

/// Texture alone shows approximately where the symbol was drawn, and nothing on an even frame.
#[test]
fn a_glance_returns_the_position() {
    for roll in [0.0, 35.0, 170.0] {
        let specimen = Specimen::from_seed(11, jiff::civil::date(2026, 6, 1));
        let scene = Scene {
            width: 1280,
            height: 720,
            roll,
            ..Scene::from_seed(11, Difficulty::Good)
        };
        let photo = photograph(&specimen.back().unwrap(), &scene).unwrap();
        let (width, height) = photo.image.dimensions();
        let picture = Picture::from_rgb(width, height, photo.image.into_raw()).unwrap();
        let seen = glance(picture.luma());
        let seen = seen.unwrap_or_else(|| panic!("nothing seen at {roll} degrees"));
        let drawn = photo.truth.code.unwrap();
        let drawn = Quad(drawn.map(|[x, y]| Point::new(f64::from(x), f64::from(y))));
        assert!(seen.centre().distance(drawn.centre()) < 0.1 * drawn.width());
        assert!(
            (0.5..3.0).contains(&(seen.area() / drawn.area())),
            "{seen:?}"
        );
    }
    assert_eq!(glance(&Luma::filled(1280, 720, 90)), None);
}

/// The side without a symbol, and an empty table.
#[test]
fn a_frame_without_a_symbol_shows_nothing() {
    for seed in 20..26 {
        let specimen = Specimen::from_seed(seed, jiff::civil::date(2026, 6, 1));
        let scene = Scene {
            width: 1280,
            height: 720,
            ..Scene::from_seed(seed, Difficulty::Fair)
        };
        let photo = photograph(&specimen.front().unwrap(), &scene).unwrap();
        let (width, height) = photo.image.dimensions();
        let picture = Picture::from_rgb(width, height, photo.image.into_raw()).unwrap();
        let sight = read_frame(picture.luma());
        assert!(!matches!(sight, Sight::Read(_)), "seed {seed}: {sight:?}");
    }
    assert_eq!(
        read_frame(&Luma::filled(1280, 720, 90)),
        Sight::Nothing,
        "an even frame"
    );
}

/// The drawn photographs as frames. One attempt reads fewer than a thorough search, and misreads
/// none.
#[test]
fn phone_photographs_as_frames() {
    let Some(folder) = samples() else { return };
    let folder = folder.join("phone");
    let (mut right, mut unread, mut nothing) = (0, 0, 0);
    let manifest = fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    for line in manifest.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| entry[key].as_str().unwrap().to_owned();
        let (luma, _) = fit_within(load(&folder.join(text("file"))).luma(), 1280);
        match read_frame(&luma) {
            Sight::Read(symbol) => {
                assert_eq!(symbol.text, text("text"), "{}", text("file"));
                right += 1;
            }
            Sight::Unread { .. } => unread += 1,
            _ => nothing += 1,
        }
    }
    println!("frames: {right} read, {unread} seen, {nothing} passed over");
    assert!(right >= 84, "{right} read");
}

/// Front cameras show the card like a mirror.
#[test]
fn a_mirrored_photograph_is_read() {
    let (luma, text) = frame(12, |_| {});
    let width = luma.width() as usize;
    let mirrored = luma.data().chunks_exact(width);
    let mirrored = mirrored.flat_map(|row| row.iter().rev().copied()).collect();
    let mirrored = Luma::new(luma.width(), luma.height(), mirrored).unwrap();
    let symbols = read(&Picture::from_luma(mirrored), &Options::default());
    assert_eq!(symbols.first().map(|s| s.text.clone()), Some(text));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Stripes with noise, of any size: nothing panics, and nothing is read.
    #[test]
    fn nothing_is_read_from_stripes(
        width in 0..400_u32, height in 0..300_u32, seed in any::<u32>(), period in 1..12_u32, noise in 0..8_u32,
    ) {
        let pixel = |i: u32| {
            let grain = (i.wrapping_mul(2_654_435_761) ^ seed).wrapping_mul(2_246_822_519) >> 24;
            (i % width.max(1) / period % 2 * 150 + grain * noise / 20) as u8
        };
        let luma = Luma::new(width, height, (0..width * height).map(pixel).collect()).unwrap();
        prop_assert!(!matches!(read_frame(&luma), Sight::Read(_)));
    }
}

//! Drawn licences with one fault each miss the limit for that fault, and meet those of faults that
//! look similar.

use imaging::locate::locate;
use imaging::quality::{Aspect, Measure, measure};
use imaging::{Limits, Picture, decode_colour};
use specimen::{Difficulty, Glare, Scene, Specimen, photograph};

fn picture(seed: u64, change: impl FnOnce(&mut Scene)) -> Picture {
    let specimen = Specimen::from_seed(seed, jiff::civil::date(2026, 6, 1));
    let mut scene = Scene::from_seed(seed, Difficulty::Good);
    change(&mut scene);
    let photo = photograph(&specimen.front().unwrap(), &scene).unwrap();
    decode_colour(&photo.jpeg, &Limits::default()).unwrap()
}

fn measures(picture: &Picture) -> Vec<Measure> {
    let quad = locate(picture.luma()).map(|found| found.quad);
    measure(picture, quad.as_ref())
}

/// Asserts that all of the first list are missed and none of the second.
#[track_caller]
fn check(case: &str, picture: &Picture, missed: &[Aspect], kept: &[Aspect]) {
    let measures = measures(picture);
    let is_met = |aspect: &Aspect| {
        let found = measures.iter().find(|measure| measure.aspect == *aspect);
        found.is_none_or(Measure::is_met)
    };
    let values: Vec<String> = (measures.iter())
        .map(|m| format!("{:?} {:.3} {}", m.aspect, m.value, m.is_met()))
        .collect();
    assert!(
        !missed.iter().any(is_met),
        "{case}: {missed:?} not missed: {values:?}"
    );
    assert!(
        kept.iter().all(is_met),
        "{case}: {kept:?} not kept: {values:?}"
    );
}

/// Returns the picture as a photographed screen, with a grid of dots slightly finer than the
/// camera's own.
fn on_a_screen(picture: &Picture) -> Picture {
    let width = picture.width() as usize;
    let rgb = picture.rgb().unwrap();
    let shown = rgb.iter().enumerate().map(|(i, &value)| {
        let (x, y) = ((i / 3 % width) as f64, (i / 3 / width) as f64);
        let (u, v) = (x * 0.998 + y * 0.06, y * 0.998 - x * 0.06);
        let dots =
            (u * std::f64::consts::TAU / 3.4).sin() + (v * std::f64::consts::TAU / 3.4).sin();
        (f64::from(value) * (1.0 + 0.10 * dots)).clamp(0.0, 255.0) as u8
    });
    Picture::from_rgb(picture.width(), picture.height(), shown.collect()).unwrap()
}

/// Returns the picture as a black and white copy, in yellowish light.
fn copied(picture: &Picture) -> Picture {
    let copy = |grey: &u8| [1.0, 0.97, 0.86].map(|tint| (f64::from(*grey) * tint) as u8);
    let rgb = picture.luma().data().iter().flat_map(copy).collect();
    Picture::from_rgb(picture.width(), picture.height(), rgb).unwrap()
}

use Aspect::{Colour, CutEdges, Glare as Reflection, ScreenPattern, Sharpness};

/// The causes that are most easily confused.
const CAUSES: [Aspect; 5] = [Sharpness, Reflection, ScreenPattern, Colour, CutEdges];

fn others(than: &[Aspect]) -> Vec<Aspect> {
    CAUSES
        .into_iter()
        .filter(|cause| !than.contains(cause))
        .collect()
}

#[test]
fn a_good_picture_misses_nothing() {
    for seed in [11, 23, 31, 42] {
        check("good", &picture(seed, |_| {}), &[], &CAUSES);
    }
}

#[test]
fn blur_is_detected() {
    for seed in [11, 23] {
        let defocused = picture(seed, |scene| scene.defocus = 0.5);
        check(
            "out of focus",
            &defocused,
            &[Sharpness],
            &others(&[Sharpness]),
        );
    }
}

#[test]
fn reflected_light_is_detected() {
    for seed in [11, 23] {
        let glare = Glare {
            at: [0.45, 0.5],
            radius: 14.0,
            strength: 3.0,
        };
        let spoilt = picture(seed, |scene| {
            (scene.glare, scene.exposure) = (Some(glare), 1.05);
        });
        check(
            "glare",
            &spoilt,
            &[Reflection],
            &[Sharpness, ScreenPattern, Colour],
        );
    }
}

#[test]
fn darkness_is_detected() {
    let dark = picture(11, |scene| (scene.exposure, scene.noise) = (0.07, 3.0));
    check(
        "dark",
        &dark,
        &[Aspect::Brightness],
        &[Reflection, ScreenPattern],
    );
}

#[test]
fn cut_edges_are_detected() {
    let cut = picture(11, |scene| (scene.fill, scene.offset) = (0.95, [0.2, 0.0]));
    check(
        "cut off",
        &cut,
        &[CutEdges],
        &[Sharpness, Reflection, ScreenPattern, Colour],
    );
}

#[test]
fn screens_are_detected() {
    for seed in [11, 23, 31] {
        let screen = on_a_screen(&picture(seed, |_| {}));
        check(
            "screen",
            &screen,
            &[ScreenPattern],
            &[Reflection, Colour, CutEdges],
        );
    }
}

#[test]
fn black_and_white_copies_are_detected() {
    for seed in [11, 23, 31] {
        let copy = copied(&picture(seed, |scene| scene.table = specimen::Table::Grey));
        check("copy", &copy, &[Colour], &others(&[Colour]));
    }
}

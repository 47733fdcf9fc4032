//! Locates documents drawn at known corners, and nothing where there is none.

use imaging::locate::locate;
use imaging::quality::{Aspect, framing};
use imaging::{Homography, Luma, Point, Quad};
use proptest::prelude::*;

/// A small random number generator, so that every run has the same scenes.
struct Dice(u64);

impl Dice {
    fn between(&mut self, least: f64, most: f64) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        least + (most - least) * ((self.0 >> 33) as f64 / f64::from(1_u32 << 31))
    }
}

struct Scene {
    luma: Luma,
    quad: Quad,
}

/// Draws a card or page on a table: rotated, tilted, printed, with noise.
fn scene(seed: u64, width: u32, height: u32, fill: (f64, f64), shift: f64) -> Scene {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    dice.between(0.0, 1.0);
    let aspect = [1.586, 1.42, 1.0 / 1.414][(seed % 3) as usize];
    let longer = f64::from(width.min(height)) * dice.between(fill.0, fill.1);
    let (w, h) = if aspect > 1.0 {
        (longer, longer / aspect)
    } else {
        (longer * aspect, longer)
    };
    let (sin, cos) = dice.between(0.0, std::f64::consts::TAU).sin_cos();
    let centre = Point::new(
        f64::from(width) * (0.5 + shift) + dice.between(-0.05, 0.05) * f64::from(width),
        f64::from(height) / 2.0,
    );
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(x, y)| {
        let (x, y) = (
            x * w + dice.between(-0.06, 0.06) * w,
            y * h + dice.between(-0.06, 0.06) * h,
        );
        Point::new(centre.x + x * cos - y * sin, centre.y + x * sin + y * cos)
    });
    let quad = Quad(corners);
    let (table, paper) = if seed.is_multiple_of(4) {
        (dice.between(150.0, 220.0), dice.between(40.0, 90.0))
    } else {
        (dice.between(30.0, 120.0), dice.between(170.0, 235.0))
    };
    let shade = dice.between(0.0, 0.3);
    let mut luma = Luma::filled(width, height, 0);
    for y in 0..height {
        for x in 0..width {
            let p = Point::new(f64::from(x), f64::from(y));
            let base = if quad.contains(p) {
                paper
            } else {
                table + 8.0 * (p.x / 23.0).sin() * (p.y / 31.0).cos()
            };
            let light = 1.0 - shade * p.x / f64::from(width);
            luma.data_mut()[(y * width + x) as usize] =
                (base * light + dice.between(-5.0, 5.0)) as u8;
        }
    }
    // Lines of print, and a picture in a corner.
    let map = Homography::from_rectangle(100.0, 100.0, &quad).unwrap();
    let ink = (if paper > 128.0 {
        paper - 120.0
    } else {
        paper + 110.0
    }) as u8;
    for row in 0..9_u32 {
        for step in 0..2_000_u32 {
            let (u, v) = (
                8.0 + 80.0 * f64::from(step) / 2_000.0,
                8.0 + 10.0 * f64::from(row),
            );
            let is_word = !(step / 60 + row * 7).is_multiple_of(4);
            if is_word && (u > 30.0 || v > 40.0) {
                let p = map.apply(Point::new(u, v));
                if p.x >= 0.0 && p.y >= 0.0 && p.x < f64::from(width) && p.y < f64::from(height) {
                    luma.data_mut()[(p.y as u32 * width + p.x as u32) as usize] = ink;
                }
            }
        }
    }
    Scene { luma, quad }
}

/// Returns the area that both quads share over the area of either, by counting pixels of the frame.
fn overlap(a: &Quad, b: &Quad, luma: &Luma) -> f64 {
    let (mut both, mut either) = (0_u32, 0_u32);
    for y in (0..luma.height()).step_by(2) {
        for x in (0..luma.width()).step_by(2) {
            let p = Point::new(f64::from(x), f64::from(y));
            let (in_a, in_b) = (a.contains(p), b.contains(p));
            both += u32::from(in_a && in_b);
            either += u32::from(in_a || in_b);
        }
    }
    f64::from(both) / f64::from(either.max(1))
}

#[test]
fn documents_are_located() {
    for (what, width, height, fill, floor) in [
        ("a photograph", 1_200, 900, (0.55, 0.95), 0.95),
        ("a live frame", 640, 480, (0.55, 0.95), 0.78),
        ("small in the frame", 1_200, 900, (0.4, 0.5), 0.9),
    ] {
        let count = 40;
        let overlaps: Vec<f64> = (0..count)
            .map(|seed| {
                let scene = scene(seed, width, height, fill, 0.0);
                locate(&scene.luma)
                    .map_or(0.0, |found| overlap(&found.quad, &scene.quad, &scene.luma))
            })
            .collect();
        let good = overlaps.iter().filter(|&&share| share >= 0.9).count();
        let fine = overlaps.iter().filter(|&&share| share >= 0.97).count();
        println!("{what}: {good} of {count} at 0.9, {fine} at 0.97");
        assert!(
            good as f64 >= floor * count as f64,
            "{what}: {overlaps:.2?}"
        );
    }
}

#[test]
fn cut_documents_report_their_cut_sides() {
    let mut detected = 0;
    let count = 20;
    for seed in 0..count {
        let scene = scene(seed, 900, 700, (0.8, 0.9), 0.36);
        if let Some(found) = locate(&scene.luma) {
            let cut = framing(&scene.luma, &found.quad)
                .into_iter()
                .any(|measure| measure.aspect == Aspect::CutEdges && !measure.is_met());
            detected += u32::from(cut || found.cut_sides > 0);
        }
    }
    println!("cut: {detected} of {count}");
    assert!(detected * 3 >= count as u32, "{detected}");
}

#[test]
fn other_things_are_not_located() {
    assert_eq!(locate(&Luma::filled(640, 480, 128)), None);
    assert_eq!(locate(&Luma::filled(0, 0, 0)), None);
    assert_eq!(locate(&Luma::filled(20, 4_000, 0)), None);
    let mut dice = Dice(7);
    let noise = (0..640 * 480)
        .map(|_| dice.between(0.0, 255.0) as u8)
        .collect();
    assert_eq!(locate(&Luma::new(640, 480, noise).unwrap()), None);
}

#[test]
fn tilted_documents_miss_the_tilt_limit() {
    let luma = Luma::filled(640, 480, 0);
    let quad = |narrow: f64| {
        Quad(
            [
                (100.0, 100.0),
                (500.0, 100.0),
                (500.0 - narrow, 400.0),
                (100.0 + narrow, 400.0),
            ]
            .map(|(x, y)| Point::new(x, y)),
        )
    };
    let tilt = |narrow| {
        framing(&luma, &quad(narrow))
            .into_iter()
            .find(|measure| measure.aspect == Aspect::Tilt)
            .unwrap()
    };
    assert!(tilt(0.0).is_met() && tilt(0.0).value < 1e-9);
    assert!(!tilt(80.0).is_met() && (tilt(80.0).value - 0.4).abs() < 1e-9);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_pixels_have_a_finite_position_or_none(
        width in 1_u32..160,
        bytes in prop::collection::vec(any::<u8>(), 0..12_000),
        flat in any::<bool>(),
    ) {
        let height = bytes.len() as u32 / width;
        let data = bytes[..(width * height) as usize].iter().map(|&b| if flat { b & 0xc0 } else { b }).collect();
        if let Some(found) = locate(&Luma::new(width, height, data).unwrap()) {
            prop_assert!(found.quad.0.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
            prop_assert!((0.0..=1.0).contains(&found.confidence) && found.cut_sides <= 2);
        }
    }
}

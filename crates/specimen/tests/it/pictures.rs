//! Pictures: they repeat, their truth lies where it says, and they look as told.

use image::{Rgb, RgbImage};
use jiff::civil::{Date, date};
use specimen::{
    CARD_HEIGHT, CARD_WIDTH, Card, Difficulty, Photo, Quad, Scene, Specimen, SpecimenError,
    photograph,
};

const ON: Date = date(2026, 6, 1);

fn back(seed: u64) -> Card {
    Specimen::from_seed(seed, ON).back().unwrap()
}

fn take(card: &Card, scene: &Scene) -> Photo {
    photograph(card, scene).unwrap()
}

fn grey(image: &RgbImage, [x, y]: [f32; 2]) -> f32 {
    let Rgb(levels) = image.get_pixel(x as u32, y as u32);
    levels.iter().map(|level| f32::from(*level)).sum::<f32>() / 3.0
}

/// A point inside a quad, by shares of its sides (good enough where perspective is weak).
fn inside(quad: Quad, across: f32, down: f32) -> [f32; 2] {
    let mix =
        |a: [f32; 2], b: [f32; 2], t: f32| [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    mix(
        mix(quad[0], quad[1], across),
        mix(quad[3], quad[2], across),
        down,
    )
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for difficulty in [Difficulty::Good, Difficulty::Fair, Difficulty::Hard] {
        let scene = Scene {
            width: 320,
            height: 240,
            ..Scene::from_seed(3, difficulty)
        };
        let [one, two] = [3, 3].map(|seed| take(&back(seed), &scene));
        assert_eq!(one.jpeg, two.jpeg);
        assert_eq!(one.truth, two.truth);
        let other = Scene {
            seed: 4,
            ..scene.clone()
        };
        assert_ne!(take(&back(3), &other).jpeg, one.jpeg);
    }
    let front = |seed| Specimen::from_seed(seed, ON).front().unwrap();
    assert_eq!(front(3), front(3));
    assert_ne!(front(3), front(4));
}

#[test]
fn the_quads_are_where_the_ink_is() {
    for seed in 0..12 {
        // Straight, turned and upside down, on a table darker than any card.
        let scene = Scene {
            roll: seed as f32 * 31.0,
            table: specimen::Table::Dark,
            defocus: 0.0,
            noise: 0.0,
            ..Scene::from_seed(seed, Difficulty::Good)
        };
        let photo = take(&back(seed), &scene);
        let code = photo.truth.code.unwrap();
        // The start pattern is eight modules of bar; its quiet zone is white.
        let bar = grey(&photo.image, inside(code, 0.010, 0.5));
        let quiet = grey(&photo.image, inside(code, -0.010, 0.5));
        let end = grey(&photo.image, inside(code, 1.012, 0.5));
        assert!(
            bar < 90.0 && quiet > 150.0 && end > 150.0,
            "seed {seed}: {bar} {quiet} {end}"
        );
        let card = photo.truth.card;
        let (edge, table) = (inside(card, 0.985, 0.5), inside(card, 1.02, 0.5));
        let (edge, table) = (grey(&photo.image, edge), grey(&photo.image, table));
        assert!(edge > table + 40.0, "seed {seed}: {edge} {table}");
    }
}

#[test]
fn the_card_keeps_its_shape_and_its_share_of_the_frame() {
    let scene = Scene {
        roll: 0.0,
        tilt: 0.0,
        pan: 0.0,
        fill: 0.8,
        offset: [0.0, 0.0],
        ..Scene::from_seed(1, Difficulty::Good)
    };
    let quad = take(&back(1), &scene).truth.card;
    let (wide, tall) = (quad[1][0] - quad[0][0], quad[3][1] - quad[0][1]);
    assert!((wide / 1600.0 - 0.8).abs() < 0.01, "{wide}");
    assert!(
        (wide / tall - CARD_WIDTH / CARD_HEIGHT).abs() < 0.01,
        "{wide} x {tall}"
    );
}

#[test]
fn a_front_has_no_barcode_and_a_back_tells_its_text() {
    let scene = Scene {
        width: 160,
        height: 120,
        ..Scene::from_seed(1, Difficulty::Good)
    };
    let specimen = Specimen::from_seed(1, ON);
    let front = take(&specimen.front().unwrap(), &scene).truth;
    assert_eq!((front.text, front.code), (None, None));
    let back = take(&specimen.back().unwrap(), &scene).truth;
    assert_eq!(back.text, Some(specimen.barcode()));
}

#[test]
fn scenes_have_the_size_they_name_and_the_troubles_they_promise() {
    for seed in 0..8 {
        for difficulty in [Difficulty::Good, Difficulty::Fair, Difficulty::Hard] {
            let scene = Scene::from_seed(seed, difficulty);
            assert_eq!(scene, Scene::from_seed(seed, difficulty));
            if difficulty == Difficulty::Good {
                assert_eq!((scene.width, scene.height), (1600, 1200));
                assert!(scene.roll.abs() < 5.0 && scene.glare.is_none());
            }
        }
    }
    let card = back(2);
    let dim = take(&card, &Scene::unreadable(2)).image;
    let fine = take(&card, &Scene::from_seed(2, Difficulty::Good)).image;
    let mean = |image: &RgbImage| {
        image.iter().map(|level| f64::from(*level)).sum::<f64>() / image.len() as f64
    };
    assert!(mean(&dim) < mean(&fine) * 0.5);
}

#[test]
fn impossible_sizes_are_refused() {
    for (width, height) in [(0, 100), (100, 0), (60_000, 60_000), (100_000, 10)] {
        let scene = Scene {
            width,
            height,
            ..Scene::from_seed(1, Difficulty::Good)
        };
        let refused = photograph(&back(1), &scene);
        assert!(
            matches!(refused, Err(SpecimenError::Size { .. })),
            "{width} x {height}"
        );
    }
}

#[test]
fn strange_scenes_do_no_harm() {
    let plain = Scene {
        width: 64,
        height: 48,
        ..Scene::from_seed(1, Difficulty::Good)
    };
    for scene in [
        Scene {
            fill: 0.0,
            ..plain.clone()
        },
        Scene {
            fill: 40.0,
            ..plain.clone()
        },
        Scene {
            tilt: 89.0,
            ..plain.clone()
        },
        Scene {
            pan: 180.0,
            bend: 30.0,
            ..plain.clone()
        },
        Scene {
            defocus: 500.0,
            motion: 900.0,
            ..plain.clone()
        },
        Scene {
            exposure: f32::NAN,
            noise: f32::INFINITY,
            ..plain.clone()
        },
        Scene {
            width: 1,
            height: 1,
            ..plain.clone()
        },
    ] {
        let photo = photograph(&back(1), &scene).unwrap();
        assert_eq!(photo.image.dimensions(), (scene.width, scene.height));
    }
}

//! Pictures are reproducible, everything is where their truth says, and they look as requested.

use image::{Rgb, RgbImage};
use jiff::civil::{Date, date};
use specimen::{
    CARD_HEIGHT, CARD_WIDTH, Card, Difficulty, Photo, Quad, Scene, Specimen, SpecimenError, Table,
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

/// Returns a point inside a quad by fractions of its sides, which is precise enough in weak
/// perspective.
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
fn quads_contain_the_ink() {
    for seed in 0..12 {
        // The card is straight, rotated and upside down, on a table darker than any card.
        let scene = Scene {
            roll: seed as f32 * 31.0,
            table: Table::Dark,
            defocus: 0.0,
            noise: 0.0,
            width: 800,
            height: 600,
            ..Scene::from_seed(seed, Difficulty::Good)
        };
        let photo = take(&back(seed), &scene);
        let code = photo.truth.code.unwrap();
        // The start pattern begins with a bar of eight modules, and its quiet zone is white.
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
fn the_card_keeps_its_aspect_ratio_and_size() {
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
fn only_the_back_has_a_barcode() {
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
fn scenes_have_their_size_and_difficulty() {
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
fn strange_scenes_do_not_panic() {
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

/// Returns the mean grey of each cell of a grid of eight by five, in sixteenths of white.
fn coarse(image: &RgbImage) -> Vec<[u32; 8]> {
    let (wide, tall) = (image.width() / 8, image.height() / 5);
    let cell = |column: u32, row: u32| {
        let view = image::imageops::crop_imm(image, column * wide, row * tall, wide, tall);
        let levels = view.to_image().into_raw();
        levels.iter().map(|level| u64::from(*level)).sum::<u64>() / (levels.len() as u64 * 16)
    };
    (0..5)
        .map(|row| std::array::from_fn(|column| cell(column as u32, row) as u32))
        .collect()
}

#[test]
fn both_sides_look_as_they_did() {
    // The grid is coarse on purpose, because sines differ slightly between platforms.
    let specimen = Specimen::from_seed(7, ON);
    for (card, expected) in [(specimen.front(), FRONT), (specimen.back(), BACK)] {
        let found = coarse(&card.unwrap().scan());
        let close = found.as_flattened().iter().zip(expected.as_flattened());
        assert!(close.clone().all(|(a, b)| a.abs_diff(*b) <= 1), "{found:?}");
    }
}

const FRONT: [[u32; 8]; 5] = [
    [7, 5, 5, 5, 6, 5, 6, 7],
    [14, 13, 13, 13, 13, 13, 13, 13],
    [13, 13, 13, 12, 13, 14, 14, 14],
    [11, 6, 10, 12, 12, 12, 13, 14],
    [14, 13, 13, 12, 12, 13, 14, 13],
];

const BACK: [[u32; 8]; 5] = [
    [6, 6, 6, 6, 6, 6, 6, 6],
    [10, 10, 10, 10, 10, 10, 10, 10],
    [14, 11, 8, 8, 8, 8, 11, 14],
    [14, 13, 11, 11, 11, 11, 13, 14],
    [14, 13, 14, 14, 14, 13, 12, 13],
];

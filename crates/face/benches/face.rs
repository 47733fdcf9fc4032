//! How long each operation on faces takes, on one thread.
//!
//! `cargo bench -p face`. The networks are looked for as the tests do; without them a line says
//! that nothing was measured. The pictures are drawn: what is in them changes no time.
#![expect(clippy::print_stdout, reason = "a line that says what is missing")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use face::{Chip, Detector, Embedder, Examiner, FindOptions, Kind, Options, models};
use imaging::Picture;

/// Waves of colour in a picture of this size.
fn picture(width: u32, height: u32) -> Option<Picture> {
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let rgb =
        pixels.flat_map(|(x, y)| [0, 40, 80].map(|c| (((x * x + 3 * y * y) / 64 + c) % 256) as u8));
    Picture::from_rgb(width, height, rgb.collect())
}

fn measure(criterion: &mut Criterion) {
    let folder = std::env::var_os("BONAFIDE_TEST_MODELS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/models"),
        PathBuf::from,
    );
    let read = |model: models::Model| std::fs::read(folder.join(model.file)).ok();
    let (Some(yunet), Some(sface)) = (read(models::YUNET), read(models::SFACE)) else {
        println!(
            "skipped: no networks in {} (cargo xtask models)",
            folder.display()
        );
        return;
    };
    criterion.bench_function("load both networks", |bencher| {
        bencher.iter(|| {
            let loaded = (Detector::load(&yunet), Embedder::load(&sface, Kind::SFace));
            black_box(loaded)
        });
    });
    let (Ok(detector), Ok(embedder)) =
        (Detector::load(&yunet), Embedder::load(&sface, Kind::SFace))
    else {
        println!(
            "skipped: the networks in {} cannot be loaded",
            folder.display()
        );
        return;
    };
    // Without the second search, which a picture of nothing would have.
    let mut options = FindOptions::default();
    options.second_side = 0;
    for (name, width, height) in [
        ("find in a frame of 640 × 480", 640, 480),
        ("find in a photograph of 12 megapixels", 4_000, 3_000),
        ("find in a portrait of 120 × 160", 120, 160),
    ] {
        let Some(picture) = picture(width, height) else {
            continue;
        };
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| black_box(detector.find(&picture, &options)));
        });
    }
    let Some(chip) = Chip::from_rgb((0..112 * 112 * 3).map(|i| (i % 251) as u8).collect()) else {
        return;
    };
    criterion.bench_function("embed", |bencher| {
        bencher.iter(|| black_box(embedder.embed(&chip)));
    });
    criterion.bench_function("hash", |bencher| {
        bencher.iter(|| black_box(face::hash(&chip)));
    });
    let examiner = Examiner::new(detector, embedder, Options::default());
    let at = imaging::Point::new;
    let marks = face::Marks {
        right_eye: at(1_600.0, 1_300.0),
        left_eye: at(2_400.0, 1_300.0),
        nose: at(2_000.0, 1_760.0),
        right_mouth: at(1_680.0, 2_220.0),
        left_mouth: at(2_320.0, 2_220.0),
    };
    let Some(large) = picture(4_000, 3_000) else {
        return;
    };
    criterion.bench_function("align from a photograph of 12 megapixels", |bencher| {
        bencher.iter(|| black_box(face::align(&large, &marks)));
    });
    criterion.bench_function(
        "two photographs: find twice, align twice, embed twice",
        |bencher| {
            bencher.iter(|| {
                for picture in [&large, &large] {
                    let _ = black_box(examiner.find(picture));
                    if let Some(chip) = face::align(picture, &marks) {
                        let _ = black_box(examiner.embed(&chip));
                    }
                }
            });
        },
    );
}

criterion_group!(benches, measure);
criterion_main!(benches);

//! Measures reading the PDF417 symbols of drawn photographs and camera frames, and the open-source
//! decoder `rxing` with its defaults on the same pixels in the same run. Decoding the file is not
//! included (see `cargo bench -p imaging`).
//!
//! At the end it prints the maximum memory that reading one photograph of 12 megapixels took in
//! addition to the picture, and the ratios to `rxing`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use imaging::{Limits, Luma, Picture, decode, fit_within};
use pdf417::{Options, Sight, glance, read, read_frame};
use rxing::common::HybridBinarizer;
use rxing::pdf417::PDF417Reader;
use rxing::{BinaryBitmap, DecodeHints, Luma8Source, Reader};
use specimen::{Difficulty, Scene, Specimen, photograph};

/// Draws and photographs one side of a licence at a size.
fn photo(is_back: bool, difficulty: Difficulty, size: (u32, u32)) -> Option<Picture> {
    let specimen = Specimen::from_seed(7, jiff::civil::date(2026, 6, 1));
    let card = if is_back {
        specimen.back()
    } else {
        specimen.front()
    };
    let scene = Scene {
        width: size.0,
        height: size.1,
        ..Scene::from_seed(7, difficulty)
    };
    let photo = photograph(&card.ok()?, &scene).ok()?;
    decode(&photo.jpeg, &Limits::default()).ok()
}

fn peer(luma: &Luma) -> Option<String> {
    let source = Luma8Source::new_with_slice(luma.data(), luma.width(), luma.height()).ok()?;
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = PDF417Reader::new()
        .decode_with_hints(&mut bitmap, &hints)
        .ok()?;
    Some(found.getText().to_owned())
}

/// Returns the mean of five runs in milliseconds.
fn timed<T>(mut work: impl FnMut() -> T) -> f64 {
    black_box(work());
    let begun = Instant::now();
    for _ in 0..5 {
        black_box(work());
    }
    begun.elapsed().as_secs_f64() * 200.0
}

/// Measures both readers on one picture, and prints the ratio.
fn both(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, picture: &Picture) {
    let ours = || read(picture, &Options::default());
    let theirs = || peer(picture.luma());
    let (own, other) = (ours().len(), usize::from(theirs().is_some()));
    group.bench_function(format!("{name}: bonafide, {own} read"), |b| {
        b.iter(|| black_box(ours()));
    });
    group.bench_function(format!("{name}: rxing, {other} read"), |b| {
        b.iter(|| black_box(theirs()));
    });
    let (mine, its) = (timed(ours), timed(theirs));
    println!(
        "{name}: {mine:.1} ms, {own} read; rxing {its:.1} ms, {other} read; ratio {:.2}",
        mine / its
    );
}

fn photographs(c: &mut Criterion) {
    let mut group = c.benchmark_group("photograph");
    group.sample_size(10);
    let cases = [
        (
            "held straight, 1600 × 1200",
            true,
            Difficulty::Good,
            (1_600, 1_200),
        ),
        (
            "turned and tilted, 1600 × 1200",
            true,
            Difficulty::Fair,
            (1_600, 1_200),
        ),
        ("12 megapixels", true, Difficulty::Good, (4_032, 3_024)),
        (
            "no code, 1600 × 1200",
            false,
            Difficulty::Fair,
            (1_600, 1_200),
        ),
        (
            "no code, 12 megapixels",
            false,
            Difficulty::Good,
            (4_032, 3_024),
        ),
    ];
    for (name, is_back, difficulty, size) in cases {
        if let Some(picture) = photo(is_back, difficulty, size) {
            both(&mut group, name, &picture);
        }
    }
    group.finish();
}

fn frames(c: &mut Criterion) {
    let mut group = c.benchmark_group("frame of 1280 px");
    group.sample_size(10);
    for (name, is_back) in [("a code", true), ("no code", false)] {
        let Some(picture) = photo(is_back, Difficulty::Fair, (1_280, 720)) else {
            continue;
        };
        let (frame, _) = fit_within(picture.luma(), 1_280);
        let read = u8::from(matches!(read_frame(&frame), Sight::Read(_)));
        group.bench_function(format!("{name}, {read} read"), |b| {
            b.iter(|| black_box(read_frame(&frame)));
        });
        group.bench_function(format!("{name}: where it lies"), |b| {
            b.iter(|| black_box(glance(&frame)));
        });
    }
    let blank = Luma::filled(1_280, 720, 180);
    group.bench_function("nothing", |b| b.iter(|| black_box(read_frame(&blank))));
    group.finish();
}

/// Returns the peak memory of this process so far in KiB, as Linux reports it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Resets the peak, which Linux allows, and measures again.
fn memory(_: &mut Criterion) {
    let warm = photo(true, Difficulty::Good, (800, 600));
    let _ = warm.map(|picture| read(&picture, &Options::default()));
    let specimen = Specimen::from_seed(7, jiff::civil::date(2026, 6, 1));
    // Drawing a picture at this size would take more memory than reading it, so it is scaled up.
    let small = specimen
        .back()
        .ok()
        .and_then(|card| photograph(&card, &Scene::from_seed(7, Difficulty::Good)).ok());
    let small = small.and_then(|photo| decode(&photo.jpeg, &Limits::default()).ok());
    let Some(small) = small else { return };
    let large = Picture::from_luma(imaging::resize(small.luma(), 4_032, 3_024));
    let forgotten = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = peak().filter(|_| forgotten);
    let read = read(&large, &Options::default()).len();
    if let (Some(before), Some(after)) = (before, peak()) {
        println!(
            "12 megapixels, {read} read: {:.1} MiB beyond the picture",
            (after - before) as f64 / 1024.0
        );
    }
}

criterion_group!(all, memory, photographs, frames);
criterion_main!(all);

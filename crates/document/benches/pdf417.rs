//! Reading a drawn symbol in a 12-megapixel frame and in one of 1200 pixels, with the plain open
//! decoder on the whole frame as the peer in the same run.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use document::pdf417::{Options, read, read_frame};
use imaging::{Luma, Picture};
use rxing::common::HybridBinarizer;
use rxing::pdf417::{PDF417Reader, PDF417Writer};
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, Reader, Writer};

/// A licence-sized message on a grey page of the given size, 4 × 3, turned by some degrees.
fn scene(width: u32, degrees: f64) -> Option<Picture> {
    let message = "@\n\u{1e}\rANSI 636000090002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\n\
                   DACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\n\
                   DBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\n";
    let code = PDF417Writer
        .encode(message, &BarcodeFormat::PDF_417, 0, 0)
        .ok()?;
    let (columns, rows) = (f64::from(code.getWidth()), f64::from(code.getHeight()));
    let height = width * 3 / 4;
    let scale = f64::from(width) * 0.6 / columns;
    let (sin, cos) = degrees.to_radians().sin_cos();
    let pixel = |i: u32| {
        let x = f64::from(i % width) - f64::from(width) / 2.0;
        let y = f64::from(i / width) - f64::from(height) / 2.0;
        let u = (x * cos + y * sin) / scale + columns / 2.0;
        let v = (y * cos - x * sin) / scale + rows / 2.0;
        let inside = (0.0..columns).contains(&u) && (0.0..rows).contains(&v);
        if inside && code.get(u as u32, v as u32) {
            50
        } else {
            210
        }
    };
    let data = (0..width * height).map(pixel).collect();
    Luma::new(width, height, data).map(Picture::from_luma)
}

fn peer(picture: &Picture) -> Option<String> {
    let luma = picture.luma();
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

fn benches(c: &mut Criterion) {
    for (name, width) in [("12 MP", 4_032), ("1200 px", 1_200)] {
        let mut group = c.benchmark_group(name);
        group.sample_size(10);
        for degrees in [0.0, 8.0] {
            let Some(picture) = scene(width, degrees) else {
                continue;
            };
            let ours = read(&picture, &Options::default()).len();
            let theirs = usize::from(peer(&picture).is_some());
            group.bench_function(format!("{degrees}°: document, {ours} read"), |b| {
                b.iter(|| black_box(read(&picture, &Options::default())));
            });
            group.bench_function(format!("{degrees}°: plain rxing, {theirs} read"), |b| {
                b.iter(|| black_box(peer(&picture)));
            });
        }
        group.finish();
    }
}

/// Frames of a camera: one with a symbol, one of print without any, one of nothing.
fn frames(c: &mut Criterion) {
    let (width, height) = (1_280, 720);
    let print = |i: u32| {
        let (x, y) = (i % width, i / width);
        let ink = (x / 3).wrapping_mul(2_654_435_761) ^ (y / 4).wrapping_mul(2_246_822_519);
        if y % 24 < 12 && ink >> 30 == 0 {
            60
        } else {
            225
        }
    };
    let blank = Luma::filled(width, height, 180);
    let print = Luma::new(width, height, (0..width * height).map(print).collect());
    let symbol = scene(width, 3.0).map(|picture| picture.luma().clone());
    let mut group = c.benchmark_group("frame of 1280 px");
    group.sample_size(10);
    for (name, luma) in [("symbol", symbol), ("print", print), ("blank", Some(blank))] {
        let Some(luma) = luma else { continue };
        group.bench_function(name, |b| b.iter(|| black_box(read_frame(&luma))));
    }
    group.finish();
}

criterion_group!(all, benches, frames);
criterion_main!(all);

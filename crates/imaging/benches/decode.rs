//! Measures decoding a 12-megapixel JPEG, and the usual way (`image`, colour, then grey) in the
//! same run.

use criterion::{Criterion, criterion_group, criterion_main};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageFormat};
use imaging::locate::locate;
use imaging::{Limits, decode, decode_colour, fit_within};

fn photo() -> Vec<u8> {
    let (width, height) = (4032_u32, 3024_u32);
    let pixel = |i: u32| {
        let (x, y) = (i % width, i / width);
        let texture = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 27;
        let letters = if (x / 7 + y / 11) % 5 == 0 { 60 } else { 200 };
        [
            (letters + texture) as u8,
            (letters + x / 100) as u8,
            (letters + y / 100) as u8,
        ]
    };
    let rgb: Vec<u8> = (0..width * height).flat_map(pixel).collect();
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 85);
    if encoder
        .encode(&rgb, width, height, ExtendedColorType::Rgb8)
        .is_err()
    {
        jpeg.clear();
    }
    jpeg
}

fn benches(c: &mut Criterion) {
    let jpeg = photo();
    let limits = Limits::default();
    let mut group = c.benchmark_group("decode 12 MP");
    group.sample_size(10);
    group.bench_function("imaging, grey", |b| b.iter(|| decode(&jpeg, &limits)));
    group.bench_function("imaging, colour", |b| {
        b.iter(|| decode_colour(&jpeg, &limits));
    });
    group.bench_function("peer: image, then grey", |b| {
        b.iter(|| {
            image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg)
                .map(DynamicImage::into_luma8)
        });
    });
    group.finish();
    if let Ok(picture) = decode(&jpeg, &limits) {
        let (frame, _) = fit_within(picture.luma(), 640);
        c.bench_function("locate in a frame of 640 px", |b| b.iter(|| locate(&frame)));
        c.bench_function("locate in 12 MP", |b| b.iter(|| locate(picture.luma())));
        c.bench_function("shrink 12 MP to 1600 px", |b| {
            b.iter(|| fit_within(picture.luma(), 1600));
        });
    }
}

criterion_group!(all, benches);
criterion_main!(all);

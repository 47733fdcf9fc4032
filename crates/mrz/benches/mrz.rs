//! Measures a line of 640 pixels passing through the net, and a picture of 12 megapixels whose
//! stripes look like lines of type, so that every one of them is tried.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use imaging::{Luma, Picture};
use mrz::net::{HEIGHT, Net, prepare};
use mrz::{Options, read};

fn benches(c: &mut Criterion) {
    let level = |i: usize| {
        if (i / 7 + i / 640 / 5).is_multiple_of(3) {
            40.0
        } else {
            210.0
        }
    };
    let strip: Vec<f32> = (0..HEIGHT * 640).map(level).collect();
    if let Ok(net) = Net::committed() {
        c.bench_function("a line of 640 pixels", |b| {
            b.iter(|| black_box(net.read(&prepare(black_box(&strip)))));
        });
    }
    let pixel = |i: usize| {
        let (x, y) = (i % 4_000, i / 4_000);
        let line = (1_900..2_060).contains(&y) || (2_200..2_360).contains(&y);
        let inked = line && (400..3_600).contains(&x) && (x / 36 + y / 50).is_multiple_of(2);
        if inked { 50 } else { 200 }
    };
    let data: Vec<u8> = (0..4_000 * 3_000).map(pixel).collect();
    if let Some(luma) = Luma::new(4_000, 3_000, data) {
        let picture = Picture::from_luma(luma);
        let mut group = c.benchmark_group("12 MP");
        group.sample_size(10);
        group.bench_function("stripes like type", |b| {
            b.iter(|| black_box(read(&picture, &Options::default())));
        });
    }
}

criterion_group!(all, benches);
criterion_main!(all);

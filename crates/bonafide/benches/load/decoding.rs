//! What it costs to decode a file in a process of its own, beside decoding it in this one.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use imaging::Limits;
use sandbox::{Decoder, InProcess, Pool, Settings};

use crate::percentiles;
use crate::support::requests::Drawn;

const ROUNDS: usize = 200;

/// A photograph of 1600 × 1200, and a grey PNG of 12 megapixels, each both ways in turn.
pub(crate) fn all() {
    let pool = Pool::new(Settings {
        program: PathBuf::from(env!("CARGO_BIN_EXE_bonafide")),
        spares: 2,
        processor_seconds: 5,
        deadline: Duration::from_mins(1),
    });
    pool.refill().unwrap();
    let photo = STANDARD.decode(Drawn::photographed(1).back).unwrap();
    let page = imaging::Luma::filled(4_000, 3_000, 128);
    let large = imaging::annotate(&imaging::Picture::from_luma(page), &[]).unwrap();
    for (name, file) in [
        ("a photograph of 1600 x 1200", photo),
        ("12 megapixels", large),
    ] {
        for decoder in [&InProcess as &dyn Decoder, &pool] {
            let (clock, processor) = measure(decoder, &file);
            println!("decoding, {name}, {decoder:?}: {clock}, {processor:.1} ms of processor time");
        }
    }
}

/// How long it takes, and how much of the processors all of it takes, children included.
fn measure(decoder: &dyn Decoder, file: &[u8]) -> (String, f64) {
    let before = processor_ms();
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            decoder.pages(file, &Limits::default()).unwrap();
            begun.elapsed()
        })
        .collect();
    let spent = (processor_ms() - before) / ROUNDS as f64;
    (percentiles(&mut times), spent)
}

/// Milliseconds of processor time of this process and of its children that were collected
/// (proc(5)).
fn processor_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let fields = after_name.split_whitespace().skip(11).take(4);
    // A tick is ten milliseconds wherever Linux shows them to programs.
    fields
        .map(|ticks| ticks.parse::<f64>().unwrap() * 10.0)
        .sum()
}

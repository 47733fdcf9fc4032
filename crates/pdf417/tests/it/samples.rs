//! Reads drawn phone photographs, an open test set, and pictures without a symbol.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use imaging::{Limits, Picture};
use pdf417::{Options, Symbol, read};

/// Returns the folder of samples. Returns `None`, and says so, on a machine that has none.
pub(crate) fn samples() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    let folder = std::env::var_os("BONAFIDE_SAMPLES").map_or(beside, PathBuf::from);
    let folder = folder.join("pdf417");
    if !folder.is_dir() {
        println!("skipped: no samples");
        return None;
    }
    Some(folder)
}

pub(crate) fn load(path: &Path) -> Picture {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_some_and(|e| e == "webp") {
        let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(bytes)).unwrap();
        let (width, height) = decoder.dimensions();
        let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
        decoder.read_image(&mut pixels).unwrap();
        let channels = if decoder.has_alpha() { 4 } else { 3 };
        let rgb = pixels
            .chunks_exact(channels)
            .flat_map(|p| [p[0], p[1], p[2]])
            .collect();
        return Picture::from_rgb(width, height, rgb).unwrap();
    }
    imaging::decode(&bytes, &Limits::default()).unwrap()
}

fn timed(path: &Path) -> (Vec<Symbol>, Duration) {
    let picture = load(path);
    let started = Instant::now();
    (read(&picture, &Options::default()), started.elapsed())
}

fn milliseconds(times: &mut [Duration], share: f64) -> u128 {
    times.sort();
    let at = ((times.len() - 1) as f64 * share) as usize;
    times[at].as_millis()
}

/// The share read for each kind of difficulty. The floor is what the reader reached when this was
/// written, minus one or two; it is raised whenever the reader improves.
#[test]
fn phone_photographs() {
    let Some(folder) = samples() else { return };
    let folder = folder.join("phone");
    let mut classes: BTreeMap<String, (u32, u32, u32)> = BTreeMap::new();
    let mut times = Vec::new();
    let mut wrong = Vec::new();
    let only = std::env::var("ONLY").unwrap_or_default();
    for line in fs::read_to_string(folder.join("manifest.jsonl"))
        .unwrap()
        .lines()
    {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| entry[key].as_str().unwrap().to_owned();
        if !text("file").starts_with(&only) {
            continue;
        }
        let (symbols, time) = timed(&folder.join(text("file")));
        times.push(time);
        let class = classes.entry(text("cls")).or_default();
        class.2 += 1;
        match symbols.first() {
            Some(symbol) if symbol.text == text("text") => class.0 += 1,
            Some(_) => {
                class.1 += 1;
                wrong.push(text("file"));
            }
            None => println!("unread {} in {time:?}", text("file")),
        }
    }
    println!("class      read  wrong  of");
    for (class, (read, wrong, all)) in &classes {
        println!("{class:<10} {read:>4} {wrong:>6} {all:>3}");
    }
    let read: u32 = classes.values().map(|c| c.0).sum();
    let (median, p95) = (
        milliseconds(&mut times, 0.5),
        milliseconds(&mut times, 0.95),
    );
    println!(
        "read {read} of {}, median {median} ms, 95th percentile {p95} ms",
        times.len()
    );
    assert_eq!(wrong, [""; 0], "read wrong");
    assert!(read >= 90 || !only.is_empty(), "{read} read");
}

/// One clean symbol per picture. `.txt` files have its text, `.bin` files its bytes.
#[test]
fn open_test_set() {
    let Some(folder) = samples() else { return };
    let (mut read, mut all) = (0, 0);
    let mut wrong = Vec::new();
    for set in ["zxing-pdf417-1", "zxing-pdf417-2", "zxing-pdf417-3"] {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder.join(set))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let extension = path
                .extension()
                .and_then(|e| e.to_str())
                .unwrap_or_default();
            if !["png", "webp", "jpg"].contains(&extension) {
                continue;
            }
            all += 1;
            let (symbols, time) = timed(&path);
            let text = fs::read(path.with_extension("txt")).ok();
            let bytes = fs::read(path.with_extension("bin")).ok();
            match symbols.first() {
                Some(s) if text.as_deref().is_some_and(|t| t == s.text.as_bytes()) => read += 1,
                Some(s) if bytes.as_deref().is_some_and(|b| b == s.bytes) => read += 1,
                Some(s) => wrong.push(format!("{} as {:?}", path.display(), s.text)),
                None => println!("unread {} in {time:?}", path.display()),
            }
        }
    }
    println!("read {read} of {all}");
    assert_eq!(wrong, [""; 0], "read wrong");
    assert!(read >= 56, "{read} read");
}

#[test]
fn pictures_without_a_symbol_have_none() {
    let Some(folder) = samples() else { return };
    let mut times = Vec::new();
    for set in ["zxing-falsepositives-1", "zxing-falsepositives-2"] {
        for entry in fs::read_dir(folder.join(set)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "txt") {
                continue;
            }
            let (symbols, time) = timed(&path);
            times.push(time);
            assert!(symbols.is_empty(), "{}", path.display());
        }
    }
    println!(
        "{} pictures, median {} ms",
        times.len(),
        milliseconds(&mut times, 0.5)
    );
}

mod any_pixels {
    use imaging::Luma;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        /// Noise, stripes and empty pictures: nothing panics, and nothing is read.
        #[test]
        fn nothing_is_read_from_noise(width in 0..120_u32, height in 0..90_u32, seed in any::<u32>(), period in 1..9_u32) {
            let pixel = |i: u32| {
                let noise = (i.wrapping_mul(2_654_435_761) ^ seed).wrapping_mul(2_246_822_519) >> 26;
                (i % width.max(1) / period % 2 * 150 + noise) as u8
            };
            let luma = Luma::new(width, height, (0..width * height).map(pixel).collect()).unwrap();
            let symbols = read(&Picture::from_luma(luma), &Options::new().attempts(6).symbols(3));
            prop_assert_eq!(symbols.len(), 0);
        }
    }
}

//! Scores the PDF417 reader on drawn phone photographs, on the open test set of small symbols, on
//! pictures without a symbol, and on photographs of `specimen`s that were never used for tuning.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use imaging::{Limits, Picture};
use pdf417::{Options, Sight, read, read_frame};
use specimen::{Difficulty, Scene, Specimen, photograph};

use crate::peers;
use crate::table::{OURS, Outcome, Table, timed};

const RXING: &str = "rxing";
const ZXING: &str = "zxing-cpp";

/// A sample: its class, its file and the expected text, with one `char` per byte.
struct Sample {
    class: String,
    file: PathBuf,
    text: Option<String>,
}

/// Scores the drawn photographs, and the pictures without a symbol.
pub(crate) fn run(samples: &Path) -> Result<Vec<Table>> {
    let folder = samples.join("pdf417");
    let manifest = fs::read_to_string(folder.join("phone/manifest.jsonl"))?;
    let mut phone = Vec::new();
    for line in manifest.lines() {
        let entry: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| entry.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        phone.push(Sample {
            class: text("cls").context("a sample without a class")?,
            file: folder
                .join("phone")
                .join(text("file").context("a sample without a file")?),
            text: text("text"),
        });
    }
    let mut none = Vec::new();
    for set in ["zxing-falsepositives-1", "zxing-falsepositives-2"] {
        none.extend(pictures(&folder.join(set))?.into_iter().map(|file| Sample {
            class: set.to_owned(),
            file,
            text: None,
        }));
    }
    Ok(vec![
        scored("PDF417: drawn phone photographs", "trouble", &phone)?,
        scored("PDF417: pictures without a code", "set", &none)?,
        framed(phone.iter().chain(&none))?,
    ])
}

/// Scores the same pictures as frames of a camera, with one attempt each.
fn framed<'a>(samples: impl Iterator<Item = &'a Sample>) -> Result<Table> {
    let mut table = Table::new("PDF417: the same as frames of 1280 pixels", "trouble");
    for sample in samples {
        let (frame, _) = imaging::fit_within(load(&sample.file)?.luma(), 1_280);
        let (sight, time) = timed(|| read_frame(&frame));
        let said = match sight {
            Sight::Read(symbol) => Some(latin(&symbol.bytes)),
            _ => None,
        };
        let outcome = judge(said.as_deref(), sample.text.as_deref());
        table.count(OURS, &sample.class, outcome, time);
    }
    table.note("Times are those of `read_frame` alone: a camera's frames come decoded.");
    Ok(table)
}

/// Scores the small clean symbols of the open test set: `.txt` files have the text, `.bin` files
/// the bytes.
pub(crate) fn run_open(samples: &Path) -> Result<Vec<Table>> {
    let mut all = Vec::new();
    for set in ["zxing-pdf417-1", "zxing-pdf417-2", "zxing-pdf417-3"] {
        for file in pictures(&samples.join("pdf417").join(set))? {
            let bytes = fs::read(file.with_extension("bin")).ok();
            let text = match bytes {
                Some(bytes) => Some(bytes.into_iter().map(char::from).collect()),
                None => fs::read_to_string(file.with_extension("txt")).ok(),
            };
            all.push(Sample {
                class: set.to_owned(),
                file,
                text,
            });
        }
    }
    Ok(vec![scored(
        "PDF417: small symbols of an open test set",
        "set",
        &all,
    )?])
}

/// Scores photographs of licences that are drawn for this run only, with seeds used nowhere else.
pub(crate) fn run_unseen(_: &Path) -> Result<Vec<Table>> {
    /// The number of pictures in each class.
    const PER_CLASS: u64 = 24;
    /// The first seed, far from those of any test, demo or benchmark.
    const FIRST_SEED: u64 = 7_300_000;
    let day = jiff::civil::date(2026, 6, 1);
    let mut table = Table::new("PDF417: licences drawn for this run", "photograph");
    let classes = [
        ("good", Difficulty::Good),
        ("fair", Difficulty::Fair),
        ("hard", Difficulty::Hard),
    ];
    for (n, (class, difficulty)) in (0..).zip(classes) {
        for seed in (0..PER_CLASS).map(|i| FIRST_SEED + n * 1_000 + i) {
            let specimen = Specimen::from_seed(seed, day);
            let scene = Scene::from_seed(seed, difficulty);
            let back = photograph(&specimen.back()?, &scene)?;
            one(
                &mut table,
                class,
                seed,
                &back.jpeg,
                Some(&specimen.barcode()),
            )?;
            if seed % 3 == 0 {
                let front = photograph(&specimen.front()?, &scene)?;
                one(
                    &mut table,
                    &format!("{class}, front: no code"),
                    seed,
                    &front.jpeg,
                    None,
                )?;
            }
        }
    }
    table.not_measured(ZXING, "the pictures are in memory only");
    Ok(vec![table])
}

/// Reads an encoded picture with our reader and with rxing.
fn one(table: &mut Table, class: &str, seed: u64, file: &[u8], text: Option<&str>) -> Result<()> {
    let (picture, decoding) = timed(|| imaging::decode(file, &Limits::default()));
    let name = format!("{class} {seed}");
    both(table, (class, &name), &picture?, decoding, text);
    Ok(())
}

/// Reads a picture with our reader and with rxing. Our own time includes decoding the file; that of
/// the peers does not.
fn both(
    table: &mut Table,
    (class, name): (&str, &str),
    picture: &Picture,
    decoding: Duration,
    text: Option<&str>,
) {
    let (symbols, reading) = timed(|| read(picture, &Options::default()));
    let bytes = symbols.first().map(|symbol| latin(&symbol.bytes));
    let outcome = judge(bytes.as_deref(), text);
    let outcome = match symbols.first() {
        // In some cases of the open set, one expectation is in characters and the other in bytes.
        Some(symbol) if text == Some(&symbol.text) => Outcome::Exact,
        _ => outcome,
    };
    table.count(OURS, class, outcome, decoding + reading);
    table.name(name, outcome);
    if peers::are_wanted() {
        let (said, time) = peers::rxing(picture.luma());
        table.count(RXING, class, judge(said.as_deref(), text), time);
    }
}

/// Judges a result. For a picture without a symbol, reading nothing is exact.
fn judge(said: Option<&str>, text: Option<&str>) -> Outcome {
    match (said, text) {
        (None, None) => Outcome::Exact,
        (said, text) => Outcome::of(said.map(|said| Some(said) == text)),
    }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn scored(title: &str, kind: &'static str, samples: &[Sample]) -> Result<Table> {
    let mut table = Table::new(title, kind);
    for sample in samples {
        let (picture, decoding) = timed(|| load(&sample.file));
        let name = sample.file.file_name().map(|n| n.to_string_lossy());
        both(
            &mut table,
            (&sample.class, &name.unwrap_or_default()),
            &picture?,
            decoding,
            sample.text.as_deref(),
        );
    }
    let files: Vec<PathBuf> = samples.iter().map(|s| s.file.clone()).collect();
    match peers::zxing_cpp(&files) {
        Ok(answers) => {
            for (sample, (said, time)) in samples.iter().zip(answers) {
                let outcome = judge(said.as_deref(), sample.text.as_deref());
                table.count(ZXING, &sample.class, outcome, time);
            }
        }
        Err(why) => table.not_measured(ZXING, why),
    }
    table.note("Our time includes decoding the file, the peers' does not.");
    Ok(table)
}

/// Returns the pictures of a folder, in order.
fn pictures(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let extension = path.extension().and_then(|e| e.to_str());
        if extension.is_some_and(|e| ["png", "webp", "jpg"].contains(&e)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn load(path: &Path) -> Result<Picture> {
    let bytes = fs::read(path)?;
    if path.extension().is_none_or(|e| e != "webp") {
        return Ok(imaging::decode(&bytes, &Limits::default())?);
    }
    let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(bytes))?;
    let (width, height) = decoder.dimensions();
    let mut pixels = vec![0; decoder.output_buffer_size().context("too large")?];
    decoder.read_image(&mut pixels)?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let rgb = pixels
        .chunks_exact(channels)
        .flat_map(|pixel| pixel.iter().copied().take(3))
        .collect();
    Picture::from_rgb(width, height, rgb).context("a picture of another size than it says")
}

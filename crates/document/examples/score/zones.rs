//! Scores the reader of machine-readable zones on drawn phone photographs, on public specimens and
//! on pictures without a zone, and on the pages that `cargo xtask train-mrz --pages` drew if
//! `BONAFIDE_PAGES` names their folder.
//!
//! With `--show`, every picture that was not read as it is printed is listed line by line, with a
//! digit below each character that differs: its confidence in tenths.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use imaging::Limits;
use mrz::{MrzReading, Options, read};

use crate::table::{OURS, Outcome, Table, timed};

/// The argument that lists what was not read correctly.
pub(crate) const SHOW_ARG: &str = "--show";

/// A sample: its class, its file and its lines, which are empty if there is no zone.
struct Sample {
    class: String,
    file: PathBuf,
    lines: Vec<String>,
}

/// Scores the drawn photographs and the specimens.
pub(crate) fn run(samples: &Path) -> Result<Vec<Table>> {
    let folder = samples.join("mrz");
    let phone = drawn(&folder.join("phone"))?;
    let truth = fs::read_to_string(folder.join("specimens/truth.json"))?;
    let truth: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&truth)?;
    let specimens: Vec<Sample> = truth
        .iter()
        .map(|(file, entry)| Sample {
            class: entry
                .get("format")
                .and_then(|format| format.as_str())
                .unwrap_or("no zone")
                .to_owned(),
            file: folder.join("specimens").join(file),
            lines: lines(entry),
        })
        .collect();
    // Barcodes and the cards with them have no zone either.
    let mut none = Vec::new();
    for set in [
        "pdf417/phone",
        "pdf417/zxing-pdf417-1",
        "pdf417/zxing-pdf417-2",
    ] {
        for entry in fs::read_dir(samples.join(set))? {
            let file = entry?.path();
            if file.extension().is_some_and(|e| e == "jpg" || e == "png") {
                none.push(Sample {
                    class: set.to_owned(),
                    file,
                    lines: Vec::new(),
                });
            }
        }
    }
    let mut tables = vec![
        scored("MRZ: drawn phone photographs", "trouble", &phone)?,
        scored("MRZ: public specimens", "form", &specimens)?,
        scored("MRZ: pictures without a zone", "set", &none)?,
    ];
    if let Some(folder) = std::env::var_os("BONAFIDE_PAGES") {
        let pages = drawn(Path::new(&folder))?;
        tables.push(scored("MRZ: pages drawn anew", "trouble", &pages)?);
    }
    Ok(tables)
}

/// Reads the samples of a folder with a manifest: one JSON object per line with `file`, `cls` and
/// `lines`.
fn drawn(folder: &Path) -> Result<Vec<Sample>> {
    let manifest = fs::read_to_string(folder.join("manifest.jsonl"))?;
    let sample = |line: &str| {
        let entry: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| entry.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        Ok(Sample {
            class: text("cls").context("a sample without a class")?,
            file: folder.join(text("file").context("a sample without a file")?),
            lines: lines(&entry),
        })
    };
    manifest.lines().map(sample).collect()
}

fn lines(entry: &serde_json::Value) -> Vec<String> {
    let lines = entry.get("lines").and_then(|lines| lines.as_array());
    let text = |line: &serde_json::Value| line.as_str().map(str::to_owned);
    lines.into_iter().flatten().filter_map(text).collect()
}

fn scored(title: &str, kind: &'static str, samples: &[Sample]) -> Result<Table> {
    let mut table = Table::new(title, kind);
    let (mut marked, mut doubted, mut unnoticed) = (0, 0, 0);
    let show = std::env::args().any(|word| word == SHOW_ARG);
    for sample in samples {
        let bytes = fs::read(&sample.file)?;
        let (read, time) = timed(|| {
            let picture = imaging::decode(&bytes, &Limits::default())?;
            Ok::<_, imaging::DecodeError>(read(&picture, &Options::default()))
        });
        let read = read?;
        let outcome = match &read {
            None if sample.lines.is_empty() => Outcome::Exact,
            None => Outcome::Unread,
            Some(read) if read.mrz.lines == sample.lines => {
                doubted += usize::from(!read.unsure.is_empty());
                Outcome::Exact
            }
            Some(read) if is_marked(read, &sample.lines) => {
                marked += 1;
                Outcome::Unread
            }
            Some(read) => {
                unnoticed += usize::from(read.digits.0 == read.digits.1);
                Outcome::Wrong
            }
        };
        if show {
            print_reading(sample, read.as_ref(), time);
        }
        table.count(OURS, &sample.class, outcome, time);
    }
    table.note(format!(
        "Wrong is what tells a wrong field without marking it as unsure; all check digits held in {unnoticed} of \
         those. {marked} of the unread were told with every wrong field marked; {doubted} of the exact have a marked field. Times \
         include decoding the file."
    ));
    Ok(table)
}

/// Prints the reading of a sample, unless it is exact and no field is uncertain.
fn print_reading(sample: &Sample, read: Option<&MrzReading>, time: Duration) {
    let name = sample.file.file_name().unwrap_or_default().display();
    let Some(read) = read else {
        if !sample.lines.is_empty() {
            println!("{name}: not read, {} ms", time.as_millis());
        }
        return;
    };
    let exact = read.mrz.lines == sample.lines;
    if exact && read.unsure.is_empty() {
        return;
    }
    let verdict = match (exact, is_marked(read, &sample.lines)) {
        (true, _) => "exact",
        (false, true) => "wrong, marked",
        (false, false) => "WRONG",
    };
    println!(
        "{name}: {verdict}, {}, {} of {} digits hold, unsure {:?}, {} ms",
        read.mrz.format,
        read.digits.0,
        read.digits.1,
        read.unsure,
        time.as_millis()
    );
    let nothing = String::new();
    for (at, (told, sure)) in read.mrz.lines.iter().zip(&read.confidence).enumerate() {
        let want = sample.lines.get(at).unwrap_or(&nothing);
        let tenths = |(place, sure): (usize, &f32)| {
            let differs = told.as_bytes().get(place) != want.as_bytes().get(place);
            let digit = char::from_digit((sure * 10.0).clamp(0.0, 9.0) as u32, 10);
            if differs { digit.unwrap_or('?') } else { ' ' }
        };
        if told != want {
            let sure: String = sure.iter().enumerate().map(tenths).collect();
            println!("    {told}\n    {want}\n    {sure}");
        }
    }
}

/// Returns true if every field that is wrong is marked as uncertain.
pub(crate) fn is_marked(read: &MrzReading, lines: &[String]) -> bool {
    let told: Vec<&str> = read.mrz.lines.iter().map(String::as_str).collect();
    let want: Vec<&str> = lines.iter().map(String::as_str).collect();
    !want.is_empty()
        && read
            .mrz
            .format
            .fields()
            .iter()
            .all(|(field, span)| span.of(&told) == span.of(&want) || read.unsure.contains(field))
}

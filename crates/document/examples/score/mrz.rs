//! The reader of machine readable zones on drawn phone photographs and on public specimens.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use document::mrz::{MrzReading, Options, read};
use imaging::Limits;

use crate::table::{OURS, Outcome, Table, timed};

/// A sample: its class, its file and the lines that are on it; none where there is no zone.
struct Sample {
    class: String,
    file: PathBuf,
    lines: Vec<String>,
}

/// The drawn photographs and the specimens.
pub(crate) fn run(samples: &Path) -> Result<Vec<Table>> {
    let folder = samples.join("mrz");
    let mut phone = Vec::new();
    let manifest = fs::read_to_string(folder.join("phone/manifest.jsonl"))?;
    for line in manifest.lines() {
        let entry: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| entry.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        phone.push(Sample {
            class: text("cls").context("a sample without a class")?,
            file: folder
                .join("phone")
                .join(text("file").context("a sample without a file")?),
            lines: lines(&entry),
        });
    }
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
    // Bar codes and their cards carry no zone either.
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
    Ok(vec![
        scored("MRZ: drawn phone photographs", "trouble", &phone)?,
        scored("MRZ: public specimens", "form", &specimens)?,
        scored("MRZ: pictures without a zone", "set", &none)?,
    ])
}

fn lines(entry: &serde_json::Value) -> Vec<String> {
    let lines = entry.get("lines").and_then(|lines| lines.as_array());
    let text = |line: &serde_json::Value| line.as_str().map(str::to_owned);
    lines.into_iter().flatten().filter_map(text).collect()
}

fn scored(title: &str, kind: &'static str, samples: &[Sample]) -> Result<Table> {
    let mut table = Table::new(title, kind);
    let (mut marked, mut doubted) = (0, 0);
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
            Some(read) if read.lines == sample.lines => {
                doubted += usize::from(!read.unsure.is_empty());
                Outcome::Exact
            }
            Some(read) if is_marked(read, &sample.lines) => {
                marked += 1;
                Outcome::Unread
            }
            Some(_) => Outcome::Wrong,
        };
        table.count(OURS, &sample.class, outcome, time);
    }
    table.note(format!(
        "Wrong is what tells a wrong field without marking it as unsure. {marked} of the unread \
         were told with every wrong field marked; {doubted} of the exact have a marked field. Times \
         include decoding the file."
    ));
    Ok(table)
}

/// Whether every field that is not as it should be is marked as unsure.
fn is_marked(read: &MrzReading, lines: &[String]) -> bool {
    let told: Vec<&str> = read.lines.iter().map(String::as_str).collect();
    let want: Vec<&str> = lines.iter().map(String::as_str).collect();
    !want.is_empty()
        && read
            .format
            .fields()
            .iter()
            .all(|(field, span)| span.of(&told) == span.of(&want) || read.unsure.contains(field))
}

//! Scores zones with one character edited without its check digits. The reader must return what is
//! printed, or mark the field as uncertain.
//!
//! The zones are drawn by `specimen`, so that anybody can draw the same ones: six formats, nine
//! kinds of change, and six sizes from 400 pixels to full, in good conditions, in typefaces that
//! the net was not trained on and, if Debian's `fonts-ocr-b` is installed, in the one that it was.
//! `--count N` changes the number of 2,000; `--genuine` draws zones without a change; `--show`
//! prints what was wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use imaging::Limits;
use jiff::civil::{Date, date};
use mrz::checks::is_contradicted;
use mrz::{Field, MrzReading, Options, parse, read};
use specimen::{Edit, EditedZone, Form, Letters, photograph};

use crate::table::timed;
use crate::{table, zones};

/// The argument that asks for zones without a change.
pub(crate) const GENUINE_ARG: &str = "--genuine";
/// The argument before the number of pictures.
pub(crate) const COUNT_ARG: &str = "--count";
/// The argument before the number of the first picture.
pub(crate) const FIRST_ARG: &str = "--first";
/// The day for which everything is drawn.
const ON: Date = date(2026, 6, 1);
/// The number of pictures by default.
const COUNT: u64 = 2_000;
/// The path of Debian's OCR-B, the typeface that the net was trained on.
const OCR_B: &str = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";

/// The outcome for a picture, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum EditOutcome {
    /// The zone is read as printed, and check digits fail over characters that are certain, so the
    /// document is declined as edited.
    Edited,
    /// The zone is read as printed, every field is certain, and no digit covers the change.
    Exact,
    /// At least one field is marked as uncertain, and so is every field that differs from the
    /// print.
    Marked,
    /// Nothing was read.
    Unread,
    /// A check digit fails, so that nobody takes the zone for genuine, but a field differs from the
    /// print without being marked.
    Amiss,
    /// Every check digit matches, and a field differs from the print without being marked.
    Wrong,
}

impl EditOutcome {
    const ALL: [Self; 6] = [
        Self::Edited,
        Self::Exact,
        Self::Marked,
        Self::Unread,
        Self::Amiss,
        Self::Wrong,
    ];

    fn of(read: Option<&MrzReading>, printed: &[String]) -> Self {
        let Some(read) = read else {
            return Self::Unread;
        };
        let told: Vec<&str> = read.mrz.lines.iter().map(String::as_str).collect();
        let Ok(zone) = parse(&told) else {
            return Self::Unread;
        };
        if !zones::is_marked(read, printed) {
            return if zone.is_valid() {
                Self::Wrong
            } else {
                Self::Amiss
            };
        }
        if is_contradicted(&zone, &read.unsure, ON) {
            Self::Edited
        } else if read.unsure.is_empty() {
            Self::Exact
        } else {
            Self::Marked
        }
    }
}

/// How often each outcome occurred.
#[derive(Default)]
struct Tally([usize; 6]);

/// Returns the folder where drawn pictures are kept for other runs, which `BONAFIDE_EDITED` names.
/// It gets a manifest like that of drawn pages.
fn kept() -> Option<PathBuf> {
    std::env::var_os("BONAFIDE_EDITED").map(PathBuf::from)
}

/// Returns the photograph of a zone, newly drawn or kept.
fn photo(
    zone: &EditedZone,
    (name, letters): (&str, Letters<'_>),
    drawn: &mut String,
) -> Result<Vec<u8>> {
    let draw = || Ok::<_, anyhow::Error>(photograph(&zone.sheet(letters)?, &zone.scene())?.jpeg);
    let Some(folder) = kept() else {
        return draw();
    };
    std::fs::create_dir_all(&folder)?;
    let file = format!("{}-{name}.jpg", zone.seed());
    let entry = serde_json::json!({ "file": file, "cls": format!("{:?}", zone.edit), "lines": zone.printed });
    drawn.push_str(&entry.to_string());
    drawn.push('\n');
    let path = folder.join(file);
    if let Ok(jpeg) = std::fs::read(&path) {
        return Ok(jpeg);
    }
    let jpeg = draw()?;
    std::fs::write(path, &jpeg)?;
    Ok(jpeg)
}

/// Returns the elements of a list in turn.
fn turn<T: Copy>(all: &[T], at: u64) -> Option<T> {
    let place = at.checked_rem(all.len() as u64)?;
    all.get(place as usize).copied()
}

/// Draws and reads all pictures, and counts the outcomes.
pub(crate) fn run(_: &Path) -> Result<Vec<table::Table>> {
    let words: Vec<String> = std::env::args().collect();
    let after = |word: &str| words.iter().skip_while(|own| *own != word).nth(1);
    let count = after(COUNT_ARG).map_or(Ok(COUNT), |count| count.parse())?;
    let first = after(FIRST_ARG).map_or(Ok(0), |first| first.parse())?;
    let is_genuine = words.iter().any(|word| word == GENUINE_ARG);
    let show = words.iter().any(|word| word == zones::SHOW_ARG);
    let ocr_b = std::fs::read(OCR_B).ok();
    let mut drawn = String::new();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut times: Vec<Duration> = Vec::new();
    for at in first..first + count {
        let seed = 640_000 + at;
        let form = turn(&Form::ALL, at).unwrap_or(Form::Td3);
        let edit = if is_genuine {
            Edit::None
        } else {
            turn(&Edit::ALL, at / Form::ALL.len() as u64).unwrap_or(Edit::None)
        };
        let zone = EditedZone::from_seed(seed, form, edit, ON);
        let (name, letters) = match (at / 54 % 5, &ocr_b) {
            (0 | 1, _) | (2 | 3, None) => ("strokes", Letters::Strokes),
            (2 | 3, Some(bytes)) => ("OCR-B", Letters::Face(bytes)),
            _ => ("Hack", Letters::Hack),
        };
        let jpeg = photo(&zone, (name, letters), &mut drawn)?;
        let (read, time) = timed(|| {
            let picture = imaging::decode(&jpeg, &Limits::default())?;
            Ok::<_, imaging::DecodeError>(read(&picture, &Options::default()))
        });
        let read = read?;
        times.push(time);
        let came = EditOutcome::of(read.as_ref(), &zone.printed);
        if show && matches!(came, EditOutcome::Wrong | EditOutcome::Amiss) {
            println!(
                "{seed} {form:?} {:?} {name} {:?}: {came:?}",
                zone.edit,
                zone.scene().width
            );
            for (line, text) in zone.printed.iter().enumerate() {
                let told = read.as_ref().and_then(|read| read.mrz.lines.get(line));
                println!(
                    "    printed {text}\n    told    {}",
                    told.map_or("", String::as_str)
                );
            }
            let unsure: &[Field] = read.as_ref().map_or(&[], |read| &read.unsure);
            println!("    unsure {unsure:?}");
        }
        let classes = [
            format!("{:?}", zone.edit),
            format!("form {form:?}"),
            format!("letters {name}"),
            format!("width {:04}", zone.scene().width),
            "all".to_owned(),
        ];
        for class in classes {
            let Tally(counts) = tallies.entry(class).or_default();
            for (own, count) in EditOutcome::ALL.iter().zip(counts) {
                *count += usize::from(*own == came);
            }
        }
    }
    if let Some(folder) = kept() {
        std::fs::write(folder.join("manifest.jsonl"), drawn)?;
    }
    println!("### Zones with one character changed\n");
    println!("| what | count | edited | exact | marked | unread | amiss | wrong |");
    println!("|---|---|---|---|---|---|---|---|");
    for (class, Tally(counts)) in &tallies {
        let cells: Vec<String> = counts.iter().map(usize::to_string).collect();
        let all: usize = counts.iter().sum();
        println!("| {class} | {all} | {} |", cells.join(" | "));
    }
    times.sort();
    let at = |share: f64| {
        let place = (times.len().saturating_sub(1) as f64 * share) as usize;
        times.get(place).map_or(0, Duration::as_millis)
    };
    println!(
        "\nmedian {} ms, p95 {} ms, worst {} ms",
        at(0.5),
        at(0.95),
        at(1.0)
    );
    Ok(Vec::new())
}

//! Zones with one character changed behind the check digits' back: what is printed must be told, or
//! marked.
//!
//! The zones are drawn by `specimen`, so that anybody can draw the same again: six forms, nine
//! kinds of change, six sizes from 400 pixels to full, little trouble, in letters that the net
//! never learned from and, where Debian's `fonts-ocr-b` is installed, in those that it did.
//! `--count N` asks for another number than 2,000; `--genuine` for zones that nobody changed;
//! `--show` tells what was wrong.

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

/// The word that asks for zones that nobody changed.
pub(crate) const GENUINE: &str = "--genuine";
/// The word before the number of pictures.
pub(crate) const COUNTED: &str = "--count";
/// The word before the number of the first picture.
pub(crate) const FIRST: &str = "--first";
/// The day that everything is invented for.
const ON: Date = date(2026, 6, 1);
/// Pictures if nobody says how many.
const COUNT: u64 = 2_000;
/// Where Debian puts the letters that the net learned from.
const OCR_B: &str = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";

/// What came of a picture, from the best to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Came {
    /// Told as printed, and the digits fail over characters that are sure: the zone is declined as
    /// edited.
    Edited,
    /// Told as printed, every field sure, and no digit covers the change.
    Exact,
    /// A field is marked, and with it whatever differs from the print.
    Marked,
    /// Not read.
    Unread,
    /// A digit fails, so that nobody takes the zone for genuine, but a field that is not marked
    /// differs from the print.
    Amiss,
    /// Every digit holds, and a field that is not marked differs from the print.
    Wrong,
}

impl Came {
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

/// How often each thing came.
#[derive(Default)]
struct Tally([usize; 6]);

/// Where drawn pictures are kept, so that another run need not draw them again: the folder that
/// `BONAFIDE_EDITED` names. It gets a manifest like that of drawn pages.
fn kept() -> Option<PathBuf> {
    std::env::var_os("BONAFIDE_EDITED").map(PathBuf::from)
}

/// The photograph of a zone, drawn or kept.
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

/// One of a list, each in its turn.
fn turn<T: Copy>(all: &[T], at: u64) -> Option<T> {
    let place = at.checked_rem(all.len() as u64)?;
    all.get(place as usize).copied()
}

/// Draws, reads and counts.
pub(crate) fn run(_: &Path) -> Result<Vec<table::Table>> {
    let words: Vec<String> = std::env::args().collect();
    let after = |word: &str| words.iter().skip_while(|own| *own != word).nth(1);
    let count = after(COUNTED).map_or(Ok(COUNT), |count| count.parse())?;
    let first = after(FIRST).map_or(Ok(0), |first| first.parse())?;
    let is_genuine = words.iter().any(|word| word == GENUINE);
    let show = words.iter().any(|word| word == zones::SHOW);
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
        let came = Came::of(read.as_ref(), &zone.printed);
        if show && matches!(came, Came::Wrong | Came::Amiss) {
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
            for (own, count) in Came::ALL.iter().zip(counts) {
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

//! Reads documents from picture files, with one JSON object per file as the result.

pub(crate) mod text;

use std::path::{Path, PathBuf};
use std::time::Instant;

use aamva::Licence;
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use document::{Barcode, DocumentKind, PageOptions, PageReading, read_page};
use face::{Examiner, Face};
use imaging::locate::locate;
use imaging::quality::{Limit, Measure, measure};
use imaging::{DecodeError, Limits, Picture, Quad};
use jiff::civil::Date;
use mrz::{Mrz, MrzReading, spellings};
use sandbox::{Decoder, Failure};
use serde_json::{Map, Value, json};

use crate::decoder::decoder;
use crate::face_json;
use crate::printed::{self, Printed, Text};

/// The largest file that is read, in bytes; no accepted picture is larger.
const MOST: u64 = 256 << 20;

/// The outcome for one file.
pub(crate) enum Read {
    /// The file is a picture, in which this was found.
    Picture(Box<Found>),
    /// The file is not a picture, or exceeds the limits.
    NotAPicture(String),
}

/// What was found in one file.
pub(crate) struct Found {
    /// The first page on which something was read, or else the first page.
    page: Picture,
    /// Its number, counted from 0.
    page_number: usize,
    /// The barcodes, each with its licence if it holds one.
    pub(crate) barcodes: Vec<Barcode>,
    /// The machine readable zone on that page, with its fields.
    pub(crate) zone: Option<MrzReading>,
    /// The printed text of that page, read only if nothing else was found.
    pub(crate) printed: Option<Printed>,
    /// The outline of the document in the picture.
    document: Option<Quad>,
    /// The quality of the picture.
    pub(crate) quality: Vec<Measure>,
    /// The faces on the first page, the largest first, if they were looked for.
    pub(crate) faces: Option<Vec<Face>>,
    /// Milliseconds from the first byte read to the last reader's result.
    pub(crate) elapsed_ms: f64,
}

/// How thoroughly to look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Looks for every barcode and for an MRZ as well, instead of stopping at the first find.
    pub(crate) all: bool,
}

/// Reads one file, and looks for faces if there are networks for it.
pub(crate) fn read(
    path: &Path,
    effort: Effort,
    text: &Text,
    networks: Option<&Examiner>,
) -> Result<Read> {
    let begun = Instant::now();
    let bytes = bonafide::files::read(path, MOST).context("cannot open the file")?;
    let pages = match decoder()?.pages(&bytes, &Limits::default()) {
        Ok(pages) => pages,
        Err(Failure::Refused(error)) => return Ok(Read::NotAPicture(describe(&error))),
        Err(failure @ Failure::Died(_)) => return Ok(Read::NotAPicture(failure.to_string())),
        Err(failure @ Failure::Unavailable(_)) => return Err(failure.into()),
    };
    let options = if effort.all {
        PageOptions::new().barcode(document::Effort::Every).both()
    } else {
        PageOptions::new()
    };
    let mut found: Option<Page> = None;
    for (number, page) in pages.into_iter().enumerate() {
        let read = read_page(&page, &options);
        let seen = Page { number, page, read };
        match &mut found {
            Some(kept) if !kept.read.is_empty() => kept.read.barcodes.extend(seen.read.barcodes),
            Some(kept) if seen.read.is_empty() => kept.number = kept.number.min(seen.number),
            _ => found = Some(seen),
        }
        if !effort.all && found.as_ref().is_some_and(|found| !found.read.is_empty()) {
            break;
        }
    }
    let Some(Page {
        number: page_number,
        page,
        read,
    }) = found
    else {
        return Ok(Read::NotAPicture("the file has no pages".to_owned()));
    };
    let printed = if read.is_empty() {
        printed::read(text, &bytes, &page, page_number)
    } else {
        None
    };
    // The text engine knows which way up the page is.
    let document = printed
        .as_ref()
        .and_then(|printed| printed.quad)
        .or_else(|| locate(page.luma()).map(|found| found.quad));
    let quality = measure(&page, document.as_ref());
    let faces = match networks {
        Some(networks) => {
            let coloured = decoder()?.colour(&bytes, &Limits::default())?;
            Some(networks.find(&coloured)?)
        }
        None => None,
    };
    let elapsed_ms = begun.elapsed().as_secs_f64() * 1e3;
    Ok(Read::Picture(Box::new(Found {
        page,
        page_number,
        barcodes: read.barcodes,
        zone: read.zone,
        printed,
        document,
        quality,
        faces,
        elapsed_ms,
    })))
}

/// What was found on one page.
struct Page {
    number: usize,
    page: Picture,
    read: PageReading,
}

/// Explains why a file was not decoded.
fn describe(error: &DecodeError) -> String {
    match error {
        DecodeError::UnsupportedFormat { .. } => {
            "unsupported file type; use a JPEG, PNG, WebP, HEIC or PDF".to_owned()
        }
        error => clause(&error.to_string()),
    }
}

/// Turns a sentence into what follows a colon: without its capital and its full stop.
fn clause(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut letters = sentence.chars();
    match (letters.next(), letters.clone().next()) {
        // What begins with an abbreviation keeps it.
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => sentence.to_owned(),
    }
}

impl Found {
    /// Returns true if anything at all was read.
    pub(crate) fn is_something(&self) -> bool {
        !self.barcodes.is_empty()
            || self.zone.is_some()
            || self.printed.as_ref().is_some_and(Printed::is_something)
    }

    /// Returns the type and outline of the document, as far as they are known.
    fn document(&self) -> Value {
        let licence = self
            .barcodes
            .iter()
            .find_map(|barcode| barcode.licence.as_ref().ok());
        let zone = self.zone.as_ref().map(|read| &read.mrz);
        let paper = self.printed.as_ref().and_then(|printed| printed.paper.kind);
        let kind = document_type(licence, zone).or_else(|| paper.map(document::paper::Kind::word));
        match (kind, &self.document) {
            (None, None) => Value::Null,
            (kind, quad) => json!({ "type": kind, "quad": quad.as_ref().map(corners) }),
        }
    }

    /// Returns one JSON object, in which everything that was not looked for is `null`. `today`
    /// decides the century of six-digit dates.
    pub(crate) fn to_json(&self, file: &Path, today: Date) -> Value {
        let barcodes: Vec<Value> = self
            .barcodes
            .iter()
            .map(|barcode| {
                let symbol = &barcode.symbol;
                let contents = (symbol.text.as_str(), symbol.bytes.as_slice());
                barcode_json(contents, Some(&symbol.quad), barcode.licence.as_ref().ok())
            })
            .collect();
        let quality: Map<String, Value> = self
            .quality
            .iter()
            .map(|measure| (name(measure), quality(measure)))
            .collect();
        let mut told = json!({
            "file": file.display().to_string(),
            "barcodes": barcodes,
            "mrz": self.zone.as_ref().map(|read| zone_json(Some(read), &read.mrz, today)),
            "text": self.printed.as_ref().map(Printed::to_json),
            "document": self.document(),
            "quality": quality,
            "elapsed_ms": (self.elapsed_ms * 10.0).round() / 10.0,
        });
        if let (Some(faces), Some(members)) = (&self.faces, told.as_object_mut()) {
            let faces = faces.iter().map(face_json::face).collect();
            members.insert("faces".to_owned(), faces);
        }
        told
    }

    /// Returns the picture as a PNG with everything found outlined, in colour except for later
    /// pages of a PDF. The file is decoded again because reading needs no colours.
    pub(crate) fn annotated(&self, file: &Path) -> Result<Vec<u8>> {
        let symbols = self
            .barcodes
            .iter()
            .map(|barcode| (barcode.symbol.quad, [230, 30, 60]))
            .chain(self.zone.iter().map(|read| (read.quad, [20, 110, 230])));
        let quads: Vec<(Quad, [u8; 3])> = self
            .document
            .iter()
            .map(|quad| (*quad, [30, 160, 90]))
            .chain(symbols)
            .collect();
        let coloured = match self.page_number {
            0 => Some(decoder()?.colour(&std::fs::read(file)?, &Limits::default())?),
            _ => None,
        };
        let page = coloured.as_ref().unwrap_or(&self.page);
        imaging::annotate(page, &quads).context("cannot encode the annotated picture")
    }
}

/// Returns the protocol's word for the document that a licence or a zone is on. There is none for a
/// visa.
fn document_type(licence: Option<&Licence>, zone: Option<&Mrz>) -> Option<&'static str> {
    let by_licence = licence.map(DocumentKind::of_licence);
    match by_licence.or_else(|| zone.and_then(DocumentKind::of_zone))? {
        DocumentKind::DrivingLicence => Some("driving_license"),
        DocumentKind::IdentityCard => Some("id_card"),
        DocumentKind::Passport => Some("passport"),
        _ => None,
    }
}

/// Returns a barcode's text and bytes as JSON, with the licence if it contains one.
fn barcode_json(
    (text, bytes): (&str, &[u8]),
    quad: Option<&Quad>,
    licence: Option<&Licence>,
) -> Value {
    json!({
        "format": "PDF417",
        "text": text,
        "bytes": STANDARD.encode(bytes),
        "quad": quad.map(corners),
        "aamva": licence.and_then(|licence| serde_json::to_value(licence).ok()),
    })
}

/// A zone and its fields as JSON. `valid` means that every check digit is correct, not that the
/// document is genuine. In a text nothing is unsure and nothing has a position.
fn zone_json(read: Option<&MrzReading>, zone: &Mrz, today: Date) -> Value {
    let mut fields = serde_json::to_value(zone).unwrap_or_default();
    if let Some(members) = fields.as_object_mut() {
        members.remove("format");
        members.remove("lines");
        let names = [&zone.names.family, &zone.names.given].map(|name| spellings(name));
        members.insert("spellings".to_owned(), json!(names));
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        members.insert("birth_date".to_owned(), json!(date(zone.born(today))));
        members.insert("expiry_date".to_owned(), json!(date(zone.expires(today))));
    }
    json!({
        "format": zone.format.as_str(),
        "lines": zone.lines,
        "valid": zone.is_valid(),
        "unsure": read.map(|read| read.unsure.as_slice()).unwrap_or_default(),
        "quad": read.map(|read| corners(&read.quad)),
        "fields": fields,
    })
}

fn corners(quad: &Quad) -> Vec<[f64; 2]> {
    quad.0
        .iter()
        .map(|corner| [tenth(corner.x), tenth(corner.y)])
        .collect()
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Returns the name of the measure as a key, such as `screen_pattern`.
pub(crate) fn name(measure: &Measure) -> String {
    let mut key = String::new();
    for letter in format!("{:?}", measure.aspect).chars() {
        if letter.is_uppercase() && !key.is_empty() {
            key.push('_');
        }
        key.extend(letter.to_lowercase());
    }
    key
}

fn quality(measure: &Measure) -> Value {
    let limit = match measure.limit {
        Limit::AtLeast(least) => json!({ "at_least": least }),
        Limit::AtMost(most) => json!({ "at_most": most }),
        Limit::Between(least, most) => json!({ "at_least": least, "at_most": most }),
    };
    json!({
        "value": (measure.value * 1e4).round() / 1e4,
        "unit": measure.unit,
        "limit": limit,
        "met": measure.is_met(),
        "advice": if measure.is_met() { None } else { Some(measure.advice) },
    })
}

/// Returns the files to read: a folder stands for the pictures directly in it, sorted by name.
pub(crate) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path)
                .with_context(|| format!("cannot list {}", path.display()))?;
            let mut inside: Vec<PathBuf> = entries
                .filter_map(|entry| entry.ok().map(|entry| entry.path()))
                .filter(|path| path.is_file() && looks_like_a_picture(path))
                .collect();
            inside.sort();
            files.extend(inside);
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        let folders: Vec<_> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        bail!(
            "no pictures found in {}: there is no JPEG, PNG, WebP, HEIC or PDF",
            folders.join(", ")
        );
    }
    Ok(files)
}

/// Returns true if a file in a folder is named like a picture; files given by name are always read.
fn looks_like_a_picture(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "jpg" | "jpeg" | "png" | "webp" | "heic" | "heif" | "pdf"
    )
}

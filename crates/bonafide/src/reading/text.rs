//! Reads documents from text instead of pictures: the output of a scanner or of another reader.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use aamva::Licence;
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use mrz::Mrz;
use serde_json::{Value, json};

use super::{barcode_json, document_type, zone_json};

/// The kind of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The lines of a machine readable zone.
    Mrz,
    /// The contents of a licence's barcode.
    Aamva,
}

/// The document that a text describes.
pub(crate) enum Told {
    /// A machine readable zone.
    Zone(Box<Mrz>),
    /// A licence, with the text it was read from.
    Licence(Box<Licence>, String),
}

/// A text that was read.
pub(crate) struct TextRead {
    /// The document, or a sentence without personal data about why there is none.
    pub(crate) told: Result<Told, String>,
    /// Milliseconds from the first byte read to the reader's result.
    pub(crate) elapsed_ms: f64,
}

/// The maximum size of a text in bytes; no document has more, however its separators are spelled.
const MOST_BYTES: u64 = 64 * 1024;

/// Reads text from a file, or from standard input if the path is `-`.
///
/// # Errors
/// Fails if the text cannot be opened, or is longer than the text of any document.
pub(crate) fn read(path: &Path, kind: Kind) -> Result<TextRead> {
    let begun = Instant::now();
    let bytes = if is_standard_input(path) {
        limited(std::io::stdin().lock())?
    } else {
        limited(std::fs::File::open(path).context("cannot open the file")?)?
    };
    let told = match kind {
        Kind::Mrz => zone(&String::from_utf8_lossy(&bytes)).map(|zone| Told::Zone(Box::new(zone))),
        Kind::Aamva => licence(&bytes),
    };
    Ok(TextRead {
        told,
        elapsed_ms: begun.elapsed().as_secs_f64() * 1e3,
    })
}

/// Returns true if the path stands for standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

fn limited(from: impl std::io::Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .context("cannot read the text")?;
    if bytes.len() as u64 > MOST_BYTES {
        bail!("the text is longer than 64 KiB, which is too long for one document");
    }
    Ok(bytes)
}

fn licence(bytes: &[u8]) -> Result<Told, String> {
    let licence = aamva::parse(bytes).map_err(|error| error.to_string())?;
    // A licence writes ISO 8859-1; what came through a terminal is UTF-8.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    };
    Ok(Told::Licence(Box::new(licence), text))
}

/// Number and width of the lines of each form, for zones whose line breaks were lost.
const FORMS: [(usize, usize); 3] = [(2, 44), (2, 36), (3, 30)];

/// Finds the zone in a text. It tolerates what terminals and clipboards do to a zone: blanks, small
/// letters, line breaks that are spelled out or lost, and lines before and after it. The characters
/// themselves are never changed.
fn zone(text: &str) -> Result<Mrz, String> {
    let lines = lines(text);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    if lines.is_empty() {
        return Err("the text is empty".to_owned());
    }
    let whole = mrz::parse(&lines).map_err(|error| error.to_string());
    if whole.is_ok() {
        return whole;
    }
    let mut within = (1..=3).rev().flat_map(|count| lines.windows(count));
    let found = within.find_map(|lines| mrz::parse(lines).ok());
    let found = found.or_else(|| joined(&lines));
    found.map_or(whole, Ok)
}

/// Reads a zone whose lines were joined into one.
fn joined(lines: &[&str]) -> Option<Mrz> {
    lines.iter().find_map(|line| {
        FORMS.into_iter().find_map(|(count, width)| {
            if !line.is_ascii() || line.len() != count * width {
                return None;
            }
            let parts: Option<Vec<&str>> = (0..count)
                .map(|n| line.get(n * width..(n + 1) * width))
                .collect();
            mrz::parse(&parts?).ok()
        })
    })
}

/// Returns the lines that are not empty, without blanks and in capitals.
fn lines(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}').replace("&lt;", "<");
    let text = if text.trim().contains(['\n', '\r']) {
        text
    } else {
        // No zone contains a backslash, so these are spelled-out line breaks.
        text.replace("\\r", "\n").replace("\\n", "\n")
    };
    text.split(['\n', '\r'])
        .map(|line| {
            line.chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .flat_map(char::to_uppercase)
                .collect::<String>()
        })
        .filter(|line| !line.is_empty())
        .collect()
}

impl TextRead {
    /// Returns one JSON object of the same shape as for pictures. Nothing has a position in a text,
    /// and every character is certain.
    pub(crate) fn to_json(&self, file: &Path, today: Date) -> Value {
        let told = match &self.told {
            Ok(told) => told,
            Err(why) => return json!({ "file": file.display().to_string(), "error": why }),
        };
        let (barcodes, zone) = match told {
            Told::Zone(zone) => (Vec::new(), Some(zone_json(None, zone, today))),
            Told::Licence(licence, text) => {
                // Bytes as the standard has them; what is beyond ISO 8859-1 has none but those of
                // UTF-8.
                let latin: Option<Vec<u8>> = text
                    .chars()
                    .map(|c| u8::try_from(u32::from(c)).ok())
                    .collect();
                let bytes = latin.unwrap_or_else(|| text.as_bytes().to_vec());
                let one = barcode_json((text, &bytes), None, Some(licence));
                (vec![one], None)
            }
        };
        let kind = match told {
            Told::Zone(zone) => document_type(None, Some(zone)),
            Told::Licence(licence, _) => document_type(Some(licence), None),
        };
        json!({
            "file": file.display().to_string(),
            "barcodes": barcodes,
            "mrz": zone,
            "text": null,
            "document": kind.map(|kind| json!({ "type": kind, "quad": null })),
            "quality": {},
            "elapsed_ms": (self.elapsed_ms * 10.0).round() / 10.0,
        })
    }
}

/// Returns the path as shown to people.
pub(crate) fn title(path: &Path) -> PathBuf {
    if is_standard_input(path) {
        PathBuf::from("standard input")
    } else {
        path.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PASSPORT: [&str; 2] = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ];

    #[track_caller]
    fn check(text: &str) {
        let zone = zone(text).unwrap_or_else(|why| panic!("{why}: {text:?}"));
        assert_eq!(zone.lines, PASSPORT, "{text:?}");
    }

    #[test]
    fn a_zone_is_read_however_it_was_copied() {
        let [upper, lower] = PASSPORT;
        check(&format!("{upper}\n{lower}\n"));
        check(&format!("\u{feff}  {upper}\r\n\r\n\t{lower}  "));
        check(&format!("{upper}\r{lower}"));
        check(&format!("{upper}\\n{lower}"));
        check(&format!("{upper}\\r\\n{lower}\\r\\n"));
        check(&format!("{upper}{lower}"));
        check(&format!("{upper} {lower}").to_lowercase());
        check(&format!("Passport\n{upper}\n{lower}\ncopied by hand"));
        check(&format!("{upper}\n{lower}").replace('<', "&lt;"));
        check(&format!("{upper}\n{lower}").replace("<<", "< <"));
    }

    #[test]
    fn what_is_no_zone_says_why() {
        let why = |text: &str| zone(text).unwrap_err();
        assert_eq!(why(" \n \r"), "the text is empty");
        assert!(why("P<UTO").contains("no machine readable zone"));
        let [upper, lower] = PASSPORT;
        let strange = format!("{upper}\n{}", lower.replace("UTO", "U?O"));
        assert!(
            why(&strange).contains("line 2, column 12"),
            "{}",
            why(&strange)
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_an_answer(text in "(\\PC|\n|\r|<){0,200}") {
            drop(zone(&text));
        }

        #[test]
        fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            drop(licence(&bytes));
        }
    }
}

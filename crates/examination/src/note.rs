//! Notes that a person holds to the camera: their words, and whether these are printed.

use imaging::Quad;
use ocr::Engine;
use proofing::ports::{Picture, Unavailable};
use verification::finding::Finding;
use verification::personal::Personal;
use verification::reading::{ExaminedNote, NoteReading, Unread};
use verification::{Service, request::EvidenceSlot};

use crate::files::Files;
use crate::text::{self, Source};
use crate::{failure_reason, stages};

const SERVICE: Service = Service::Consent;

/// The confidence of a word from which on it counts as print. The text engine knows print only, and
/// is rarely sure of handwriting.
const PRINT_CONFIDENCE: f64 = 0.6;

/// The share of the words that must be print for the note to be printed.
const PRINT_SHARE: f64 = 0.6;

/// The confidence below which what was read is no word.
const LEAST_CONFIDENCE: f64 = 0.3;

/// Reads the note in the first page of the first picture in which there are words.
pub(super) fn examine(
    pictures: &[Picture],
    files: &Files,
    engine: &Engine,
) -> Result<ExaminedNote, Unavailable> {
    let mut findings = Vec::new();
    let mut why = None;
    for picture in pictures {
        let slot = picture.slot;
        let pages = match files.pages(picture)? {
            Ok(pages) => pages,
            Err(said) => {
                let finding = Finding::not_made(SERVICE, "picture.decode", said);
                findings.push(finding.resting_on([slot]));
                continue;
            }
        };
        let layers = files.text_layers(picture)?;
        let Some(page) = pages.pages.first() else {
            continue;
        };
        let stage = stages::page(slot, 1);
        let read = stage.in_scope(|| text::words(engine, page.luma(), layers.first()));
        let quad: Option<Quad> = match read {
            Ok(found) => {
                if let Some(reading) = reading(&found, slot, &mut findings) {
                    return Ok(ExaminedNote {
                        reading: Ok(reading),
                        face: None,
                        findings,
                    });
                }
                found.quad
            }
            Err(error) => {
                let finding = Finding::not_made(SERVICE, "text.found", error.to_string());
                findings.push(finding.resting_on([slot]));
                why.get_or_insert(Unread::Unsupported);
                continue;
            }
        };
        let shown = std::iter::once((page, quad));
        let reason = failure_reason::of_paper(slot, shown, &mut findings);
        why.get_or_insert(reason);
    }
    Ok(ExaminedNote {
        reading: Err(why.unwrap_or(Unread::Unsupported)),
        face: None,
        findings,
    })
}

/// The reader itself failed, so nothing is known about the note.
pub(super) fn broken() -> ExaminedNote {
    let finding = Finding::not_made(SERVICE, "reading", "the reader failed on this picture");
    ExaminedNote {
        reading: Err(Unread::Unsupported),
        face: None,
        findings: vec![finding],
    }
}

/// Returns what the words say, if there are any.
fn reading(
    found: &text::Words,
    slot: EvidenceSlot,
    findings: &mut Vec<Finding>,
) -> Option<NoteReading> {
    // A bar may be an "I".
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '|';
    let is_word = |text: &str| text.chars().any(is_letter);
    let words: Vec<_> = found
        .words
        .iter()
        .filter(|word| word.confidence >= LEAST_CONFIDENCE && is_word(&word.text))
        .collect();
    if words.is_empty() {
        return None;
    }
    let printed = words
        .iter()
        .filter(|word| word.confidence >= PRINT_CONFIDENCE)
        .count();
    let share = printed as f64 / words.len() as f64;
    let detail = match found.from {
        Source::TextLayer => "the file carries its text",
        Source::Recognised => "the text was recognised",
    };
    let finding = Finding::passed(SERVICE, "text.found", detail);
    findings.push(
        finding
            .measured(share, PRINT_SHARE, "share of print")
            .resting_on([slot]),
    );
    let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    Some(NoteReading {
        text: Personal::new(text.join(" ")),
        is_print: share >= PRINT_SHARE,
        from: Some(slot),
    })
}

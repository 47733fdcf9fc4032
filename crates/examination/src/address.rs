//! Papers that prove an address: letters and bills by their words, a licence by its barcode.
use document::paper::Paper;
use document::{Effort, PageOptions, read_page};
use imaging::{Picture as Page, Quad};
use jiff::civil::Date;
use ocr::Engine;
use proofing::ports::{Picture, Unavailable};
use verification::Service;
use verification::finding::Finding;
use verification::names::NameReading;
use verification::personal::Personal;
use verification::reading::{ExaminedPaper, PaperReading, Unread};
use verification::request::{AddressType, DocumentType, EvidenceSlot, Side};

use crate::files::Files;
use crate::text::{self, Source};
use crate::{failure_reason, licence, observations, stages};

const SERVICE: Service = Service::Address;

/// The maximum number of pages of one file that are searched for an address.
const MOST_PAGES: usize = 2;

/// The minimum number of words on a page of text.
const LEAST_WORDS: usize = 8;

/// Reads every picture of the service, with the proof first.
pub(super) fn examine(
    pictures: &[Picture],
    files: &Files,
    engine: &Engine,
    day: Date,
) -> Result<ExaminedPaper, Unavailable> {
    let mut pictures: Vec<&Picture> = pictures.iter().collect();
    pictures.sort_by_key(|picture| picture.slot.side != Side::Proof);
    let mut search = Search {
        engine,
        day,
        findings: Vec::new(),
        why: None,
    };
    let mut readings: Vec<PaperReading> = Vec::new();
    for picture in pictures {
        readings.extend(search.file(picture, files)?);
    }
    Ok(ExaminedPaper {
        readings: if readings.is_empty() {
            Err(search.why.unwrap_or(Unread::NothingFound))
        } else {
            Ok(readings)
        },
        findings: search.findings,
    })
}

/// The reader itself failed, so nothing is known about the paper.
pub(super) fn broken() -> ExaminedPaper {
    let finding = Finding::not_made(SERVICE, "reading", "the reader failed on this picture");
    ExaminedPaper {
        readings: Err(Unread::Unsupported),
        findings: vec![finding],
    }
}

struct Search<'a> {
    engine: &'a Engine,
    day: Date,
    findings: Vec<Finding>,
    /// Returns why the first unreadable picture could not be read.
    why: Option<Unread>,
}

impl Search<'_> {
    fn file(
        &mut self,
        picture: &Picture,
        files: &Files,
    ) -> Result<Option<PaperReading>, Unavailable> {
        let slot = picture.slot;
        let pages = match files.pages(picture)? {
            Ok(pages) => pages,
            Err(why) => {
                let finding = Finding::not_made(SERVICE, "picture.decode", why);
                self.findings.push(finding.resting_on([slot]));
                return Ok(None);
            }
        };
        let layers = files.text_layers(picture)?;
        let mut best: Option<Paper> = None;
        let mut quads = Vec::new();
        for (number, page) in pages.pages.iter().take(MOST_PAGES).enumerate() {
            let stage = stages::page(slot, number + 1);
            let (paper, quad) = stage.in_scope(|| self.page(slot, page, layers.get(number)));
            quads.push(quad);
            if let Some(paper) = paper
                && best.as_ref().is_none_or(|known| known.address.is_none())
            {
                best = Some(paper);
            }
            if best.as_ref().is_some_and(|paper| paper.address.is_some()) {
                break;
            }
        }
        if best.as_ref().is_none_or(|paper| paper.address.is_none())
            && let Some(reading) = (1..).zip(&pages.pages).find_map(|(number, page)| {
                let _stage = stages::page(slot, number).entered();
                self.licence(slot, page)
            })
        {
            return Ok(Some(reading));
        }
        if let Some(paper) = best {
            return Ok(Some(reading(paper, slot)));
        }
        let shown = pages.pages.iter().zip(quads);
        let why = failure_reason::of_paper(slot, shown, &mut self.findings);
        self.why.get_or_insert(why);
        Ok(None)
    }

    /// Returns what the words of a page say, if there are any, and where the page is.
    fn page(
        &mut self,
        slot: EvidenceSlot,
        page: &Page,
        layer: Option<&imaging::TextPage>,
    ) -> (Option<Paper>, Option<Quad>) {
        match text::words(self.engine, page.luma(), layer) {
            Ok(found) => {
                let count = found.words.len() as f64;
                if found.words.len() < LEAST_WORDS {
                    return (None, found.quad);
                }
                let detail = match found.from {
                    Source::TextLayer => "the file carries its text",
                    Source::Recognised => "the text was recognised",
                };
                let finding = Finding::passed(SERVICE, "text.found", detail);
                self.findings.push(
                    finding
                        .measured(count, LEAST_WORDS as f64, "words")
                        .resting_on([slot]),
                );
                (Some(Paper::read(&found.words)), found.quad)
            }
            Err(error) => {
                let finding = Finding::not_made(SERVICE, "text.found", error.to_string());
                self.findings.push(finding.resting_on([slot]));
                self.why.get_or_insert(Unread::Unsupported);
                (None, None)
            }
        }
    }

    /// A licence shows an address too.
    fn licence(&mut self, slot: EvidenceSlot, page: &Page) -> Option<PaperReading> {
        let read = read_page(page, &PageOptions::new().zone(Effort::Skip));
        let licence = read.licence()?;
        let found = Finding::passed(SERVICE, "barcode.found", "a PDF417 was read");
        self.findings.push(found.resting_on([slot]));
        self.findings
            .extend(observations::findings(SERVICE, slot, licence, self.day));
        let read = licence::reading(licence, slot);
        Some(PaperReading {
            kind: read.kind.and_then(|kind| match kind {
                DocumentType::DrivingLicense => Some(AddressType::DrivingLicense),
                DocumentType::IdCard => Some(AddressType::IdCard),
                DocumentType::Passport => Some(AddressType::Passport),
                DocumentType::CreditOrDebitCard => None,
            }),
            name: read.name,
            address: read.address,
            issue_date: read.issue_date,
            expiry_date: read.expiry_date,
            country: read.country,
            document_number: read.document_number,
            from: Some(slot),
        })
    }
}

fn reading(paper: Paper, slot: EvidenceSlot) -> PaperReading {
    let country = paper.address.as_ref().and_then(|address| address.country);
    PaperReading {
        kind: paper
            .kind
            .and_then(|kind| AddressType::from_word(kind.word())),
        name: paper.name.map(|line| NameReading {
            full: Some(line),
            ..NameReading::default()
        }),
        address: paper
            .address
            .map(|address| Personal::new(address.one_line())),
        issue_date: paper.issue_date,
        country: country.map(str::to_owned),
        from: Some(slot),
        ..PaperReading::default()
    }
}

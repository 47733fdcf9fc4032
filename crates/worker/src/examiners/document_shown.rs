//! One document's pictures: what each of them shows, and whether they show one document.
//!
//! What kind of document it is follows from what is in the pictures, never from what was asked for.

use std::sync::Arc;

use document::aamva::{self, ParseError};
use document::pdf417::{self, Options};
use imaging::Limits;
use jiff::civil::Date;
use proofing::ports::Picture;
use verification::Service;
use verification::finding::{Finding, FindingOutcome};
use verification::reading::{DocumentReading, Examined, Unread};
use verification::request::{DocumentService, DocumentType, EvidenceSlot, Side};

use super::{Pages, decoded, licence, observations, sides, unread, zone};

/// What the examination has to know of the request.
pub(super) struct Wanted {
    pub(super) service: Service,
    /// The day of the examination.
    pub(super) day: Date,
    /// The document may have a back that tells more than its front: it need not be a passport.
    pub(super) may_have_back: bool,
    /// Both sides were asked for.
    pub(super) back_required: bool,
}

impl Wanted {
    pub(super) fn of(service: Service, asked: &DocumentService, day: Date) -> Self {
        let types = &asked.supported_types;
        Self {
            service,
            day,
            may_have_back: types.is_empty()
                || types.iter().any(|kind| *kind != DocumentType::Passport),
            back_required: asked.backside_proof_required,
        }
    }
}

/// Something that was read in one picture.
pub(super) struct Shown {
    pub(super) reading: DocumentReading,
    /// The characters that it was read from, by which the same side is known again.
    pub(super) text: String,
    /// It was a machine readable zone and not a bar code.
    pub(super) is_zone: bool,
}

/// Examines one document: the back first, since that is where cards have what machines read.
///
/// The first thing read is the reading. What another picture says is held against it.
pub(super) fn examine(wanted: &Wanted, pictures: &[Picture], limits: &Limits) -> Examined {
    let service = wanted.service;
    let mut findings = Vec::new();
    let mut pages: Vec<(EvidenceSlot, Arc<Pages>)> = Vec::new();
    for picture in pictures {
        match decoded(picture, limits) {
            Ok(decoded) => pages.push((picture.slot, decoded)),
            Err(error) => findings.push(
                Finding::not_made(service, "picture.decode", error.to_string())
                    .resting_on([picture.slot]),
            ),
        }
    }
    pages.sort_by_key(|(slot, _)| slot.side != Side::AdditionalProof);
    let mut search = Search {
        wanted,
        findings,
        shown: Vec::new(),
        unreadable: None,
    };
    for (slot, page) in each(&pages) {
        // One thing a picture is enough, and a card has one bar code.
        if search.shown_in(slot) || search.bar_code(slot, page) {
            continue;
        }
        search.zone(slot, page);
    }
    let Search {
        mut findings,
        shown,
        unreadable,
        ..
    } = search;
    findings.extend(sides::compare(wanted, &shown));
    let reading = match shown.into_iter().next() {
        Some(first) => Ok(first.reading),
        None => Err(unreadable.unwrap_or_else(|| unread::why(wanted, &pages, &mut findings))),
    };
    Examined {
        service,
        reading,
        findings,
    }
}

/// Every page of every picture.
pub(super) fn each(
    pages: &[(EvidenceSlot, Arc<Pages>)],
) -> impl Iterator<Item = (EvidenceSlot, &imaging::Picture)> {
    pages
        .iter()
        .flat_map(|(slot, pages)| pages.pages.iter().map(move |page| (*slot, page)))
}

struct Search<'a> {
    wanted: &'a Wanted,
    findings: Vec<Finding>,
    shown: Vec<Shown>,
    /// Something was found that nobody can read.
    unreadable: Option<Unread>,
}

impl Search<'_> {
    fn shown_in(&self, slot: EvidenceSlot) -> bool {
        self.shown
            .iter()
            .any(|shown| shown.reading.from == Some(slot))
    }

    /// Looks for a licence's bar code; true if there is one.
    fn bar_code(&mut self, slot: EvidenceSlot, page: &imaging::Picture) -> bool {
        let service = self.wanted.service;
        // A bar code was read on the back: the front has none, and looking for it takes longest.
        if self.shown.iter().any(|shown| !shown.is_zone) && !self.wanted.back_required {
            return false;
        }
        for symbol in pdf417::read(page, &Options::default()) {
            self.findings.push(
                Finding::passed(service, "barcode.found", "a PDF417 was read").resting_on([slot]),
            );
            match aamva::parse(&symbol.bytes) {
                Ok(licence) => {
                    let seen = observations::findings(service, slot, &licence, self.wanted.day);
                    self.findings.extend(seen);
                    self.shown.push(Shown {
                        reading: licence::reading(&licence, slot),
                        text: symbol.text,
                        is_zone: false,
                    });
                    return true;
                }
                Err(error) => {
                    self.findings
                        .push(not_aamva(service, &error).resting_on([slot]));
                    self.unreadable = Some(Unread::Unsupported);
                }
            }
        }
        false
    }

    /// Looks for a machine readable zone.
    fn zone(&mut self, slot: EvidenceSlot, page: &imaging::Picture) {
        let service = self.wanted.service;
        for seen in zone::look(page) {
            let found = Finding::passed(service, "mrz.found", "a machine readable zone was read");
            self.findings.push(found.resting_on([slot]));
            self.findings
                .extend(zone::findings(service, slot, &seen, self.wanted.day));
            match zone::reading(&seen, slot, self.wanted.day) {
                Some(reading) => {
                    self.shown.push(Shown {
                        reading,
                        text: seen.zone.lines.concat(),
                        is_zone: true,
                    });
                    return;
                }
                None => self.unreadable = Some(Unread::Unsupported),
            }
        }
    }
}

fn not_aamva(service: Service, error: &ParseError) -> Finding {
    Finding::new(
        service,
        "barcode.content",
        FindingOutcome::NotMade(error.to_string()),
        "the barcode is not a licence's",
    )
}

//! Examines the pictures of one document: what each of them shows, and whether they show the same
//! document.
//!
//! The kind of document is determined by the pictures, never by the request.

use std::sync::Arc;

use aamva::{Licence, ParseError};
use document::{Effort, PageOptions, read_page};
use ocr::Engine;
use proofing::ports::{Picture, Unavailable};
use verification::Service;
use verification::finding::{Finding, FindingOutcome};
use verification::reading::{DocumentReading, Examined, Unread, Zone};
use verification::request::{EvidenceSlot, MediaType, Side};

use crate::colours::Colours;
use crate::extraction::{Extraction, Wanted, each};
use crate::files::{Files, Pages};
use crate::travel_document::Seen;
use crate::{
    cross_side, failure_reason, licence, observations, original, printed, stages, travel_document,
    zone,
};

/// Examines one document. It starts with the back, where cards have their machine-readable parts.
///
/// The first thing that is read is the reading. What the other pictures say is compared with it.
pub(super) fn examine(
    wanted: &Wanted,
    pictures: &[Picture],
    files: &Files,
    colours: &mut Colours<'_>,
    engine: Option<&Engine>,
) -> Result<(Examined, Vec<Zone>), Unavailable> {
    let service = wanted.service;
    let mut search = Search {
        wanted,
        findings: Vec::new(),
        shown: Vec::new(),
        unreadable: None,
    };
    let mut pages: Vec<(EvidenceSlot, Arc<Pages>)> = Vec::new();
    for picture in pictures {
        // An outside reader already read the barcode, so there are no pixels to search.
        if picture.media == MediaType::Barcode {
            let text = String::from_utf8_lossy(&picture.content).into_owned();
            search.licence((picture.slot, None), aamva::parse(&picture.content), text);
            continue;
        }
        match files.pages(picture)? {
            Ok(decoded) => pages.push((picture.slot, decoded)),
            Err(why) => search
                .findings
                .push(Finding::not_made(service, "picture.decode", why).resting_on([picture.slot])),
        }
    }
    pages.sort_by_key(|(slot, _)| slot.side != Side::AdditionalProof);
    let shots: Vec<(EvidenceSlot, &imaging::Picture)> = each(&pages).collect();
    for (number, (slot, page)) in shots.iter().enumerate() {
        let Some(options) = search.options(*slot) else {
            continue;
        };
        let before = shots.iter().take(number);
        let in_file = 1 + before.filter(|(other, _)| other == slot).count();
        let _stage = stages::page(*slot, in_file).entered();
        search.page((*slot, number), page, options);
    }
    let Search {
        mut findings,
        mut shown,
        unreadable,
        ..
    } = search;
    findings.extend(cross_side::findings(wanted, pictures, &shots, &shown));
    // A back in place of the front is told as such; it has no colour to speak of.
    let has_back_for_front = shown.iter().any(|shown| {
        !shown.is_mrz
            && shown
                .reading
                .from
                .is_some_and(|from| from.side == Side::Proof)
    });
    if !shown.is_empty() && !has_back_for_front {
        findings.extend(original::findings(wanted, pictures, colours)?);
    }
    let print = printed::examine(wanted, engine, &shots, &mut shown);
    findings.extend(print.findings);
    let (readings, mut zones): (Vec<DocumentReading>, Vec<Zone>) = shown
        .into_iter()
        .map(|shown| (shown.reading, shown.zone))
        .unzip();
    zones.extend(print.zone);
    let reading = match readings.into_iter().next() {
        Some(first) => Ok(first),
        None => Err(if let Some(why) = unreadable {
            why
        } else {
            let why = failure_reason::why(wanted, &pages, &mut findings);
            failure_reason::colours(service, pictures, colours, &mut findings)?;
            why
        }),
    };
    let examined = Examined {
        service,
        reading,
        findings,
    };
    Ok((examined, zones))
}

struct Search<'a> {
    wanted: &'a Wanted,
    findings: Vec<Finding>,
    shown: Vec<Extraction>,
    /// Whether something was found that nobody can read.
    unreadable: Option<Unread>,
}

impl Search<'_> {
    /// Looks at one page of a picture. One thing a picture is enough.
    fn page(
        &mut self,
        (slot, number): (EvidenceSlot, usize),
        page: &imaging::Picture,
        options: PageOptions,
    ) {
        let read = read_page(page, &options);
        for barcode in read.barcodes {
            let found = Finding::passed(self.wanted.service, "barcode.found", "a PDF417 was read");
            self.findings.push(found.resting_on([slot]));
            self.licence((slot, Some(number)), barcode.licence, barcode.symbol.text);
        }
        if let Some(zone) = read.zone {
            self.mrz((slot, number), &zone.into());
        }
    }

    /// Returns how to examine a page of a picture after what was already read, or `None` if it is
    /// not examined.
    fn options(&self, slot: EvidenceSlot) -> Option<PageOptions> {
        let is_shown = |shown: &Extraction| shown.reading.from == Some(slot);
        if self.shown.iter().any(is_shown) {
            return None;
        }
        let options = PageOptions::new();
        let Some(first) = self.shown.first() else {
            // The likelier part is searched first.
            return Some(if self.wanted.expects_zone(slot) {
                options.zone_first()
            } else {
                options
            });
        };
        // Searching for a barcode in vain takes longest, and a document with a zone has none that
        // is read.
        let barcode = match first.reading.from.map(|from| from.side) {
            _ if first.is_mrz => Effort::Skip,
            // What was submitted was read from a picture of this side.
            Some(Side::Barcode) if slot.side == Side::AdditionalProof => return None,
            // The other side of a licence may be something else entirely, or the same side again.
            Some(Side::Proof | Side::AdditionalProof) if self.wanted.back_required => Effort::Full,
            // One quick look of some 10 ms finds out whether the side with the barcode was
            // photographed twice.
            Some(Side::Proof | Side::AdditionalProof) if self.wanted.is_captured => Effort::Glance,
            _ => Effort::Skip,
        };
        Some(options.barcode(barcode).zone(Effort::Glance))
    }

    /// Takes the contents of a barcode if it is a licence's.
    fn licence(
        &mut self,
        (slot, page): (EvidenceSlot, Option<usize>),
        licence: Result<Licence, ParseError>,
        text: String,
    ) {
        let service = self.wanted.service;
        match licence {
            Ok(licence) => {
                let seen = observations::findings(service, slot, &licence, self.wanted.day);
                self.findings.extend(seen);
                self.shown.push(shown_by(&licence, (slot, page), text));
            }
            Err(error) => {
                self.findings
                    .push(not_aamva(service, &error).resting_on([slot]));
                self.unreadable = Some(Unread::Unsupported);
            }
        }
    }

    /// Takes the contents of a machine-readable zone if its document is accepted.
    fn mrz(&mut self, (slot, number): (EvidenceSlot, usize), seen: &Seen) {
        let (service, day) = (self.wanted.service, self.wanted.day);
        let found = Finding::passed(service, "mrz.found", "a machine readable zone was read");
        self.findings.push(found.resting_on([slot]));
        self.findings
            .extend(travel_document::findings(service, slot, seen, day));
        let Some(reading) = travel_document::reading(seen, slot, day) else {
            self.unreadable = Some(Unread::Unsupported);
            return;
        };
        self.shown.push(Extraction {
            zone: travel_document::zone(&reading, slot),
            given: given(&reading),
            reading,
            text: seen.mrz.lines.concat(),
            is_mrz: true,
            page: Some(number),
            place: Some((seen.mrz.format, seen.quad)),
        });
    }
}

fn shown_by(
    licence: &Licence,
    (slot, page): (EvidenceSlot, Option<usize>),
    text: String,
) -> Extraction {
    let reading = licence::reading(licence, slot);
    Extraction {
        zone: zone::barcode(licence, slot, &reading.additional),
        given: given(&reading),
        reading,
        text,
        is_mrz: false,
        page,
        place: None,
    }
}

/// Returns all given names of a reading.
fn given(reading: &DocumentReading) -> Option<String> {
    let name = reading.name.as_ref()?;
    let parts: Vec<&str> = [&name.given, &name.middle]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn not_aamva(service: Service, error: &ParseError) -> Finding {
    Finding::new(
        service,
        "barcode.content",
        FindingOutcome::NotMade(error.to_string()),
        "the barcode is not a licence's",
    )
}

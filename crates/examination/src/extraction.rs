//! What is wanted from a document, and what was read in its pictures.

use std::sync::Arc;

use imaging::Quad;
use jiff::civil::Date;
use mrz::Format;
use verification::capture::Signal;
use verification::reading::{DocumentReading, Zone};
use verification::request::{DocumentService, DocumentType, EvidenceSlot, Side};
use verification::{Request, Service};

use crate::budget::Budget;
use crate::files::Pages;

/// What the examination needs to know about the request.
pub(super) struct Wanted {
    pub(super) service: Service,
    /// The day of the examination.
    pub(super) day: Date,
    /// Whether the document may have a back that says more than its front, unlike a passport.
    pub(super) may_have_back: bool,
    /// Whether licences are among the types.
    pub(super) takes_licences: bool,
    /// Whether other types are among them.
    pub(super) takes_others: bool,
    /// Whether both sides were requested.
    pub(super) back_required: bool,
    /// Whether the pictures were taken on the hosted pages.
    pub(super) is_captured: bool,
    /// What is wanted from the printed side.
    pub(super) print: Print,
}

impl Wanted {
    pub(super) fn of(
        service: Service,
        asked: &DocumentService,
        request: &Request,
        (day, print_time): (Date, Budget),
    ) -> Self {
        let types = &asked.supported_types;
        let capture = request.capture.as_ref();
        let tells = capture
            .is_some_and(|terms| terms.wants(Signal::OcrScan) || terms.wants(Signal::OcrMatch));
        Self {
            service,
            day,
            may_have_back: types.is_empty()
                || types.iter().any(|kind| *kind != DocumentType::Passport),
            takes_licences: types.is_empty() || types.contains(&DocumentType::DrivingLicense),
            takes_others: types.is_empty()
                || types
                    .iter()
                    .any(|kind| *kind != DocumentType::DrivingLicense),
            back_required: asked.backside_proof_required,
            is_captured: request.is_captured(service),
            print: Print {
                unwanted: print_time.is_zero() || (capture.is_some() && !tells),
                told: tells,
                issue_date: asked.issue_date.is_asked() || asked.fetch_enhanced_data,
                within: print_time,
            },
        }
    }

    /// Returns true if a zone is likelier in this picture than a barcode. Finding one takes a tenth
    /// of the time that it takes to be sure that there is no barcode.
    pub(super) fn expects_zone(&self, slot: EvidenceSlot) -> bool {
        !self.takes_licences || (self.takes_others && slot.side == Side::Proof)
    }
}

/// Something that was read in one picture, or submitted.
pub(super) struct Extraction {
    pub(super) reading: DocumentReading,
    /// The characters from which it was read, by which the same side is recognised.
    pub(super) text: String,
    /// The contents, word for word.
    pub(super) zone: Zone,
    /// Whether it is a machine-readable zone and not a barcode.
    pub(super) is_mrz: bool,
    /// All given names.
    pub(super) given: Option<String>,
    /// The page that it is on, unless it was submitted as text.
    pub(super) page: Option<usize>,
    /// The format of the zone, and its place on the page.
    pub(super) place: Option<(Format, Quad)>,
}

/// What is wanted from the print, besides the comparison.
#[derive(Debug, Clone)]
pub(super) struct Print {
    /// The print is not even compared.
    pub(super) unwanted: bool,
    /// Everything in print is reported.
    pub(super) told: bool,
    /// The date of issue is requested.
    pub(super) issue_date: bool,
    /// The total time for the print of one document.
    pub(super) within: Budget,
}

/// Returns every page of every picture.
pub(super) fn each(
    pages: &[(EvidenceSlot, Arc<Pages>)],
) -> impl Iterator<Item = (EvidenceSlot, &imaging::Picture)> {
    pages
        .iter()
        .flat_map(|(slot, pages)| pages.pages.iter().map(move |page| (*slot, page)))
}

//! What is wanted of a document, and what was taken from its pictures.

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

/// What the examination has to know of the request.
pub(super) struct Wanted {
    pub(super) service: Service,
    /// The day of the examination.
    pub(super) day: Date,
    /// The document may have a back that tells more than its front: it need not be a passport.
    pub(super) may_have_back: bool,
    /// Licences are among the types.
    pub(super) takes_licences: bool,
    /// Other types are.
    pub(super) takes_others: bool,
    /// Both sides were asked for.
    pub(super) back_required: bool,
    /// The pictures were taken on the hosted pages.
    pub(super) is_captured: bool,
    /// What is wanted of the printed side.
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

    /// Whether a zone is likelier in this picture than a bar code. To find one takes a tenth of
    /// what it takes to be sure that there is no bar code.
    pub(super) fn expects_zone(&self, slot: EvidenceSlot) -> bool {
        !self.takes_licences || (self.takes_others && slot.side == Side::Proof)
    }
}

/// Something that was read in one picture, or handed in.
pub(super) struct Extraction {
    pub(super) reading: DocumentReading,
    /// The characters that it was read from, by which the same side is known again.
    pub(super) text: String,
    /// What is written, word for word.
    pub(super) zone: Zone,
    /// It is a machine readable zone and not a bar code.
    pub(super) is_mrz: bool,
    /// All given names.
    pub(super) given: Option<String>,
    /// The page that it is on, unless it was handed in.
    pub(super) page: Option<usize>,
    /// The form of the zone, and where it is on the page.
    pub(super) place: Option<(Format, Quad)>,
}

/// What is wanted of the print, beyond the comparison.
#[derive(Debug, Clone)]
pub(super) struct Print {
    /// It is not even compared.
    pub(super) unwanted: bool,
    /// Everything on it is told.
    pub(super) told: bool,
    /// The date of issue is asked for.
    pub(super) issue_date: bool,
    /// All the time that the print of one document may take.
    pub(super) within: Budget,
}

/// Every page of every picture.
pub(super) fn each(
    pages: &[(EvidenceSlot, Arc<Pages>)],
) -> impl Iterator<Item = (EvidenceSlot, &imaging::Picture)> {
    pages
        .iter()
        .flat_map(|(slot, pages)| pages.pages.iter().map(move |page| (*slot, page)))
}

//! The plan: the evidence that is needed, in the order in which the pages ask for it.

use crate::aggregate::Verification;
use crate::capture::state::Biometrics;
use crate::capture::terms::{CaptureDocument, CaptureTerms, Signal};
use crate::capture::turns::SELFIE;
use crate::request::{DocumentType, EvidenceSlot, Request, Side};
use crate::service::Service;

/// Something that the person has to provide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    /// The choice of one of the allowed document types.
    Choice(Service),
    /// A picture, or a barcode.
    Evidence(EvidenceSlot),
    /// The consent to biometrics.
    Biometrics,
    /// The confirmation of the form with the fields that were read.
    Form,
    /// The confirmation of a phone by a code that is sent to it.
    Phone,
}

impl Verification {
    /// Returns everything that is needed, in order, whether it was provided already or not.
    ///
    /// The order follows the numbers of the status events: documents (each with front, back and
    /// barcode), proof of address and note, face with consent, and the form. The phone is last, as
    /// in the protocol: nobody is sent a message before they have completed the rest. Evidence that
    /// came with the request is not requested again.
    pub fn needs(&self) -> Vec<Need> {
        let request = &self.request;
        let mut needs = Vec::new();
        match &request.capture {
            Some(terms) => needs.extend(evidence_of(terms)),
            None => self.plan_documents(&mut needs),
        }
        let services = &request.services;
        let mut paper = |asked: bool, service| {
            if asked {
                needs.push(Need::Evidence(EvidenceSlot::new(service, Side::Proof)));
            }
        };
        paper(services.address.is_some(), Service::Address);
        paper(services.consent.is_some(), Service::Consent);
        if services.face.is_some() {
            needs.push(Need::Biometrics);
            needs.push(Need::Evidence(SELFIE));
        }
        needs.retain(|need| !self.came_along(*need));
        if !needs.is_empty() && wants_form(request) {
            needs.push(Need::Form);
        }
        if services.phone.is_some() {
            needs.push(Need::Phone);
        }
        needs
    }

    /// Returns what is still needed, in order.
    pub fn needs_still(&self) -> Vec<Need> {
        let mut needs = self.needs();
        needs.retain(|need| !self.has_met(*need));
        needs
    }

    /// Returns the type of a document, if it was chosen or only one is allowed.
    pub fn document_type(&self, service: Service) -> Option<DocumentType> {
        let asked = match service {
            Service::Document => self.request.services.document.as_ref(),
            Service::DocumentTwo => self.request.services.document_two.as_ref(),
            _ => None,
        }?;
        match asked.supported_types.as_slice() {
            [only] => Some(*only),
            _ => self.capture.chosen.get(&service).copied(),
        }
    }

    fn plan_documents(&self, needs: &mut Vec<Need>) {
        for (service, asked) in self.request.services.documents() {
            let slot = |side| Need::Evidence(EvidenceSlot::new(service, side));
            if asked.supported_types.len() != 1 {
                needs.push(Need::Choice(service));
            }
            needs.push(slot(Side::Proof));
            // The back of a card carries what a machine can read.
            let is_two_sided = matches!(
                self.document_type(service),
                Some(DocumentType::DrivingLicense | DocumentType::IdCard)
            );
            if asked.backside_proof_required || is_two_sided {
                needs.push(slot(Side::AdditionalProof));
            }
        }
    }

    /// Returns true for evidence that came with the request, and for the type of such a document.
    fn came_along(&self, need: Need) -> bool {
        let proofs = &self.request.proofs;
        match need {
            Need::Evidence(slot) => proofs.contains(&slot),
            Need::Choice(service) => proofs.contains(&EvidenceSlot::new(service, Side::Proof)),
            Need::Biometrics => proofs.contains(&SELFIE),
            Need::Form | Need::Phone => false,
        }
    }

    fn has_met(&self, need: Need) -> bool {
        let capture = &self.capture;
        match need {
            Need::Choice(service) => capture.chosen.contains_key(&service),
            Need::Evidence(slot) => capture.submitted.contains(&slot),
            Need::Biometrics => matches!(capture.biometrics, Biometrics::Accepted(_)),
            Need::Form => capture.confirmed.is_some(),
            Need::Phone => capture.phone.end.is_some(),
        }
    }
}

/// Returns the evidence that the capture protocol's checks need of its document (`capture.md`, the
/// artefact matrix).
fn evidence_of(terms: &CaptureTerms) -> Vec<Need> {
    let printed = terms.wants(Signal::OcrScan)
        || terms.wants(Signal::OcrMatch)
        || terms.wants(Signal::DocumentLivenessIdrnd)
        || terms.wants(Signal::Selfie);
    let sides = match terms.document_type {
        CaptureDocument::NaDl => [
            (Side::Proof, printed),
            (Side::AdditionalProof, terms.wants(Signal::OcrMatch)),
            (Side::Barcode, terms.wants(Signal::Idcheck)),
        ],
        CaptureDocument::Passport => [
            (Side::Proof, true),
            (Side::AdditionalProof, false),
            (Side::Barcode, false),
        ],
        CaptureDocument::Other => [
            (Side::Proof, true),
            (Side::AdditionalProof, true),
            (Side::Barcode, false),
        ],
    };
    sides
        .into_iter()
        .filter(|(_, needed)| *needed)
        .map(|(side, _)| Need::Evidence(EvidenceSlot::new(Service::Document, side)))
        .collect()
}

/// Returns true if fields of the document are read and the person has to confirm them.
fn wants_form(request: &Request) -> bool {
    let services = &request.services;
    let document = services.documents().any(|(_, asked)| {
        asked.show_ocr_form
            && (asked.name.is_read()
                || asked.dob.is_read()
                || asked.document_number.is_read()
                || asked.issue_date.is_read()
                || asked.expiry_date.is_read())
    });
    let address = services.address.as_ref().is_some_and(|asked| {
        asked.show_ocr_form && (asked.name.is_read() || asked.full_address.is_read())
    });
    document || address
}

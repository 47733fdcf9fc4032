//! The sources of results: a verification, its outcome, and the pictures that were submitted.

use jiff::Timestamp;
use jiff::civil::Date;
use verification::capture::{CaptureDocument, Signal};
use verification::request::{EvidenceSlot, Side};
use verification::rules::today;
use verification::stage::Stage;
use verification::verdict::Outcome;
use verification::{TransactionId, Verification};

use super::super::zones::slot;

/// The sources of results.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The ID of the transaction.
    pub transaction: TransactionId,
    /// The outcome, once there is one.
    pub outcome: Option<&'a Outcome>,
    /// The day that decides ages and expiry.
    pub day: Date,
    /// The verification, with what was requested and submitted.
    pub verification: &'a Verification,
}

impl<'a> Asked<'a> {
    /// Returns the sources of a verification as it stands. A verification in review already has its
    /// results, which are not a decision.
    pub fn of(verification: &'a Verification, now: Timestamp) -> Self {
        let decision = verification.stage.decision();
        let outcome = match &verification.stage {
            Stage::InReview(outcome) => Some(outcome.as_ref()),
            _ => decision.map(|decision| &decision.outcome),
        };
        let at = decision.map_or(now, |decision| {
            verification.completed_at.unwrap_or(decision.at)
        });
        Self {
            transaction: verification.transaction,
            outcome,
            day: today(at),
            verification,
        }
    }

    /// Returns true if a side of the document was submitted.
    pub(super) fn has(&self, side: Side) -> bool {
        self.has_slot(slot(side))
    }

    pub(super) fn has_slot(&self, slot: EvidenceSlot) -> bool {
        self.verification.capture.submitted.contains(&slot)
            || self.verification.request.proofs.contains(&slot)
    }

    /// Returns true if a signal's block is reported.
    pub(super) fn wants(&self, signal: Signal) -> bool {
        let request = &self.verification.request;
        match &request.capture {
            Some(terms) => terms.wants(signal),
            // A request of the other protocol gets everything about what it requested.
            None => match signal {
                Signal::Idcheck | Signal::OcrScan => request.services.document.is_some(),
                Signal::Selfie => request.services.face.is_some(),
                _ => false,
            },
        }
    }

    /// Returns true if the document is a North American licence, whose barcode contains everything.
    pub(super) fn is_na_dl(&self) -> bool {
        self.verification
            .request
            .capture
            .as_ref()
            .is_none_or(|terms| terms.document_type == CaptureDocument::NaDl)
    }
}

/// A picture that was submitted.
#[derive(Clone)]
pub struct Image {
    /// Its service and side.
    pub slot: EvidenceSlot,
    /// The file as it is stored.
    pub content: Vec<u8>,
}

/// A picture shows a person, so only its size is shown.
impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({}, {} bytes)", self.slot, self.content.len())
    }
}

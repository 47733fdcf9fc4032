//! What results are made of: a verification, what was found of it, and the pictures that were
//! handed in.

use jiff::Timestamp;
use jiff::civil::Date;
use verification::capture::{CaptureDocument, Signal};
use verification::request::{EvidenceSlot, Side};
use verification::rules::today;
use verification::stage::Stage;
use verification::verdict::Outcome;
use verification::{TransactionId, Verification};

use super::super::zones::slot;

/// What results are made of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The transaction.
    pub transaction: TransactionId,
    /// What was found, once it was.
    pub outcome: Option<&'a Outcome>,
    /// The day by which ages and expiry count.
    pub day: Date,
    /// The verification, for what was asked and handed in.
    pub verification: &'a Verification,
}

impl<'a> Asked<'a> {
    /// Of a verification as it stands. What is left to a reviewer has its results already: they are
    /// no decision.
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

    /// Whether a side of the document was handed in.
    pub(super) fn has(&self, side: Side) -> bool {
        self.has_slot(slot(side))
    }

    pub(super) fn has_slot(&self, slot: EvidenceSlot) -> bool {
        self.verification.capture.submitted.contains(&slot)
            || self.verification.request.proofs.contains(&slot)
    }

    /// Whether a signal's block is told.
    pub(super) fn wants(&self, signal: Signal) -> bool {
        let request = &self.verification.request;
        match &request.capture {
            Some(terms) => terms.wants(signal),
            // Asked by the other protocol: everything about what it asked for.
            None => match signal {
                Signal::Idcheck | Signal::OcrScan => request.services.document.is_some(),
                Signal::Selfie => request.services.face.is_some(),
                _ => false,
            },
        }
    }

    /// Whether the document is a licence of North America, which says everything in its barcode.
    pub(super) fn is_na_dl(&self) -> bool {
        self.verification
            .request
            .capture
            .as_ref()
            .is_none_or(|terms| terms.document_type == CaptureDocument::NaDl)
    }
}

/// A picture that was handed in.
#[derive(Clone)]
pub struct Image {
    /// Which one.
    pub slot: EvidenceSlot,
    /// The file.
    pub content: Vec<u8>,
}

/// A picture shows a person: only its size is shown.
impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({}, {} bytes)", self.slot, self.content.len())
    }
}

//! Which status event tells that a piece of evidence was submitted.

use crate::request::{EvidenceSlot, Side};
use crate::service::Service;
use crate::status::StatusCode;

/// Returns the status event of a submission.
pub const fn code_of(slot: EvidenceSlot) -> StatusCode {
    match (slot.service, slot.side) {
        (Service::Face, _) => StatusCode::SELFIE_SUBMITTED,
        (Service::Address, _) => StatusCode::ADDRESS_SUBMITTED,
        (Service::Consent, _) => StatusCode::CONSENT_NOTE_SUBMITTED,
        (_, Side::Proof) => StatusCode::FRONT_SUBMITTED,
        (_, Side::AdditionalProof) => StatusCode::BACK_SUBMITTED,
        (_, Side::Barcode) => StatusCode::BARCODE_SUBMITTED,
    }
}

//! Spans of the stages of an examination. They say where the work is, never what is read.

use tracing::{Span, info_span};
use verification::request::EvidenceSlot;

/// The span of one page of a picture or PDF: `number` counts the pages of that file from 1.
pub(crate) fn page(slot: EvidenceSlot, number: usize) -> Span {
    info_span!("page", %slot, page.number = number)
}

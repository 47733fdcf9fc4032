//! The page: where the person is, by what is stored and by nothing else.

use jiff::Timestamp;

use super::plan::Need;
use super::state::Biometrics;
use crate::aggregate::Verification;
use crate::request::Side;
use crate::rules;
use crate::service::Service;
use crate::stage::Stage;

/// A page of the hosted capture. Pages that are reached by failing (404, camera denied) are not in
/// it: they come back to one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapturePage {
    /// What it is about, and the start button.
    Landing,
    /// Which type the document is.
    Choice(Service),
    /// The front of the document.
    Front(Service),
    /// The back of the document.
    Back(Service),
    /// The barcode of the document.
    Barcode(Service),
    /// The address paper.
    Address,
    /// The consent note.
    ConsentNote,
    /// The consent to biometrics.
    Biometrics,
    /// Biometrics were refused.
    BiometricsDenied,
    /// The selfie.
    Selfie,
    /// The form with what was read.
    Confirm,
    /// Everything is there and is being examined.
    Processing,
    /// It is done, or left to a reviewer.
    Complete,
    /// The link's life is over.
    Timeout,
    /// The person gave up.
    Cancelled,
}

impl Verification {
    /// Where the person is.
    pub fn page(&self, now: Timestamp) -> CapturePage {
        let is_over = self
            .expires_at
            .is_some_and(|end| rules::is_expired(end, now));
        match &self.stage {
            Stage::TimedOut => CapturePage::Timeout,
            Stage::Cancelled => CapturePage::Cancelled,
            _ if self.capture.is_late => CapturePage::Timeout,
            Stage::Created | Stage::Opened | Stage::Capturing if is_over => CapturePage::Timeout,
            Stage::Created | Stage::Opened if !self.capture.skips_landing => CapturePage::Landing,
            Stage::Created | Stage::Opened | Stage::Capturing => self.step(),
            Stage::Processing | Stage::Received => CapturePage::Processing,
            Stage::InReview(_) | Stage::Accepted(_) | Stage::Declined(_) => CapturePage::Complete,
        }
    }

    /// The first thing that is still needed; after an automatic decline, the choice to try again.
    fn step(&self) -> CapturePage {
        if self.offers_retry() {
            return CapturePage::Complete;
        }
        let Some(need) = self.needs_still().into_iter().next() else {
            return CapturePage::Processing;
        };
        match need {
            Need::Choice(service) => CapturePage::Choice(service),
            Need::Biometrics if self.capture.biometrics == Biometrics::Refused => {
                CapturePage::BiometricsDenied
            }
            Need::Biometrics => CapturePage::Biometrics,
            Need::Form => CapturePage::Confirm,
            Need::Evidence(slot) => match (slot.service, slot.side) {
                (Service::Face, _) => CapturePage::Selfie,
                (Service::Address, _) => CapturePage::Address,
                (Service::Consent, _) => CapturePage::ConsentNote,
                (service, Side::Proof) => CapturePage::Front(service),
                (service, Side::AdditionalProof) => CapturePage::Back(service),
                (service, Side::Barcode) => CapturePage::Barcode(service),
            },
        }
    }

    /// True while an automatic decline waits for the person to try again or to leave it at that.
    pub fn offers_retry(&self) -> bool {
        matches!(self.stage, Stage::Capturing)
            && self.capture.last_try.is_some()
            && self.capture.submitted.is_empty()
            && !self.capture.is_retrying
    }
}

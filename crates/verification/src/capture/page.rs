//! The page on which the person is, which only depends on what is stored.

use jiff::Timestamp;

use super::plan::Need;
use super::state::Biometrics;
use crate::aggregate::Verification;
use crate::request::Side;
use crate::rules;
use crate::service::Service;
use crate::stage::Stage;

/// A page of the hosted capture. Error pages (404, camera denied) are not included, because they
/// lead back to one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CapturePage {
    /// The landing page with the start button.
    Landing,
    /// The choice of the document type.
    Choice(Service),
    /// The front of the document.
    Front(Service),
    /// The back of the document.
    Back(Service),
    /// The barcode of the document.
    Barcode(Service),
    /// The proof of address.
    Address,
    /// The consent note.
    ConsentNote,
    /// The consent to biometrics.
    Biometrics,
    /// The consent to biometrics was refused.
    BiometricsDenied,
    /// The selfie.
    Selfie,
    /// The form with the fields that were read.
    Confirm,
    /// The code that is sent to a phone.
    Phone,
    /// Everything was captured and is being examined.
    Processing,
    /// The verification is done or in review.
    Complete,
    /// The link has expired.
    Timeout,
    /// The person cancelled.
    Cancelled,
}

impl Verification {
    /// Returns the page on which the person is.
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

    /// Returns the page for the first thing that is still needed, or after an automatic decline the
    /// choice to retry.
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
            Need::Phone => CapturePage::Phone,
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

    /// Returns true while an automatic decline waits for the person to retry or to finish.
    pub fn offers_retry(&self) -> bool {
        matches!(self.stage, Stage::Capturing)
            && self.capture.last_try.is_some()
            && self.capture.submitted.is_empty()
            && !self.capture.is_retrying
    }
}

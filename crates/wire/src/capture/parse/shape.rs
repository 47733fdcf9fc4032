//! Which call a body belongs to: keys of one kind of call must not occur in another.
//!
//! The signature of an unbound call only covers its body, so a recorded call verifies at every
//! path. Only the contents of the body show where it belongs.

use super::super::fault::{Fault, FaultKind};
use super::super::tree::Members;

/// The kinds of calls, by the contents of their private half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `/start`, which lists what to verify.
    Start,
    /// Only a transaction: `/get-status`, `/get-results`, `/end`, and both ends of a selfie.
    About,
    /// A transaction, and bytes under this name.
    Submission(&'static str),
    /// The bytes of a barcode, without a transaction.
    BarcodeOnly,
    /// A report, with the transactions to include.
    Reporting,
}

/// The names under which bytes are submitted. Every submission may use `image`.
const BYTES: [&str; 4] = ["front", "back", "barcode", "selfie"];

/// Keys that only occur in `/start`.
const OF_START: [&str; 6] = [
    "document_type",
    "signals",
    "ttl",
    "send_link",
    "return_capture_url",
    "return_images",
];

/// Keys that only occur in calls for reports.
const OF_REPORTING: [&str; 5] = [
    "include_pii",
    "start_date",
    "end_date",
    "result_size",
    "search_after",
];

impl Shape {
    /// Refuses a body with keys of another call. Unknown keys are ignored, as everywhere.
    pub(super) fn check(self, private: &Members<'_>) -> Result<(), Fault> {
        let there = |key: &&&str| private.get(key).is_some();
        let foreign = OF_START
            .iter()
            .filter(|_| self != Self::Start)
            .chain(OF_REPORTING.iter().filter(|_| self != Self::Reporting))
            .chain(BYTES.iter().filter(|key| !self.takes(key)))
            .chain(["transaction_id"].iter().filter(|_| !self.is_about_one()))
            .find(there);
        match foreign {
            None => Ok(()),
            Some(key) => Err(Fault::new(
                FaultKind::Malformed,
                format!("{key} belongs to another call: this body is not for this path."),
            )),
        }
    }

    fn takes(self, key: &str) -> bool {
        match self {
            Self::Submission(own) => own == key,
            Self::BarcodeOnly => key == "barcode",
            Self::Start | Self::About | Self::Reporting => false,
        }
    }

    const fn is_about_one(self) -> bool {
        matches!(self, Self::About | Self::Submission(_) | Self::Reporting)
    }
}

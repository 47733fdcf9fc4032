//! Whose call a body is: what only one kind of call has must not stand in another.
//!
//! The signature of an unbound call covers its body alone, so that a recorded one verifies at every
//! path. What its body is about is all that tells where it belongs.

use super::super::fault::{Fault, FaultKind};
use super::super::tree::Members;

/// The kinds of calls, by what their private half says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `/start`: what is to be found out.
    Start,
    /// A transaction and nothing else: `/get-status`, `/get-results`, `/end` and the ends of a
    /// selfie.
    About,
    /// A transaction, and bytes under this name.
    Submission(&'static str),
    /// Bytes of a barcode and no transaction.
    BarcodeOnly,
    /// Which transactions to tell of.
    Reporting,
}

/// The names under which bytes are handed in. `image` is every submission's.
const BYTES: [&str; 4] = ["front", "back", "barcode", "selfie"];

/// What only `/start` says.
const OF_START: [&str; 6] = [
    "document_type",
    "signals",
    "ttl",
    "send_link",
    "return_capture_url",
    "return_images",
];

/// What only reports are asked by.
const OF_REPORTING: [&str; 5] = [
    "include_pii",
    "start_date",
    "end_date",
    "result_size",
    "search_after",
];

impl Shape {
    /// Refuses a body with what is another call's. What nobody knows is passed over, as everywhere.
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

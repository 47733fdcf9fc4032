//! The first format with a tag: JSON, whose shape is what the forms below say.
//!
//! Nothing here may change what it writes or reads: `tests/fixtures/v1` holds values of every kind
//! and every variant, which are read and written byte for byte in a test. A field may be added with
//! `#[serde(default)]` as long as no release has read it as anything else; everything else is a new
//! format.

mod account;
mod capture;
pub(crate) mod columns;
mod device;
mod evidence;
mod examination;
mod outcome;
mod request;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
mod verification;
mod words;

use super::kind::{Coded, Place, Private, Secrets};

/// Says once which kinds of value there are and where they lie.
macro_rules! kinds {
    ($($core:ty = $form:ty, $table:literal, $column:literal;)*) => {
        $(impl Coded for $core {
            const PLACE: Place = Place { table: $table, column: $column };
            type Newest = $form;
        })*

        /// Checks the fixtures of each kind.
        #[cfg(test)]
        fn every_kind(check: &mut tests::Check) {
            $(check.kind::<$core>();)*
        }
    };
}

kinds!(
    ::verification::Verification = verification::Verification, "verifications", "sealed";
    proofing::ports::EvidenceRef = evidence::EvidenceRef, "evidence", "sealed";
    proofing::ports::KeptExamination = examination::KeptExamination, "examinations", "sealed";
    Private = evidence::Private, "journal", "sealed";
    ::verification::account::Settings = account::Settings, "accounts", "settings";
    Secrets = account::Secrets, "accounts", "secrets";
);

//! The first format with a tag: JSON, whose shape is defined by the forms below.
//!
//! What this module writes and reads must never change: `tests/fixtures/v1` contains values of
//! every kind and every variant, and a test compares them byte for byte. A field may be added with
//! `#[serde(default)]` as long as no release has read it as anything else; everything else is a new
//! format.

mod account;
mod audit;
mod capture;
pub(crate) mod columns;
mod device;
mod enrolment;
mod evidence;
mod examination;
mod outcome;
mod phone;
mod request;
mod review;
#[cfg(test)]
mod samples;
mod staff;
#[cfg(test)]
mod staff_samples;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod turn_samples;
mod turns;
mod verification;
mod words;

use super::kind::{Coded, Place, Private, Profile, Secrets, Traced};

/// Declares the kinds of values, and where they are stored.
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
    ::verification::account::AccountSettings = account::Settings, "accounts", "settings";
    Secrets = account::Secrets, "accounts", "secrets";
    ::verification::audit::AuditContent = audit::AuditContent, "audit", "sealed";
    Profile = staff::Profile, "staff", "sealed";
    ::verification::staff::Credentials = staff::Credentials, "staff", "secrets";
    Traced = examination::Traced, "fingerprints", "selfie";
    proofing::ports::Enrolment = enrolment::Enrolment, "enrolments", "sealed";
);

//! The places for which values are sealed: `verifications.sealed/ver_…/3`.
//!
//! A place is part of the stored format: what was sealed for one opens for no other. Everything in
//! it is known before the row is written.

use std::fmt;

use proofing::ports::Digest;
use verification::{AccountId, AuditId, NotificationId, StaffId, VerificationId};

use crate::ports::KeyId;

/// Returns the place of a verification: its ID and version, so that an older value does not open.
pub(crate) fn verification(id: VerificationId, version: u64) -> String {
    place("verifications.sealed", format_args!("{id}/{version}"))
}

/// Returns the place of the private part of an entry.
pub(crate) fn entry(id: VerificationId, number: u32) -> String {
    place("journal.sealed", format_args!("{id}/{number}"))
}

/// Returns the place of the name of a picture.
pub(crate) fn evidence(id: VerificationId, position: usize) -> String {
    place("evidence.sealed", format_args!("{id}/{position}"))
}

/// Returns the place of the examination that rests on these pictures.
pub(crate) fn examination(id: VerificationId, rests_on: [u8; 32]) -> String {
    let rests_on = hex::encode(rests_on);
    place("examinations.sealed", format_args!("{id}/{rests_on}"))
}

/// Returns the place of the body of a delivery.
pub(crate) fn body(id: NotificationId) -> String {
    place("deliveries.body", id)
}

/// Returns the place of the answer to an attempt.
pub(crate) fn answer(id: NotificationId, number: u32) -> String {
    place("attempts.answer", format_args!("{id}/{number}"))
}

/// Returns the place of an account's secrets.
pub(crate) fn secrets(id: AccountId) -> String {
    place("accounts.secrets", id)
}

/// Returns the place of what an entry of the audit trail says.
pub(crate) fn audit(id: AuditId) -> String {
    place("audit.sealed", id)
}

/// Returns the place of a member of staff: the ID and the version, so that an older value does not
/// open.
pub(crate) fn member(id: StaffId, version: u64) -> String {
    place("staff.sealed", format_args!("{id}/{version}"))
}

/// Returns the place of what a member of staff signs in with.
pub(crate) fn credentials(id: StaffId, version: u64) -> String {
    place("staff.secrets", format_args!("{id}/{version}"))
}

/// Returns the place of the hash by which a verification's selfie is found again.
pub(crate) fn selfie(id: VerificationId) -> String {
    place("fingerprints.selfie", id)
}

/// Returns the place of an enrolled face.
pub(crate) fn enrolment(id: KeyId) -> String {
    place("enrolments.sealed", id)
}

/// Returns the place of a picture.
pub(crate) fn picture(id: VerificationId, digest: Digest) -> String {
    place("vault", format_args!("{id}/{digest}"))
}

/// Returns the place of a key that a version of the master key wraps.
pub(super) fn key(id: KeyId, version: i64) -> String {
    place("keys.wrapped", format_args!("{id}/{version}"))
}

/// Returns the place of the key of the search terms that a version of the master key wraps.
pub(super) fn search_key(version: i64) -> String {
    place("search_key.wrapped", version)
}

/// Returns the place of the text that proves which master key wraps the keys.
pub(super) fn proof(version: i64) -> String {
    place("proof_of_master.sealed", version)
}

fn place(column: &str, row: impl fmt::Display) -> String {
    format!("{column}/{row}")
}

//! The chain of the audit trail: what each link is computed over.
//!
//! `docs/reference/audit.md` describes it for whoever checks an exported trail with a program of
//! their own, so it never changes.

use sha2::{Digest as _, Sha256};
use verification::{AccountId, StaffId, VerificationId};

use crate::codec::v1::columns;
use crate::ports::{AuditRecord, SealedFor};

/// The link of a trail without entries.
pub(crate) const START: [u8; 32] = [0; 32];

/// Returns the link of an entry: the SHA-256 over the link before it and everything that is stored
/// of it but the sealed bytes, of which the digest is covered.
pub(crate) fn link(before: &[u8; 32], number: u64, record: &AuditRecord) -> [u8; 32] {
    let entry = &record.entry;
    let uuid = |uuid: uuid::Uuid| uuid.as_bytes().to_vec();
    let optional = |id: Option<uuid::Uuid>| id.map(uuid).unwrap_or_default();
    let mut hash = Sha256::new();
    hash.update(b"bonafide audit 1\n");
    hash.update(before);
    hash.update(number.to_be_bytes());
    for field in [
        uuid(entry.id.uuid()),
        entry.at.to_string().into_bytes(),
        entry.by.word().as_bytes().to_vec(),
        optional(entry.by.member().map(StaffId::uuid)),
        columns::audit_act_word(entry.act).as_bytes().to_vec(),
        optional(entry.account.map(AccountId::uuid)),
        optional(entry.verification.map(VerificationId::uuid)),
        record
            .sealed_for
            .map_or("", SealedFor::word)
            .as_bytes()
            .to_vec(),
        record.digest.map(Vec::from).unwrap_or_default(),
    ] {
        // A length before each field keeps two of them from being read as one.
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(&field);
    }
    hash.finalize().into()
}

/// Returns the digest of sealed bytes.
pub(crate) fn digest(sealed: &[u8]) -> [u8; 32] {
    Sha256::digest(sealed).into()
}

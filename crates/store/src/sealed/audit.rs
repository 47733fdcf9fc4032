//! The audit trail: what an entry says in words is sealed under the key of its verification.
//!
//! An entry without a verification is sealed under the key of the store, and so is the one about a
//! deletion, because the verification's key is destroyed with it.

use std::collections::HashMap;
use std::sync::Arc;

use proofing::ports::{Audited, StoreError};
use verification::VerificationId;
use verification::audit::{AuditContent, AuditEntry};

use crate::audit_chain::digest;
use crate::codec;
use crate::ports::{AuditRecord, SealedFor, StoredAudit};
use crate::seal::{Key, Sealer, places};

/// Seals an entry. Without a key of its verification, it is sealed under the key of the store.
pub(super) fn seal(
    sealer: &Sealer,
    key: Option<&Key>,
    entry: &AuditEntry,
) -> Result<AuditRecord, StoreError> {
    let plain = AuditEntry {
        content: AuditContent::default(),
        ..entry.clone()
    };
    if entry.content.is_empty() {
        return Ok(AuditRecord {
            entry: plain,
            sealed_for: None,
            digest: None,
            sealed: None,
        });
    }
    let encoded = codec::encode(&entry.content, entry.id)?;
    let place = places::audit(entry.id);
    let (sealed_for, sealed) = match key {
        Some(key) => (SealedFor::Verification, sealer.seal(key, &place, &encoded)?),
        None => (SealedFor::Store, sealer.seal_secrets(&place, &encoded)?),
    };
    Ok(AuditRecord {
        entry: plain,
        sealed_for: Some(sealed_for),
        digest: Some(digest(&sealed)),
        sealed: Some(sealed),
    })
}

/// Opens a stored entry. Content whose key is gone was erased with its verification.
pub(super) fn open(
    sealer: &Sealer,
    keys: &HashMap<VerificationId, Arc<Key>>,
    stored: StoredAudit,
) -> Result<Audited, StoreError> {
    let StoredAudit {
        number,
        record,
        link,
    } = stored;
    let mut entry = record.entry;
    let place = places::audit(entry.id);
    let key = entry.verification.and_then(|id| keys.get(&id));
    let plain = match (record.sealed_for, &record.sealed, key) {
        (Some(SealedFor::Verification), Some(sealed), Some(key)) => {
            Some(Sealer::open(key, &place, sealed)?)
        }
        (Some(SealedFor::Store), Some(sealed), _) => Some(sealer.open_secrets(&place, sealed)?),
        _ => None,
    };
    if let Some(plain) = &plain {
        entry.content = codec::decode(plain, entry.id)?;
    }
    Ok(Audited {
        number,
        is_erased: record.sealed_for.is_some() && plain.is_none(),
        entry,
        sealed_for: record.sealed_for.map(SealedFor::word),
        digest: record.digest,
        link,
    })
}

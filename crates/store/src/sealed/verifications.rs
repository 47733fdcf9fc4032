//! Opens what was read of verifications: their values, entries, and the names of their pictures.

use proofing::ports::{EvidenceRef, Found, StoreError, Stored};
use verification::journal::Entry;
use verification::{Verification, VerificationId};

use crate::codec::{self, Private};
use crate::ports::{EntryRecord, EvidenceRecord, LivingRecord};
use crate::seal::{Key, Sealer, places};

/// Opens a verification.
pub(super) fn open(key: &Key, living: &LivingRecord) -> Result<Found, StoreError> {
    let (id, version) = (living.id, living.version);
    let plain = Sealer::open(key, &places::verification(id, version), &living.sealed)?;
    let value: Verification = codec::decode(&plain, id)?;
    if value.stage.name() != living.stage {
        return Err(StoreError::Inconsistent {
            table: "verifications",
            column: "stage",
            row: id.to_string(),
        });
    }
    Ok(Found::Live(Box::new(Stored { value, version })))
}

/// Opens the private part of an entry.
pub(super) fn open_entry(
    key: &Key,
    id: VerificationId,
    entry: Entry,
    sealed: &[u8],
) -> Result<Entry, StoreError> {
    let plain = Sealer::open(key, &places::entry(id, entry.number), sealed)?;
    let private: Private = codec::decode(&plain, format_args!("{id}/{}", entry.number))?;
    Ok(Entry {
        detail: private.detail,
        browser: private.browser,
        ..entry
    })
}

/// Encodes the part of an entry that is sealed, if it has one.
pub(super) fn encode_private(
    entry: &Entry,
) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
    if entry.detail.is_none() && entry.browser.is_none() {
        return Ok(None);
    }
    let private = Private {
        detail: entry.detail.clone(),
        browser: entry.browser.clone(),
    };
    codec::encode(&private, entry.number).map(Some)
}

/// Returns the record of an entry, without its private part.
pub(super) fn plain_entry(entry: &Entry, sealed: Option<Vec<u8>>) -> EntryRecord {
    EntryRecord {
        entry: Entry {
            number: entry.number,
            sequence: entry.sequence,
            received_at: entry.received_at,
            code: entry.code,
            detail: None,
            browser: None,
        },
        sealed,
    }
}

/// Opens the names of pictures, in the order of their positions.
pub(super) fn open_evidence(
    key: &Key,
    id: VerificationId,
    records: &[EvidenceRecord],
) -> Result<Vec<EvidenceRef>, StoreError> {
    let pictures = records.iter().map(|record| {
        let at = record.position;
        let plain = Sealer::open(key, &places::evidence(id, at), &record.sealed)?;
        codec::decode(&plain, format_args!("{id}/{at}"))
    });
    pictures.collect()
}

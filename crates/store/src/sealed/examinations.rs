//! Kept examinations: what was read of a verification's pictures, one for each verification.

use proofing::ports::{Digest, KeptExamination, StoreError};
use sha2::{Digest as _, Sha256};
use verification::VerificationId;
use verification::request::EvidenceSlot;

use crate::codec;
use crate::ports::ExaminationRecord;
use crate::seal::{Key, Sealer, places};

/// Seals an examination.
pub(super) fn seal(
    sealer: &Sealer,
    key: &Key,
    id: VerificationId,
    kept: &KeptExamination,
) -> Result<ExaminationRecord, StoreError> {
    let rests_on = rests_on(&kept.evidence);
    let plain = codec::encode(kept, id)?;
    let sealed = sealer.seal(key, &places::examination(id, rests_on), &plain)?;
    Ok(ExaminationRecord { rests_on, sealed })
}

/// Opens an examination.
pub(super) fn open(
    key: &Key,
    id: VerificationId,
    record: &ExaminationRecord,
) -> Result<KeptExamination, StoreError> {
    let place = places::examination(id, record.rests_on);
    let plain = Sealer::open(key, &place, &record.sealed)?;
    codec::decode(&plain, id)
}

/// Returns a digest over the names of pictures, which are digests themselves.
fn rests_on(evidence: &[(EvidenceSlot, Digest)]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (slot, digest) in evidence {
        hash.update(slot.to_string());
        hash.update([0]);
        hash.update(digest.0);
    }
    hash.finalize().into()
}

//! Kept examinations: what was read of a verification's pictures, one for each verification.

use proofing::ports::{Digest, KeptExamination, StoreError};
use rusqlite::{OptionalExtension, params};
use sha2::{Digest as _, Sha256};
use verification::VerificationId;
use verification::request::EvidenceSlot;

use crate::codec;
use crate::seal::{place, seal, unseal};
use crate::sealed::KEY_GONE;
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// An examination on its way to the writer, sealed by its caller.
pub(crate) struct Sealed {
    id: VerificationId,
    rests_on: [u8; 32],
    sealed: Vec<u8>,
}

/// Seals an examination under its verification's key, which has to be on disk.
pub(crate) fn prepare(
    reader: &Reader,
    id: VerificationId,
    kept: &KeptExamination,
) -> Result<Sealed, Fault> {
    let key = reader
        .keyring
        .find(&reader.keys, id)?
        .ok_or(StoreError::Conflict)?;
    let rests_on = rests_on(&kept.evidence);
    let plain = codec::encode(kept, id)?;
    let sealed = seal(
        &key,
        &sealed_place(id, rests_on),
        &plain,
        reader.keyring.entropy(),
    )?;
    Ok(Sealed {
        id,
        rests_on,
        sealed,
    })
}

/// Keeps an examination, unless one of the same pictures is kept already, because that one was
/// shown.
pub(crate) fn keep(writer: &mut Writer, kept: &Sealed) -> Result<(), Fault> {
    writer.has_news = true;
    let living: bool = writer
        .data
        .prepare_cached(
            "-- is_living\n\
             SELECT EXISTS (SELECT 1 FROM verifications WHERE id = ?1 AND stage <> 'deleted')",
        )?
        .query_row([row::id(kept.id.uuid())], |row| row.get(0))?;
    if !living {
        return Err(StoreError::Conflict.into());
    }
    writer
        .data
        .prepare_cached(
            "-- keep_examination\n\
             INSERT INTO examinations (verification, rests_on, sealed) \
             SELECT key, ?2, ?3 FROM verifications WHERE id = ?1 \
             ON CONFLICT (verification) DO UPDATE SET rests_on = excluded.rests_on, \
             sealed = excluded.sealed WHERE rests_on <> excluded.rests_on",
        )?
        .execute(params![row::id(kept.id.uuid()), kept.rests_on, kept.sealed])?;
    Ok(())
}

/// Returns the examination that is kept of a verification.
pub(crate) fn of(reader: &Reader, id: VerificationId) -> Result<Option<KeptExamination>, Fault> {
    let row: Option<([u8; 32], Vec<u8>)> = reader
        .data
        .prepare_cached(
            "-- examination\n\
             SELECT rests_on, e.sealed FROM examinations AS e \
             JOIN verifications AS v ON v.key = e.verification WHERE v.id = ?1",
        )?
        .query_row([row::id(id.uuid())], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((rests_on, sealed)) = row else {
        return Ok(None);
    };
    let key = reader.keyring.find(&reader.keys, id)?.ok_or(KEY_GONE)?;
    let plain = unseal(&key, &sealed_place(id, rests_on), &sealed)?;
    Ok(Some(codec::decode(&plain, id)?))
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

fn sealed_place(id: VerificationId, rests_on: [u8; 32]) -> String {
    let rests_on = hex::encode(rests_on);
    place("examinations.sealed", format_args!("{id}/{rests_on}"))
}

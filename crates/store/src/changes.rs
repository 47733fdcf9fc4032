//! Applying a change: everything of it in one savepoint.
//!
//! The caller's numbers are checked, not trusted: a journal with a gap is refused.

use proofing::ports::{Change, EvidenceRef, Next, StoreError, Stored};
use rusqlite::{OptionalExtension, params};
use verification::journal::{Entry, Tail};
use verification::{Verification, VerificationId};
use zeroize::Zeroizing;

use crate::cells;
use crate::codec::v1::columns::stage_word;
use crate::codec::{self, Private};
use crate::fault::Fault;
use crate::seal::{Key, seal};
use crate::verifications;
use crate::writer::Writer;
use crate::{deliveries, forget, jobs};

/// A change, the verification in it serialised by its caller, so that the writer need not.
pub(crate) struct Prepared {
    change: Change,
    plain: Zeroizing<Vec<u8>>,
}

/// The row that the rest of a change belongs to.
pub(crate) struct Row {
    pub(crate) key: i64,
    pub(crate) id: VerificationId,
    /// How long the journal was before.
    pub(crate) journal_length: u32,
    /// The verification's key, unless it is forgotten.
    pub(crate) seal: Option<std::sync::Arc<Key>>,
}

impl Prepared {
    pub(crate) fn new(change: Change) -> Result<Self, StoreError> {
        let plain = match &change.next {
            Next::Open(value) => codec::encode(&**value, value.id)?,
            Next::Update(stored) => codec::encode(&stored.value, stored.value.id)?,
            Next::Forget(_) => Zeroizing::default(),
        };
        Ok(Self { change, plain })
    }
}

/// Stores everything of a change, or fails.
pub(crate) fn apply(writer: &mut Writer, prepared: &Prepared) -> Result<(), Fault> {
    writer.has_news = true;
    let change = &prepared.change;
    if let Some(lease) = &change.finishes
        && !jobs::complete(writer, lease)?
    {
        return Err(StoreError::Conflict.into());
    }
    let (row, tail) = match &change.next {
        Next::Open(value) => (open(writer, value, &prepared.plain)?, value.journal),
        Next::Update(stored) => (
            update(writer, stored, &prepared.plain)?,
            stored.value.journal,
        ),
        Next::Forget(stored) => (forget::forget(writer, stored)?, stored.value.journal),
    };
    append(writer, &row, &change.entries, tail)?;
    add_evidence(writer, &row, &change.evidence)?;
    // In order, so that the first of them is the one that is ready.
    let mut notifications: Vec<_> = change.notifications.iter().collect();
    notifications.sort_by_key(|notification| notification.number);
    for notification in notifications {
        deliveries::add(writer, &row, notification)?;
    }
    for job in &change.jobs {
        jobs::add(writer, job)?;
    }
    Ok(())
}

/// What a stored verification has to be for a change to build on it.
pub(crate) fn expect_version(
    writer: &Writer,
    id: VerificationId,
    version: u64,
) -> Result<(i64, u32), Fault> {
    let row: Option<(i64, u64, String, u32)> = writer
        .data
        .prepare_cached(
            "-- expect_version\nSELECT key, version, stage, journal_length FROM verifications WHERE id = ?1",
        )?
        .query_row([cells::id(id.uuid())], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    match row {
        Some((key, stored, stage, length)) if stored == version && stage != "deleted" => {
            Ok((key, length))
        }
        _ => Err(StoreError::Conflict.into()),
    }
}

fn open(writer: &mut Writer, value: &Verification, plain: &[u8]) -> Result<Row, Fault> {
    let (id, account) = (cells::id(value.id.uuid()), cells::id(value.account.uuid()));
    let reference = value.request.reference.as_str();
    // Asked before the key is made: a forgotten verification must not get a new one.
    let (is_known, is_taken): (bool, bool) = writer
        .data
        .prepare_cached(
            "-- is_reference_taken\n\
             SELECT EXISTS (SELECT 1 FROM verifications WHERE id = ?1), \
             EXISTS (SELECT 1 FROM verifications WHERE reference = ?2 AND account = ?3)",
        )?
        .query_row(params![id, reference, account], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if is_taken {
        return Err(StoreError::ReferenceTaken.into());
    }
    if is_known {
        return Err(StoreError::Conflict.into());
    }
    let key = writer.key_or_new(value.id)?;
    let sealed = seal(
        &key,
        &verifications::sealed_place(value.id, 1),
        plain,
        writer.keyring.entropy(),
    )?;
    writer
        .data
        .prepare_cached(
            "-- open_verification\n\
             INSERT INTO verifications (id, account, reference, transaction_id, version, stage, created_at, \
             journal_length, journal_last, announced, sealed) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            account,
            reference,
            cells::id(value.transaction.0),
            stage_word(value.stage.name()),
            cells::time(value.created_at),
            value.journal.length,
            value.journal.last.map(cells::time),
            value.announced,
            sealed,
        ])?;
    Ok(Row {
        key: writer.data.last_insert_rowid(),
        id: value.id,
        journal_length: 0,
        seal: Some(key),
    })
}

fn update(writer: &mut Writer, stored: &Stored<Verification>, plain: &[u8]) -> Result<Row, Fault> {
    let value = &stored.value;
    let (row, journal_length) = expect_version(writer, value.id, stored.version)?;
    let key = writer.key(value.id)?.ok_or(verifications::KEY_GONE)?;
    let version = stored.version + 1;
    let sealed = seal(
        &key,
        &verifications::sealed_place(value.id, version),
        plain,
        writer.keyring.entropy(),
    )?;
    writer
        .data
        .prepare_cached(
            "-- update_verification\n\
             UPDATE verifications SET version = ?2, stage = ?3, journal_length = ?4, journal_last = ?5, \
             announced = ?6, sealed = ?7 WHERE key = ?1",
        )?
        .execute(params![
            row,
            version,
            stage_word(value.stage.name()),
            value.journal.length,
            value.journal.last.map(cells::time),
            value.announced,
            sealed,
        ])?;
    Ok(Row {
        key: row,
        id: value.id,
        journal_length,
        seal: Some(key),
    })
}

/// Appends entries. They have to follow the last one without a gap and lead to the tail.
fn append(writer: &mut Writer, row: &Row, entries: &[Entry], tail: Tail) -> Result<(), Fault> {
    let gap = || StoreError::Inconsistent {
        table: "journal",
        column: "number",
        row: row.id.to_string(),
    };
    let mut length = row.journal_length;
    for entry in entries {
        if length.checked_add(1) != Some(entry.number) {
            return Err(gap().into());
        }
        length = entry.number;
        let sealed = match (entry.detail.is_some() || entry.browser.is_some(), &row.seal) {
            (false, _) => None,
            (true, None) => {
                return Err(StoreError::Unsealable(
                    "an entry of a forgotten verification says too much",
                )
                .into());
            }
            (true, Some(key)) => {
                let private = Private {
                    detail: entry.detail.clone(),
                    browser: entry.browser.clone(),
                };
                let plain = codec::encode(&private, row.id)?;
                Some(seal(
                    key,
                    &verifications::entry_place(row.id, entry.number),
                    &plain,
                    writer.keyring.entropy(),
                )?)
            }
        };
        writer
            .data
            .prepare_cached(
                "-- append_entry\n\
                 INSERT INTO journal (verification, number, sequence, received_at, code, sealed) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                row.key,
                entry.number,
                cells::time(entry.sequence),
                cells::time(entry.received_at),
                entry.code.number(),
                sealed,
            ])?;
    }
    if length == tail.length {
        Ok(())
    } else {
        Err(gap().into())
    }
}

/// Adds pictures. A picture takes the place of an earlier one of the same slot.
fn add_evidence(writer: &mut Writer, row: &Row, evidence: &[EvidenceRef]) -> Result<(), Fault> {
    if evidence.is_empty() {
        return Ok(());
    }
    let key = row.seal.as_ref().ok_or(verifications::KEY_GONE)?;
    let mut known = verifications::evidence(&writer.data, row.key, row.id, key)?;
    for picture in evidence {
        let at = known
            .iter()
            .position(|earlier| earlier.slot == picture.slot)
            .unwrap_or(known.len());
        match known.get_mut(at) {
            Some(earlier) => *earlier = picture.clone(),
            None => known.push(picture.clone()),
        }
        let plain = codec::encode(picture, row.id)?;
        let sealed = seal(
            key,
            &verifications::evidence_place(row.id, at),
            &plain,
            writer.keyring.entropy(),
        )?;
        writer
            .data
            .prepare_cached(
                "-- add_evidence\n\
                 INSERT OR REPLACE INTO evidence (verification, position, sealed) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![row.key, at as i64, sealed])?;
    }
    Ok(())
}

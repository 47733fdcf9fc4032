//! Applies a change: everything in one savepoint.
//!
//! The caller's numbers are checked rather than trusted: a journal with a gap is refused.

use proofing::ports::{Change, Next, StoreError, Stored};
use rusqlite::params;
use verification::Verification;
use verification::journal::{Entry, Tail};
use zeroize::Zeroizing;

use crate::codec::v1::columns::stage_word;
use crate::codec::{self, Private};
use crate::seal::seal;
use crate::sealed;
use crate::sqlite::error::Fault;
use crate::sqlite::row;
use crate::sqlite::verification_row::{VerificationRow, expect_version};
use crate::sqlite::writer::Writer;
use crate::sqlite::{deliveries, forget, jobs};

/// A change whose values were encoded by its caller, so that the writer need not do it.
pub(crate) struct Prepared {
    change: Change,
    plain: Zeroizing<Vec<u8>>,
    /// The part of each entry to be sealed, if there is any.
    entries: Vec<Option<Zeroizing<Vec<u8>>>>,
    evidence: Vec<Zeroizing<Vec<u8>>>,
}

impl Prepared {
    pub(crate) fn new(change: Change) -> Result<Self, StoreError> {
        let plain = match &change.next {
            Next::Open(value) => codec::encode(&**value, value.id)?,
            Next::Update(stored) => codec::encode(&stored.value, stored.value.id)?,
            Next::Forget(_) => Zeroizing::default(),
        };
        let entries = change.entries.iter().map(private);
        let entries = entries.collect::<Result<_, _>>()?;
        let evidence = change.evidence.iter();
        let evidence = evidence.map(|picture| codec::encode(picture, picture.slot));
        Ok(Self {
            entries,
            evidence: evidence.collect::<Result<_, _>>()?,
            change,
            plain,
        })
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
    append(writer, &row, prepared, tail)?;
    add_evidence(writer, &row, prepared)?;
    // They are added in order, so that the first of them is the one that is ready.
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

fn open(writer: &mut Writer, value: &Verification, plain: &[u8]) -> Result<VerificationRow, Fault> {
    let (id, account) = (row::id(value.id.uuid()), row::id(value.account.uuid()));
    let reference = value.request.reference.as_str();
    // This is checked before the key is created, because a deleted verification must not get a new
    // one.
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
        &sealed::sealed_place(value.id, 1),
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
            row::id(value.transaction.0),
            stage_word(value.stage.name()),
            row::time(value.created_at),
            value.journal.length,
            value.journal.last.map(row::time),
            value.announced,
            sealed,
        ])?;
    Ok(VerificationRow {
        key: writer.data.last_insert_rowid(),
        id: value.id,
        journal_length: 0,
        seal: Some(key),
    })
}

fn update(
    writer: &mut Writer,
    stored: &Stored<Verification>,
    plain: &[u8],
) -> Result<VerificationRow, Fault> {
    let value = &stored.value;
    let (row, journal_length) = expect_version(writer, value.id, stored.version)?;
    let key = writer.key(value.id)?.ok_or(sealed::KEY_GONE)?;
    let version = stored.version + 1;
    let sealed = seal(
        &key,
        &sealed::sealed_place(value.id, version),
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
            value.journal.last.map(row::time),
            value.announced,
            sealed,
        ])?;
    Ok(VerificationRow {
        key: row,
        id: value.id,
        journal_length,
        seal: Some(key),
    })
}

/// Encodes the part of an entry that is sealed.
fn private(entry: &Entry) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    if entry.detail.is_none() && entry.browser.is_none() {
        return Ok(None);
    }
    let private = Private {
        detail: entry.detail.clone(),
        browser: entry.browser.clone(),
    };
    codec::encode(&private, entry.number).map(Some)
}

/// Appends entries, which must follow the last one without a gap and lead to the tail.
fn append(
    writer: &mut Writer,
    row: &VerificationRow,
    prepared: &Prepared,
    tail: Tail,
) -> Result<(), Fault> {
    let gap = || StoreError::Inconsistent {
        table: "journal",
        column: "number",
        row: row.id.to_string(),
    };
    let mut length = row.journal_length;
    for (entry, private) in prepared.change.entries.iter().zip(&prepared.entries) {
        if length.checked_add(1) != Some(entry.number) {
            return Err(gap().into());
        }
        length = entry.number;
        let sealed = match (private, &row.seal) {
            (None, _) => None,
            (Some(_), None) => {
                return Err(StoreError::Unsealable(
                    "an entry of a forgotten verification says too much",
                )
                .into());
            }
            (Some(plain), Some(key)) => Some(seal(
                key,
                &sealed::entry_place(row.id, entry.number),
                plain,
                writer.keyring.entropy(),
            )?),
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
                row::time(entry.sequence),
                row::time(entry.received_at),
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

/// Adds pictures. A picture replaces an earlier one in the same slot.
fn add_evidence(
    writer: &mut Writer,
    row: &VerificationRow,
    prepared: &Prepared,
) -> Result<(), Fault> {
    if prepared.evidence.is_empty() {
        return Ok(());
    }
    let key = row.seal.as_ref().ok_or(sealed::KEY_GONE)?;
    let mut known = sealed::evidence(&writer.data, row.key, row.id, key)?;
    for (picture, plain) in prepared.change.evidence.iter().zip(&prepared.evidence) {
        let at = known
            .iter()
            .position(|earlier| earlier.slot == picture.slot)
            .unwrap_or(known.len());
        match known.get_mut(at) {
            Some(earlier) => *earlier = picture.clone(),
            None => known.push(picture.clone()),
        }
        let sealed = seal(
            key,
            &sealed::evidence_place(row.id, at),
            plain,
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

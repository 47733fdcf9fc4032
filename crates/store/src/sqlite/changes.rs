//! Applies a change: everything in one savepoint.
//!
//! The caller's numbers are checked rather than trusted: a journal with a gap is refused, and so is
//! a value that was sealed for another version than the one that it would get.

use proofing::ports::StoreError;
use rusqlite::params;
use verification::StaffId;
use verification::journal::Tail;

use crate::codec::v1::columns::stage_word;
use crate::ports::{Applied, EntryRecord, Head, Opening, OpeningKey, SealedChange, SealedNext};
use crate::sqlite::error::Fault;
use crate::sqlite::verification_row::{VerificationRow, expect_version};
use crate::sqlite::writer::Writer;
use crate::sqlite::{
    audit, deliveries, evidence, fingerprints, forget, jobs, keys_table, reviews, row, search,
};

/// Stores everything of a change, or fails.
pub(crate) fn apply(writer: &mut Writer, change: &SealedChange) -> Result<Applied, Fault> {
    writer.has_news = true;
    // This is checked before the key is stored, because a deleted verification must not get a new
    // one, and before anything else is written.
    if let SealedNext::Open(opening) = &change.next {
        expect_nothing(writer, opening)?;
        if !has_its_key(writer, opening)? {
            return Ok(Applied::OtherKey);
        }
    }
    if let Some((member, version)) = change.member {
        expect_member(writer, member, version)?;
    }
    if let Some(lease) = &change.finishes
        && !jobs::complete(writer, lease)?
    {
        return Err(StoreError::Conflict.into());
    }
    let (row, tail) = match &change.next {
        SealedNext::Open(opening) => (open(writer, opening)?, opening.head.journal),
        SealedNext::Update { expected, head } => (update(writer, *expected, head)?, head.journal),
        SealedNext::Forget(stored) => (forget::forget(writer, stored)?, stored.value.journal),
    };
    append(writer, &row, &change.entries, tail)?;
    evidence::add(writer, row.key, &change.evidence)?;
    if let Some(fingerprint) = &change.fingerprint {
        fingerprints::add(writer, row.key, fingerprint)?;
    }
    // They are added in order, so that the first of them is the one that is ready.
    let mut notifications: Vec<_> = change.notifications.iter().collect();
    notifications.sort_by_key(|notification| notification.new.number);
    for notification in notifications {
        deliveries::add(writer, &row, notification)?;
    }
    for job in &change.jobs {
        jobs::add(writer, job)?;
    }
    for record in &change.audit {
        audit::append(writer, record)?;
    }
    Ok(Applied::Stored)
}

/// Fails if the member of staff who acts was changed since they were allowed to: disabled,
/// appointed to another role, or signed out everywhere.
fn expect_member(writer: &Writer, member: StaffId, version: u64) -> Result<(), Fault> {
    let is_unchanged: bool = writer
        .data
        .prepare_cached(
            "-- is_member_unchanged\n\
             SELECT EXISTS (SELECT 1 FROM staff WHERE id = ?1 AND version = ?2)",
        )?
        .query_row(params![row::id(member.uuid()), version], |row| row.get(0))?;
    if is_unchanged {
        Ok(())
    } else {
        Err(StoreError::Conflict.into())
    }
}

/// Fails if the ID or the reference of a new verification is taken.
fn expect_nothing(writer: &Writer, opening: &Opening) -> Result<(), Fault> {
    let (is_known, is_taken): (bool, bool) = writer
        .data
        .prepare_cached(
            "-- is_reference_taken\n\
             SELECT EXISTS (SELECT 1 FROM verifications WHERE id = ?1), \
             EXISTS (SELECT 1 FROM verifications WHERE reference = ?2 AND account = ?3)",
        )?
        .query_row(
            params![
                row::id(opening.head.id.uuid()),
                opening.reference.as_str(),
                row::id(opening.account.uuid())
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
    if is_taken {
        return Err(StoreError::ReferenceTaken.into());
    }
    if is_known {
        return Err(StoreError::Conflict.into());
    }
    Ok(())
}

/// Stores the key that a new verification brings, before anything that it seals. Returns false if
/// the key under which it was sealed is not the one that it has.
fn has_its_key(writer: &mut Writer, opening: &Opening) -> Result<bool, Fault> {
    match &opening.key {
        OpeningKey::New(key) => writer.add_key(opening.head.id.into(), key),
        // It may have been swept as an orphan in the meantime.
        OpeningKey::Stored => {
            let stored = keys_table::wrapped(&writer.keys, opening.head.id.into())?;
            Ok(stored.is_some())
        }
    }
}

fn open(writer: &Writer, opening: &Opening) -> Result<VerificationRow, Fault> {
    let head = &opening.head;
    writer
        .data
        .prepare_cached(
            "-- open_verification\n\
             INSERT INTO verifications (id, account, reference, transaction_id, version, stage, created_at, \
             journal_length, journal_last, announced, sealed) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            row::id(head.id.uuid()),
            row::id(opening.account.uuid()),
            opening.reference.as_str(),
            row::id(opening.transaction.0),
            stage_word(head.stage),
            row::time(opening.created_at),
            head.journal.length,
            head.journal.last.map(row::time),
            head.announced,
            head.sealed,
        ])?;
    let key = writer.data.last_insert_rowid();
    let (account, created_at) = (opening.account, opening.created_at);
    search::open(writer, key, account, created_at, head.stage, &head.search)?;
    reviews::follow(writer, key, false, head)?;
    Ok(VerificationRow {
        key,
        id: head.id,
        account: row::id(account.uuid()),
        journal_length: 0,
        was_in_review: false,
    })
}

fn update(writer: &Writer, expected: u64, head: &Head) -> Result<VerificationRow, Fault> {
    let row = expect_version(writer, head.id, expected)?;
    writer
        .data
        .prepare_cached(
            "-- update_verification\n\
             UPDATE verifications SET version = version + 1, stage = ?2, journal_length = ?3, journal_last = ?4, \
             announced = ?5, sealed = ?6 WHERE key = ?1",
        )?
        .execute(params![
            row.key,
            stage_word(head.stage),
            head.journal.length,
            head.journal.last.map(row::time),
            head.announced,
            head.sealed,
        ])?;
    search::update(writer, row.key, row.account, head.stage, &head.search)?;
    reviews::follow(writer, row.key, row.was_in_review, head)?;
    Ok(row)
}

/// Appends entries, which must follow the last one without a gap and lead to the tail.
fn append(
    writer: &Writer,
    row: &VerificationRow,
    entries: &[EntryRecord],
    tail: Tail,
) -> Result<(), Fault> {
    let gap = || StoreError::Inconsistent {
        table: "journal",
        column: "number",
        row: row.id.to_string(),
    };
    let mut length = row.journal_length;
    for EntryRecord { entry, sealed } in entries {
        if length.checked_add(1) != Some(entry.number) {
            return Err(gap().into());
        }
        length = entry.number;
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

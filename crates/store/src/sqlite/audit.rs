//! The audit trail: appended to, listed, and followed link by link. Triggers keep it append-only.

use proofing::ports::{AuditChain, AuditQuery, StoreError};
use rusqlite::{OptionalExtension, params};
use verification::audit::{Actor, AuditContent, AuditEntry};
use verification::{AccountId, AuditId, StaffId, VerificationId};

use crate::audit_chain::{START, digest, link};
use crate::codec::v1::columns;
use crate::ports::{AuditRecord, SealedFor, StoredAudit};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::writer::Writer;

const COLUMNS: &str = "SELECT number, id, at, actor, member, act, account, verification, sealed_for, \
     digest, sealed, link FROM audit";

/// Appends an entry that is not part of a change. Its verification has to be there.
pub(crate) fn append_alone(writer: &mut Writer, record: &AuditRecord) -> Result<(), Fault> {
    writer.has_news = true;
    if let Some(id) = record.entry.verification {
        let is_living: bool = writer
            .data
            .prepare_cached(
                "-- is_audited_living\n\
                 SELECT EXISTS (SELECT 1 FROM verifications WHERE id = ?1 AND stage <> 'deleted')",
            )?
            .query_row([row::id(id.uuid())], |row| row.get(0))?;
        if !is_living {
            return Err(StoreError::Conflict.into());
        }
    }
    append(writer, record)
}

/// Appends an entry behind the last one.
pub(crate) fn append(writer: &Writer, record: &AuditRecord) -> Result<(), Fault> {
    let last: Option<(u64, [u8; 32])> = writer
        .data
        .prepare_cached(
            "-- last_audit\nSELECT number, link FROM audit ORDER BY number DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, before) = last.unwrap_or((0, START));
    let number = last + 1;
    let entry = &record.entry;
    writer
        .data
        .prepare_cached(
            "-- append_audit\n\
             INSERT INTO audit (number, id, at, actor, member, act, account, verification, sealed_for, \
             digest, sealed, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            number,
            row::id(entry.id.uuid()),
            row::time(entry.at),
            entry.by.word(),
            entry.by.member().map(|member| row::id(member.uuid())),
            columns::audit_act_word(entry.act),
            entry.account.map(|account| row::id(account.uuid())),
            entry.verification.map(|id| row::id(id.uuid())),
            record.sealed_for.map(SealedFor::word),
            record.digest,
            record.sealed,
            link(&before, number, record),
        ])?;
    Ok(())
}

/// Erases what the entries about a verification say in words. The one about its deletion stays.
pub(crate) fn forget(writer: &Writer, id: VerificationId) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- forget_audit\n\
             UPDATE audit SET sealed = NULL WHERE verification = ?1 AND sealed_for = 'verification' \
             AND sealed IS NOT NULL",
        )?
        .execute([row::id(id.uuid())])?;
    Ok(())
}

/// Returns the entries that a query asks for, newest first.
pub(crate) fn list(reader: &Reader, query: &AuditQuery) -> Result<Vec<StoredAudit>, Fault> {
    // A condition that is not asked for is left out, so that the index of the others is used.
    let asked = |is_asked: bool, condition: &'static str, unused: &'static str| {
        if is_asked { condition } else { unused }
    };
    let sql = format!(
        "-- audit\n{COLUMNS} WHERE number < ?1 AND {} AND {} AND {} AND {} \
         AND at >= ?6 AND at < ?7 ORDER BY number DESC LIMIT ?8",
        asked(query.account.is_some(), "account = ?2", "?2 IS NULL"),
        asked(
            query.verification.is_some(),
            "verification = ?3",
            "?3 IS NULL"
        ),
        asked(query.member.is_some(), "member = ?4", "?4 IS NULL"),
        asked(query.act.is_some(), "act = ?5", "?5 IS NULL"),
    );
    let before = query.before.and_then(|number| i64::try_from(number).ok());
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut rows = statement.query(params![
        before.unwrap_or(i64::MAX),
        query.account.map(|account| row::id(account.uuid())),
        query.verification.map(|id| row::id(id.uuid())),
        query.member.map(|member| row::id(member.uuid())),
        query.act.map(columns::audit_act_word),
        query.from.map_or(i64::MIN, row::time),
        query.until.map_or(i64::MAX, row::time),
        i64::try_from(query.limit).unwrap_or(i64::MAX),
    ])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(StoredAudit::try_from(&Cells::new("audit", "number", row))?);
    }
    Ok(entries)
}

/// Follows the chain from the first entry to the last, and stops at the first that breaks it.
pub(crate) fn verify(reader: &Reader) -> Result<AuditChain, Fault> {
    let sql = format!("-- verify_audit\n{COLUMNS} ORDER BY number");
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut chain = AuditChain {
        entries: 0,
        head: START,
        broken_at: None,
    };
    while let Some(row) = rows.next()? {
        let number = chain.entries + 1;
        // What cannot be read is as broken as what does not fit.
        let stored = StoredAudit::try_from(&Cells::new("audit", "number", row)).ok();
        let stored = stored.filter(|stored| {
            stored.number == number && stored.link == link(&chain.head, number, &stored.record)
        });
        match stored {
            Some(stored) if holds_its_content(reader, &stored.record)? => {
                chain.entries = number;
                chain.head = stored.link;
            }
            _ => {
                chain.broken_at = Some(number);
                break;
            }
        }
    }
    Ok(chain)
}

/// Returns true if the sealed bytes are those that were chained, or were erased with their
/// verification.
fn holds_its_content(reader: &Reader, record: &AuditRecord) -> Result<bool, Fault> {
    match (&record.sealed, record.digest, record.sealed_for) {
        (None, None, None) => Ok(true),
        (Some(sealed), Some(chained), _) => Ok(digest(sealed) == chained),
        (None, Some(_), Some(SealedFor::Verification)) => {
            let Some(id) = record.entry.verification else {
                return Ok(false);
            };
            Ok(reader
                .data
                .prepare_cached(
                    "-- is_audited_forgotten\n\
                     SELECT EXISTS (SELECT 1 FROM verifications WHERE id = ?1 AND stage = 'deleted')",
                )?
                .query_row([row::id(id.uuid())], |row| row.get(0))?)
        }
        _ => Ok(false),
    }
}

impl TryFrom<&Cells<'_>> for StoredAudit {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        let member = optional_id(cells, "member", StaffId::new)?;
        let entry = AuditEntry {
            id: cells.id("id", AuditId::new)?,
            at: cells.time("at")?,
            by: cells.read("actor", |word: String| Actor::from_parts(&word, member))?,
            act: cells.read("act", |word: String| columns::audit_act(&word))?,
            account: optional_id(cells, "account", AccountId::new)?,
            verification: optional_id(cells, "verification", VerificationId::new)?,
            content: AuditContent::default(),
        };
        let sealed_for = cells.read("sealed_for", |word: Option<String>| match word {
            None => Some(None),
            Some(word) => SealedFor::from_word(&word).map(Some),
        })?;
        Ok(Self {
            number: cells.read("number", |number: i64| u64::try_from(number).ok())?,
            record: AuditRecord {
                entry,
                sealed_for,
                digest: cells.get("digest")?,
                sealed: cells.get("sealed")?,
            },
            link: cells.get("link")?,
        })
    }
}

fn optional_id<T>(
    cells: &Cells<'_>,
    column: &'static str,
    make: impl FnOnce(uuid::Uuid) -> T,
) -> Result<Option<T>, Fault> {
    let bytes: Option<[u8; 16]> = cells.get(column)?;
    Ok(bytes.map(|bytes| make(uuid::Uuid::from_bytes(bytes))))
}

//! Members of staff and their invitations.

use jiff::Timestamp;
use proofing::ports::{StoreError, TokenHash};
use rusqlite::{Connection, OptionalExtension, Params, params};
use verification::StaffId;

use super::sessions;
use crate::ports::{AuditRecord, MemberQuery, MemberRecord, SealedMemberChange};
use crate::sqlite::audit;
use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};
use crate::sqlite::writer::Writer;

/// Stores a new member, with the entry about them.
pub(super) fn add(
    writer: &mut Writer,
    member: &MemberRecord,
    entry: Option<&AuditRecord>,
) -> Result<(), Fault> {
    writer.has_news = true;
    let stored = writer
        .data
        .prepare_cached(
            "-- add_member\n\
             INSERT INTO staff (id, email_hash, version, sealed, secrets) \
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        )?
        .execute(params_of(member))?;
    if stored != 1 {
        return Err(StoreError::MemberExists.into());
    }
    record(writer, entry)
}

/// Stores the next version of a member, with the invitation and the sessions that the change uses.
pub(super) fn change(writer: &mut Writer, change: &SealedMemberChange) -> Result<(), Fault> {
    writer.has_news = true;
    let data = &writer.data;
    let stored = data
        .prepare_cached(
            "-- change_member\n\
             UPDATE staff SET email_hash = ?2, version = ?3, sealed = ?4, secrets = ?5 \
             WHERE id = ?1 AND version = ?3 - 1",
        )?
        .execute(params_of(&change.member))?;
    if stored != 1 {
        return Err(StoreError::Conflict.into());
    }
    if let Some((hash, now)) = change.uses {
        let used = data
            .prepare_cached(
                "-- use_invitation\n\
                 DELETE FROM staff_invitations WHERE hash = ?1 AND until > ?2 \
                 AND member = (SELECT key FROM staff WHERE id = ?3)",
            )?
            .execute(params![
                hash,
                row::time(now),
                row::id(change.member.id.uuid())
            ])?;
        if used != 1 {
            return Err(StoreError::Conflict.into());
        }
    }
    if let Some(hash) = change.closes
        && !sessions::close(data, hash)?
    {
        return Err(StoreError::Conflict.into());
    }
    if let Some((hash, session)) = &change.opens {
        sessions::insert(data, *hash, session)?;
    }
    record(writer, change.audit.as_ref())
}

/// Appends the entry about a change to the audit trail.
fn record(writer: &Writer, entry: Option<&AuditRecord>) -> Result<(), Fault> {
    entry.map_or(Ok(()), |entry| audit::append(writer, entry))
}

/// Returns members, the earliest first.
pub(super) fn find(data: &Connection, query: MemberQuery) -> Result<Vec<MemberRecord>, Fault> {
    match query {
        MemberQuery::All => read(data, "-- members\nSELECT * FROM staff ORDER BY key", []),
        MemberQuery::Id(id) => {
            let sql = "-- member\nSELECT * FROM staff WHERE id = ?1";
            read(data, sql, [row::id(id.uuid())])
        }
        MemberQuery::Email(hash) => {
            let sql = "-- member_by_email\nSELECT * FROM staff WHERE email_hash = ?1";
            read(data, sql, [hash])
        }
        MemberQuery::Invited(hash, now) => {
            let sql = "-- invited\n\
                 SELECT s.* FROM staff_invitations AS i JOIN staff AS s ON s.key = i.member \
                 WHERE i.hash = ?1 AND i.until > ?2";
            read(data, sql, params![hash, row::time(now)])
        }
    }
}

/// Stores an invitation in place of an earlier one, with the entry about it.
pub(super) fn invite(
    writer: &mut Writer,
    hash: TokenHash,
    member: StaffId,
    until: Timestamp,
    entry: Option<&AuditRecord>,
) -> Result<(), Fault> {
    writer.has_news = true;
    let stored = writer
        .data
        .prepare_cached(
            "-- invite\n\
             INSERT INTO staff_invitations (member, hash, until) \
             SELECT key, ?2, ?3 FROM staff WHERE id = ?1 \
             ON CONFLICT (member) DO UPDATE SET hash = excluded.hash, until = excluded.until",
        )?
        .execute(params![row::id(member.uuid()), hash, row::time(until)])?;
    if stored != 1 {
        return Err(StoreError::Conflict.into());
    }
    record(writer, entry)
}

/// Returns the number of a member's row.
pub(super) fn key_of(data: &Connection, id: StaffId) -> Result<Option<i64>, Fault> {
    Ok(data
        .prepare_cached("-- key_of_member\nSELECT key FROM staff WHERE id = ?1")?
        .query_row([row::id(id.uuid())], |row| row.get(0))
        .optional()?)
}

fn read(data: &Connection, sql: &str, params: impl Params) -> Result<Vec<MemberRecord>, Fault> {
    let mut statement = data.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        members.push(MemberRecord::try_from(&Cells::new("staff", "id", row))?);
    }
    Ok(members)
}

impl TryFrom<&Cells<'_>> for MemberRecord {
    type Error = Fault;

    fn try_from(cells: &Cells<'_>) -> Result<Self, Fault> {
        Ok(Self {
            id: cells.id("id", StaffId::new)?,
            email_hash: cells.get("email_hash")?,
            version: cells.get("version")?,
            sealed: cells.get("sealed")?,
            secrets: cells.get("secrets")?,
        })
    }
}

fn params_of(member: &MemberRecord) -> impl Params + '_ {
    (
        row::id(member.id.uuid()),
        member.email_hash,
        member.version,
        &member.sealed,
        member.secrets.as_ref(),
    )
}

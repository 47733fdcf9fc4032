//! Sessions of staff.

use jiff::Timestamp;
use proofing::ports::{StoreError, TokenHash};
use rusqlite::{Connection, params};
use verification::StaffId;
use verification::staff::{Proved, StaffSession};

use crate::ports::MemberRecord;
use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};

/// Stores a session, and removes the one that it replaces and those that began before a time.
pub(super) fn open(
    data: &Connection,
    hash: TokenHash,
    session: &StaffSession,
    replaces: Option<TokenHash>,
    remove_before: Timestamp,
) -> Result<(), Fault> {
    if let Some(replaced) = replaces {
        close(data, replaced)?;
    }
    data.prepare_cached("-- sweep_sessions\nDELETE FROM staff_sessions WHERE opened_at < ?1")?
        .execute([row::time(remove_before)])?;
    insert(data, hash, session)
}

/// Stores a session.
pub(super) fn insert(
    data: &Connection,
    hash: TokenHash,
    session: &StaffSession,
) -> Result<(), Fault> {
    let stored = data
        .prepare_cached(
            "-- open_session\n\
             INSERT INTO staff_sessions (hash, member, epoch, is_proved, opened_at, used_at) \
             SELECT ?1, key, ?3, ?4, ?5, ?6 FROM staff WHERE id = ?2 ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            hash,
            row::id(session.member.uuid()),
            session.epoch,
            session.proved == Proved::Everything,
            row::time(session.opened_at),
            row::time(session.used_at),
        ])?;
    if stored == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict.into())
    }
}

/// Returns a session with its member.
pub(super) fn find(
    data: &Connection,
    hash: TokenHash,
) -> Result<Option<(StaffSession, MemberRecord)>, Fault> {
    let mut statement = data.prepare_cached(
        "-- session\n\
         SELECT epoch, is_proved, opened_at, used_at, s.* FROM staff_sessions AS e \
         JOIN staff AS s ON s.key = e.member WHERE e.hash = ?1",
    )?;
    let mut rows = statement.query([hash])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let member = MemberRecord::try_from(&Cells::new("staff", "id", row))?;
    let cells = Cells::new("staff_sessions", "id", row);
    let session = StaffSession {
        member: cells.id("id", StaffId::new)?,
        epoch: cells.get("epoch")?,
        proved: if cells.get("is_proved")? {
            Proved::Everything
        } else {
            Proved::Password
        },
        opened_at: cells.time("opened_at")?,
        used_at: cells.time("used_at")?,
    };
    Ok(Some((session, member)))
}

/// Records that a session was used.
pub(super) fn use_session(data: &Connection, hash: TokenHash, at: Timestamp) -> Result<(), Fault> {
    data.prepare_cached("-- use_session\nUPDATE staff_sessions SET used_at = ?2 WHERE hash = ?1")?
        .execute(params![hash, row::time(at)])?;
    Ok(())
}

/// Removes a session. Returns false if there was none.
pub(super) fn close(data: &Connection, hash: TokenHash) -> Result<bool, Fault> {
    let removed = data
        .prepare_cached("-- close_session\nDELETE FROM staff_sessions WHERE hash = ?1")?
        .execute([hash])?;
    Ok(removed == 1)
}

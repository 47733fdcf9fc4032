//! Attempts to sign in, and the places from which members did.

use jiff::{SignedDuration, Timestamp};
use proofing::ports::{StoreError, TokenHash};
use rusqlite::{Connection, OptionalExtension, params};
use verification::StaffId;

use super::members;
use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};

/// Counts an attempt under every key, or returns the time until which one of them has to wait.
pub(super) fn count(
    data: &Connection,
    keys: &[TokenHash],
    now: Timestamp,
    forget: Timestamp,
    pause: fn(u32) -> SignedDuration,
) -> Result<Option<Timestamp>, Fault> {
    data.prepare_cached("-- forget_attempts\nDELETE FROM staff_attempts WHERE last_at < ?1")?
        .execute([row::time(forget)])?;
    let mut wait = None;
    for key in keys {
        if let Some((failed, last)) = of(data, *key)? {
            // A clock that was set back must not make anybody wait for longer.
            let until = last.min(now).checked_add(pause(failed)).unwrap_or(now);
            wait = wait.max(Some(until).filter(|until| *until > now));
        }
    }
    if wait.is_some() {
        return Ok(wait);
    }
    for key in keys {
        data.prepare_cached(
            "-- count_attempt\n\
             INSERT INTO staff_attempts (key, failed, last_at) VALUES (?1, 1, ?2) \
             ON CONFLICT (key) DO UPDATE SET failed = failed + 1, last_at = excluded.last_at",
        )?
        .execute(params![key, row::time(now)])?;
    }
    Ok(None)
}

fn of(data: &Connection, key: TokenHash) -> Result<Option<(u32, Timestamp)>, Fault> {
    let mut statement =
        data.prepare_cached("-- attempts\nSELECT * FROM staff_attempts WHERE key = ?1")?;
    let mut rows = statement.query([key])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let cells = Cells::new("staff_attempts", "key", row);
    Ok(Some((cells.get("failed")?, cells.time("last_at")?)))
}

/// Takes an attempt back from every key.
pub(super) fn excuse(data: &Connection, keys: &[TokenHash]) -> Result<(), Fault> {
    for key in keys {
        data.prepare_cached(
            "-- excuse_attempt\nUPDATE staff_attempts SET failed = max(failed - 1, 0) WHERE key = ?1",
        )?
        .execute([key])?;
    }
    Ok(())
}

/// Records that a member signed in from a place.
pub(super) fn know_place(
    data: &Connection,
    member: StaffId,
    place: TokenHash,
    now: Timestamp,
    forget: Timestamp,
) -> Result<(), Fault> {
    let key = members::key_of(data, member)?.ok_or(StoreError::Conflict)?;
    data.prepare_cached("-- forget_places\nDELETE FROM staff_places WHERE seen_at < ?1")?
        .execute([row::time(forget)])?;
    data.prepare_cached(
        "-- know_place\nINSERT OR REPLACE INTO staff_places (member, place, seen_at) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![key, place, row::time(now)])?;
    Ok(())
}

/// Returns true if a member signed in from a place.
pub(super) fn knows_place(
    data: &Connection,
    member: StaffId,
    place: TokenHash,
) -> Result<bool, Fault> {
    let found: Option<i64> = data
        .prepare_cached(
            "-- knows_place\n\
             SELECT 1 FROM staff_places AS p JOIN staff AS s ON s.key = p.member \
             WHERE s.id = ?1 AND p.place = ?2",
        )?
        .query_row(params![row::id(member.uuid()), place], |row| row.get(0))
        .optional()?;
    Ok(found.is_some())
}

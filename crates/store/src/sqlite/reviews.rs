//! The review queue, and who decided.

use proofing::ports::ReviewQuery;
use rusqlite::params;
use uuid::Uuid;
use verification::VerificationId;

use crate::ports::{DecisionColumns, Head, ReviewColumns};
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;
use crate::sqlite::writer::Writer;

/// Brings the row of a verification in line with its next value, and records who decided.
pub(crate) fn follow(
    writer: &Writer,
    key: i64,
    was_in_review: bool,
    head: &Head,
) -> Result<(), Fault> {
    match &head.review {
        Some(review) => queue(writer, key, review)?,
        None if was_in_review => remove(writer, key)?,
        None => {}
    }
    match &head.decision {
        Some(decision) => record(writer, key, decision),
        None => Ok(()),
    }
}

/// Takes a verification out of the queue.
pub(crate) fn remove(writer: &Writer, key: i64) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached("-- end_review\nDELETE FROM reviews WHERE verification = ?1")?
        .execute([key])?;
    Ok(())
}

fn queue(writer: &Writer, key: i64, review: &ReviewColumns) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- queue_review\n\
             INSERT INTO reviews (verification, account, since, free_at, holder, fence, is_escalated, maker) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
             ON CONFLICT (verification) DO UPDATE SET since = excluded.since, free_at = excluded.free_at, \
             holder = excluded.holder, fence = excluded.fence, is_escalated = excluded.is_escalated, \
             maker = excluded.maker",
        )?
        .execute(params![
            key,
            row::id(review.account.uuid()),
            row::time(review.since),
            row::time(review.free_at),
            review.holder.map(|member| row::id(member.uuid())),
            review.fence,
            review.is_escalated,
            review.maker.map(|member| row::id(member.uuid())),
        ])?;
    Ok(())
}

/// Records a decision once, although every later change brings it along. The conflict clause is for
/// the number only: a decision that its own maker confirms is still refused.
fn record(writer: &Writer, key: i64, decision: &DecisionColumns) -> Result<(), Fault> {
    writer
        .data
        .prepare_cached(
            "-- record_decision\n\
             INSERT INTO decisions (verification, number, maker, approver, at) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (verification, number) DO NOTHING",
        )?
        .execute(params![
            key,
            decision.number,
            row::id(decision.maker.uuid()),
            decision.approver.map(|member| row::id(member.uuid())),
            row::time(decision.at),
        ])?;
    Ok(())
}

/// Returns the cases of a queue, with the one that waits longest first.
pub(crate) fn list(reader: &Reader, query: &ReviewQuery) -> Result<Vec<VerificationId>, Fault> {
    // The condition on the account is left out without one, so that its index is used with one.
    let of_account = match query.account {
        Some(_) => "r.account = ?1",
        None => "?1 IS NULL",
    };
    let sql = format!(
        "-- reviews\n\
         SELECT v.id FROM reviews AS r JOIN verifications AS v ON v.key = r.verification \
         WHERE {of_account} AND (?2 IS NULL OR r.free_at <= ?2 OR r.holder = ?3) \
         AND (?2 IS NULL OR ?4 OR (NOT r.is_escalated AND r.maker IS NULL)) \
         AND (?2 IS NULL OR r.maker IS NOT ?3) \
         ORDER BY r.since, r.verification LIMIT ?5"
    );
    let next_for = query.next_for;
    let mut statement = reader.data.prepare_cached(&sql)?;
    let found = statement.query_map(
        params![
            query.account.map(|account| row::id(account.uuid())),
            next_for.map(|(_, now)| row::time(now)),
            next_for.map(|(by, _)| row::id(by.member.uuid())),
            next_for.is_some_and(|(by, _)| by.is_senior),
            i64::try_from(query.limit).unwrap_or(i64::MAX),
        ],
        |row| row.get(0),
    )?;
    found
        .map(|bytes| Ok(VerificationId::new(Uuid::from_bytes(bytes?))))
        .collect()
}

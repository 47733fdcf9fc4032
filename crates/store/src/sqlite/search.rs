//! Finds verifications of all accounts by stage and time.

use proofing::ports::{ListOrder, VerificationFilter};
use rusqlite::params;

use crate::codec::v1::columns::stage_word;
use crate::ports::VerificationRecord;
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row;
use crate::sqlite::verifications::{LISTED, placed};

/// Returns the verifications that pass the filter, with their places.
pub(crate) fn search(
    reader: &Reader,
    filter: &VerificationFilter,
) -> Result<Vec<(u64, VerificationRecord)>, Fault> {
    // The condition on the account is left out without one, so that its index is used with one.
    let of_account = match filter.account {
        Some(_) => "account = ?1",
        None => "?1 IS NULL",
    };
    let (past, direction, nowhere) = match filter.order {
        ListOrder::NewestFirst => ("<", "DESC", i64::MAX),
        ListOrder::OldestFirst => (">", "ASC", i64::MIN),
    };
    let sql = format!(
        "-- search\n{LISTED} WHERE {of_account} AND key {past} ?2 \
         AND created_at >= ?3 AND created_at < ?4 AND (?5 = ',' OR instr(?5, ',' || stage || ',') > 0) \
         ORDER BY key {direction} LIMIT ?6"
    );
    let after = filter.after.and_then(|place| i64::try_from(place).ok());
    let stages = filter.stages.iter().fold(String::from(","), |list, stage| {
        format!("{list}{},", stage_word(*stage))
    });
    let mut statement = reader.data.prepare_cached(&sql)?;
    let rows = statement.query(params![
        filter.account.map(|account| row::id(account.uuid())),
        after.unwrap_or(nowhere),
        filter.from.map_or(i64::MIN, row::time),
        filter.until.map_or(i64::MAX, row::time),
        stages,
        i64::try_from(filter.limit).unwrap_or(i64::MAX),
    ])?;
    placed(rows)
}

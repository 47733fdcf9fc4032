//! Finds verifications of all accounts by stage and time.

use proofing::ports::{ListOrder, Listed, StoreError, VerificationFilter};
use rusqlite::params;

use crate::codec::v1::columns::stage_word;
use crate::error::Fault;
use crate::readers::Reader;
use crate::row::{self, Cells};
use crate::verifications::{LISTED, found};

/// Returns the verifications that pass the filter.
pub(crate) fn search(reader: &Reader, filter: &VerificationFilter) -> Result<Vec<Listed>, Fault> {
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
    let mut rows = statement.query(params![
        filter.account.map(|account| row::id(account.uuid())),
        after.unwrap_or(nowhere),
        filter.from.map_or(i64::MIN, row::time),
        filter.until.map_or(i64::MAX, row::time),
        stages,
        i64::try_from(filter.limit).unwrap_or(i64::MAX),
    ])?;
    let mut listed = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("verifications", "id", row);
        let place = cells.read("key", |key: i64| u64::try_from(key).ok())?;
        match found(reader, &cells) {
            Ok(found) => listed.push(Listed { place, found }),
            // It was deleted after the list was started, and will be listed as such.
            Err(Fault::Port(StoreError::Unsealable(_))) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(listed)
}

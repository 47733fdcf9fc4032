//! Shows deliveries to staff.

use std::time::Duration;

use proofing::ports::DeliveryFilter;
use rusqlite::named_params;
use verification::notification::{Attempt, Delivery};
use verification::{AttemptId, NotificationId};

use super::rows::COLUMNS;
use crate::codec::v1::columns::delivery_state_word;
use crate::ports::AttemptRecord;
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::{self, Cells};

/// Returns deliveries that match, newest first.
pub(crate) fn list(reader: &Reader, filter: &DeliveryFilter) -> Result<Vec<Delivery>, Fault> {
    // The keys come first, so that only the rows that are shown are read. Conditions that were not
    // requested are not in the statement, so that SQLite finds the index.
    let mut keys = "SELECT key FROM deliveries WHERE :limit > 0".to_owned();
    if filter.account.is_some() {
        keys.push_str(" AND lane IN (SELECT key FROM lanes WHERE account = :account)");
    }
    if filter.reference.is_some() {
        keys.push_str(
            " AND verification IN (SELECT key FROM verifications WHERE reference = :reference)",
        );
    }
    // These are written out rather than bound, because the index of failed ones is a partial one.
    if let Some(state) = filter.state {
        keys.extend([" AND state = '", delivery_state_word(state), "'"]);
    }
    let sql = format!(
        "-- deliveries\n{COLUMNS} WHERE d.key IN ({keys} ORDER BY key DESC LIMIT :limit) \
         ORDER BY d.key DESC"
    );
    let mut statement = reader.data.prepare_cached(&sql)?;
    statement.raw_bind_parameter(":limit", filter.limit as i64)?;
    if let Some(account) = filter.account {
        statement.raw_bind_parameter(":account", row::id(account.uuid()))?;
    }
    if let Some(reference) = &filter.reference {
        statement.raw_bind_parameter(":reference", reference.as_str())?;
    }
    let mut rows = statement.raw_query();
    let mut deliveries = Vec::new();
    while let Some(row) = rows.next()? {
        deliveries.push(Delivery::try_from(&Cells::new("deliveries", "key", row))?);
    }
    Ok(deliveries)
}

/// Returns one delivery with its attempts, oldest first.
pub(crate) fn one(
    reader: &Reader,
    id: NotificationId,
) -> Result<Option<(Delivery, Vec<AttemptRecord>)>, Fault> {
    let sql = format!("-- delivery\n{COLUMNS} WHERE d.id = :id");
    let mut statement = reader.data.prepare_cached(&sql)?;
    let mut rows = statement.query(named_params! { ":id": row::id(id.uuid()) })?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let cells = Cells::new("deliveries", "key", row);
    let delivery = Delivery::try_from(&cells)?;
    let attempts = attempts(reader, cells.get("key")?)?;
    Ok(Some((delivery, attempts)))
}

fn attempts(reader: &Reader, delivery: i64) -> Result<Vec<AttemptRecord>, Fault> {
    let mut statement = reader.data.prepare_cached(
        "-- attempts\nSELECT * FROM attempts WHERE delivery = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([delivery])?;
    let mut attempts = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = Cells::new("attempts", "number", row);
        attempts.push(AttemptRecord {
            number: cells.get("number")?,
            attempt: Attempt {
                id: cells.id("id", AttemptId::new)?,
                at: cells.time("at")?,
                took: cells.read("took", |nanos: i64| {
                    u64::try_from(nanos).ok().map(Duration::from_nanos)
                })?,
                status: cells.get("status")?,
                error: cells.get("error")?,
                answer: None,
            },
            answer: cells.get("answer")?,
        });
    }
    Ok(attempts)
}

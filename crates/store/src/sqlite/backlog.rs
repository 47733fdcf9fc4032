//! How much is waiting, and whether the store works at all.

use jiff::Timestamp;
use proofing::ports::Backlog;
use rusqlite::Connection;

use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::Cells;
use crate::sqlite::writer::Writer;

/// Returns when the next delivery or job is due.
///
/// The earliest due delivery is searched lane by lane: one step per lane, whatever its backlog.
const NEXT_DUE: &str = "WITH RECURSIVE busy (lane) AS ( \
         SELECT min(lane) FROM deliveries INDEXED BY deliveries_ready WHERE free_at IS NOT NULL \
         UNION ALL \
         SELECT (SELECT min(lane) FROM deliveries INDEXED BY deliveries_ready \
                 WHERE free_at IS NOT NULL AND lane > busy.lane) FROM busy WHERE busy.lane IS NOT NULL \
     ), due (at) AS ( \
         SELECT (SELECT min(free_at) FROM deliveries INDEXED BY deliveries_ready \
                 WHERE free_at IS NOT NULL AND lane = busy.lane) FROM busy WHERE busy.lane IS NOT NULL \
         UNION ALL SELECT min(free_at) FROM jobs WHERE state = 'open' \
     ) \
     SELECT 1 AS one, min(at) AS next_due_at FROM due";

/// Returns when the next delivery or job is due.
pub(crate) fn next_due(reader: &Reader) -> Result<Option<Timestamp>, Fault> {
    earliest_due(&reader.data)
}

/// Does the same on any connection.
pub(crate) fn earliest_due(data: &Connection) -> Result<Option<Timestamp>, Fault> {
    let sql = format!("-- next_due\n{NEXT_DUE}");
    let mut statement = data.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Cells::new("deliveries", "one", row).time_if_any("next_due_at")
}

/// Counts what is not over, and what was given up.
pub(crate) fn backlog(reader: &Reader) -> Result<Backlog, Fault> {
    let mut statement = reader.data.prepare_cached(
        "-- backlog\n\
         SELECT 1 AS one, open.*, (SELECT count(*) FROM jobs WHERE state = 'open') AS jobs, \
                (SELECT count(*) FROM jobs WHERE state = 'given_up') AS given_up \
         FROM (SELECT count(*) AS deliveries, min(created_at) AS oldest_delivery_at \
               FROM deliveries INDEXED BY deliveries_open WHERE ended_at IS NULL) AS open",
    )?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(Backlog::default());
    };
    let cells = Cells::new("deliveries", "one", row);
    Ok(Backlog {
        next_due_at: next_due(reader)?,
        deliveries: cells.get("deliveries")?,
        oldest_delivery_at: cells.time_if_any("oldest_delivery_at")?,
        jobs: cells.get("jobs")?,
        given_up: cells.get("given_up")?,
    })
}

/// Writes a number that nobody has written before.
pub(crate) fn beat(writer: &Writer) -> Result<i64, Fault> {
    Ok(writer
        .data
        .prepare_cached("-- beat\nUPDATE health SET beats = beats + 1 RETURNING beats")?
        .query_row([], |row| row.get(0))?)
}

/// Reads the number that was last written.
pub(crate) fn last_beat(reader: &Reader) -> Result<i64, Fault> {
    Ok(reader
        .data
        .prepare_cached("-- last_beat\nSELECT beats FROM health WHERE only_row = 1")?
        .query_row([], |row| row.get(0))?)
}

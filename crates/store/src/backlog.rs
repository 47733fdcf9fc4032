//! How much is waiting, and whether the store works at all.

use proofing::ports::Backlog;

use crate::cells::Cells;
use crate::fault::Fault;
use crate::readers::Reader;
use crate::writer::Writer;

/// Counts what is not over.
///
/// The earliest due delivery is looked for lane by lane: one step a lane, whatever its backlog.
pub(crate) fn backlog(reader: &Reader) -> Result<Backlog, Fault> {
    let mut statement = reader.data.prepare_cached(
        "-- backlog\n\
         WITH RECURSIVE busy (lane) AS ( \
             SELECT min(lane) FROM deliveries INDEXED BY deliveries_ready WHERE free_at IS NOT NULL \
             UNION ALL \
             SELECT (SELECT min(lane) FROM deliveries INDEXED BY deliveries_ready \
                     WHERE free_at IS NOT NULL AND lane > busy.lane) FROM busy WHERE busy.lane IS NOT NULL \
         ), due (at) AS ( \
             SELECT (SELECT min(free_at) FROM deliveries INDEXED BY deliveries_ready \
                     WHERE free_at IS NOT NULL AND lane = busy.lane) FROM busy WHERE busy.lane IS NOT NULL \
             UNION ALL SELECT min(free_at) FROM jobs WHERE state = 'open' \
         ) \
         SELECT 1 AS one, (SELECT min(at) FROM due) AS next_due_at, open.*, \
                (SELECT count(*) FROM jobs WHERE state = 'open') AS jobs \
         FROM (SELECT count(*) AS deliveries, min(created_at) AS oldest_delivery_at \
               FROM deliveries INDEXED BY deliveries_open WHERE ended_at IS NULL) AS open",
    )?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(Backlog::default());
    };
    let cells = Cells::new("deliveries", "one", row);
    Ok(Backlog {
        next_due_at: cells.time_if_any("next_due_at")?,
        deliveries: cells.get("deliveries")?,
        oldest_delivery_at: cells.time_if_any("oldest_delivery_at")?,
        jobs: cells.get("jobs")?,
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

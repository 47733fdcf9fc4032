//! The state of a store for the operator: what is in quarantine, and whether the clock is believed.

use jiff::{SignedDuration, Timestamp};

use crate::ports::State;
use crate::sqlite::clock;
use crate::sqlite::error::Fault;
use crate::sqlite::readers::Reader;
use crate::sqlite::row::Cells;

/// Reads the state.
pub(crate) fn of(
    reader: &Reader,
    now: Timestamp,
    longest_rest: SignedDuration,
) -> Result<State, Fault> {
    let at_work = clock::at_work(&reader.data)?;
    let doubted_since = at_work.filter(|last| now.duration_since(*last) > longest_rest);
    let mut statement = reader.data.prepare_cached(
        "-- state\nSELECT 1 AS one, count(*) AS orphans, min(found_at) AS oldest FROM orphans",
    )?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(State {
            orphans: 0,
            oldest_orphan: None,
            doubted_since,
        });
    };
    let cells = Cells::new("orphans", "one", row);
    Ok(State {
        orphans: cells.get("orphans")?,
        oldest_orphan: cells.time_if_any("oldest")?,
        doubted_since,
    })
}

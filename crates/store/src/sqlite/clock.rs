//! The clock: a time far ahead of everything that the store has seen is not believed automatically.
//!
//! Links expire and data are deleted by the machine's clock. A clock that jumps forward by years,
//! after a start without a battery or because of a wrong time server, would expire and delete
//! everything at once. Therefore the store remembers when it was last used. As long as the clock is
//! further ahead of that than a server may be unused, nothing is expired, deleted or swept, and the
//! log and `bonafide doctor` say so.

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use crate::sqlite::error::Fault;
use crate::sqlite::row::{self, Cells};

/// How often the time is recorded.
const WRITE_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// What the writer knows about the time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch {
    /// How long the store may be unused.
    longest: SignedDuration,
    /// When it was last used.
    last: Option<Timestamp>,
    /// The part of that which is on disk.
    written: Option<Timestamp>,
    is_doubted: bool,
}

/// The result of checking the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Believed { is_to_be_written: bool },
    Doubted { since: Timestamp },
}

impl Watch {
    pub(crate) const fn new(longest: SignedDuration, at_work: Option<Timestamp>) -> Self {
        Self {
            longest,
            last: at_work,
            written: at_work,
            is_doubted: false,
        }
    }

    /// A clock that goes back is believed: work is then due later, which destroys nothing.
    fn look(&mut self, now: Timestamp) -> Look {
        match self.last {
            Some(last) if now.duration_since(last) > self.longest => Look::Doubted { since: last },
            _ => {
                self.last = Some(now);
                let is_to_be_written = self.written.is_none_or(|written| {
                    now < written || now.duration_since(written) >= WRITE_EVERY
                });
                Look::Believed { is_to_be_written }
            }
        }
    }
}

/// True if what the clock makes due may be done. It is asked in the open transaction, at every
/// lease of jobs.
pub(crate) fn is_believed(
    watch: &mut Watch,
    data: &Connection,
    now: Timestamp,
) -> Result<bool, Fault> {
    let mut look = watch.look(now);
    if let Look::Doubted { .. } = look {
        // The operator may have said in the meantime that the clock is right.
        let at_work = at_work(data)?;
        if at_work > watch.last {
            watch.last = at_work;
            watch.written = at_work;
            look = watch.look(now);
        }
    }
    match look {
        Look::Believed { is_to_be_written } => {
            if is_to_be_written {
                write(data, now)?;
                watch.written = Some(now);
            }
            if watch.is_doubted {
                tracing::info!(%now, "the clock is believed again");
            }
            watch.is_doubted = false;
            Ok(true)
        }
        Look::Doubted { since } => {
            if !watch.is_doubted {
                tracing::error!(%now, last = %since, "the clock is far ahead of when this store was last at work: nothing is expired, forgotten or swept; if it is right, run `bonafide store accept`");
            }
            watch.is_doubted = true;
            Ok(false)
        }
    }
}

/// Returns when the store was last used, as far as it was recorded.
pub(crate) fn at_work(data: &Connection) -> Result<Option<Timestamp>, Fault> {
    let mut statement =
        data.prepare_cached("-- at_work\nSELECT only_row, at_work FROM generation")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Cells::new("generation", "only_row", row).time_if_any("at_work")
}

/// Records that the store is used.
pub(crate) fn write(data: &Connection, now: Timestamp) -> Result<(), Fault> {
    data.prepare_cached("-- write_at_work\nUPDATE generation SET at_work = ?1")?
        .execute([row::time(now)])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

    fn at(hours: i64) -> Timestamp {
        testkit::builders::at(hours * 3600)
    }

    #[test]
    fn a_jump_by_years_is_doubted_and_a_clock_that_is_set_right_is_not() {
        let mut watch = Watch::new(LONGEST, None);
        let believed = |is_to_be_written| Look::Believed { is_to_be_written };
        assert_eq!(
            watch.look(at(0)),
            believed(true),
            "a new store knows no time"
        );
        assert_eq!(watch.look(at(30 * 24)), believed(true), "a month at rest");
        for wrong in [61 * 24, 365 * 24, 20 * 365 * 24] {
            assert_eq!(watch.look(at(wrong)), Look::Doubted { since: at(30 * 24) });
        }
        assert_eq!(watch.look(at(30 * 24 + 1)), believed(true));
        assert_eq!(
            watch.look(at(-365 * 24)),
            believed(true),
            "backwards is followed"
        );
    }

    proptest! {
        /// Whatever the clock does, it is only believed within the rest that is allowed after a
        /// time that was believed before.
        #[test]
        fn no_leap_is_believed(times in prop::collection::vec(-100_000_i64..1_000_000, 1..50)) {
            let mut watch = Watch::new(LONGEST, Some(at(0)));
            let mut believed = at(0);
            for hours in times {
                let now = at(hours);
                let is_leap = now.duration_since(believed) > LONGEST;
                match watch.look(now) {
                    Look::Believed { .. } => {
                        prop_assert!(!is_leap);
                        believed = now;
                    }
                    Look::Doubted { since } => {
                        prop_assert!(is_leap);
                        prop_assert_eq!(since, believed);
                    }
                }
            }
        }
    }
}

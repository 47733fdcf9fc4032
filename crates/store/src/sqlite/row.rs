//! Rows and their cells: converts between columns and domain values.
//!
//! An impossible cell is an error that names table, column and row, never a default.

use jiff::Timestamp;
use proofing::ports::StoreError;
use rusqlite::Row;
use rusqlite::types::FromSql;
use uuid::Uuid;

use crate::sqlite::error::Fault;

/// Returns a time as it is stored: nanoseconds since 1970, clamped to the range.
pub(crate) fn time(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(if at < Timestamp::UNIX_EPOCH {
        i64::MIN
    } else {
        i64::MAX
    })
}

/// Returns the time of a stored number.
fn from_time(nanos: i64) -> Timestamp {
    match nanos {
        i64::MAX => Timestamp::MAX,
        i64::MIN => Timestamp::MIN,
        nanos => Timestamp::from_nanosecond(i128::from(nanos)).unwrap_or(Timestamp::MAX),
    }
}

/// Returns an ID as it is stored.
pub(crate) fn id(uuid: Uuid) -> [u8; 16] {
    uuid.into_bytes()
}

/// A row that is being converted to a domain value, with its name for errors.
pub(crate) struct Cells<'a> {
    pub(crate) table: &'static str,
    /// The column that names the row.
    pub(crate) named_by: &'static str,
    pub(crate) row: &'a Row<'a>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(table: &'static str, named_by: &'static str, row: &'a Row<'a>) -> Self {
        Self {
            table,
            named_by,
            row,
        }
    }

    /// Returns the error for a column.
    pub(crate) fn impossible(&self, column: &'static str) -> StoreError {
        let name = match self.row.get_ref(self.named_by) {
            Ok(rusqlite::types::ValueRef::Integer(number)) => number.to_string(),
            Ok(rusqlite::types::ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
            Ok(rusqlite::types::ValueRef::Blob(bytes)) => hex::encode(bytes),
            _ => "?".to_owned(),
        };
        StoreError::Inconsistent {
            table: self.table,
            column,
            row: name,
        }
    }

    /// Returns a cell as SQLite stores it.
    pub(crate) fn get<T: FromSql>(&self, column: &'static str) -> Result<T, Fault> {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
        };
        self.row.get(column).map_err(|error| match error {
            FromSqlConversionFailure(..)
            | IntegralValueOutOfRange(..)
            | InvalidColumnType(..)
            | Utf8Error(..) => self.impossible(column).into(),
            other => other.into(),
        })
    }

    /// Returns a cell that a function converts.
    pub(crate) fn read<T: FromSql, U>(
        &self,
        column: &'static str,
        make: impl FnOnce(T) -> Option<U>,
    ) -> Result<U, Fault> {
        let cell = self.get(column)?;
        make(cell).ok_or_else(|| self.impossible(column).into())
    }

    /// Returns a time.
    pub(crate) fn time(&self, column: &'static str) -> Result<Timestamp, Fault> {
        self.get(column).map(from_time)
    }

    /// Returns a time, or none.
    pub(crate) fn time_if_any(&self, column: &'static str) -> Result<Option<Timestamp>, Fault> {
        Ok(self.get::<Option<i64>>(column)?.map(from_time))
    }

    /// Returns an ID.
    pub(crate) fn id<T>(
        &self,
        column: &'static str,
        make: impl FnOnce(Uuid) -> T,
    ) -> Result<T, Fault> {
        self.get(column).map(|bytes| make(Uuid::from_bytes(bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_to_the_nanosecond_and_never_stays_never() {
        for at in [
            "1969-12-31T23:59:59.999999999Z",
            "2026-01-02T03:04:05.678901234Z",
            "2262-01-01T00:00:00Z",
        ] {
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(from_time(time(at)), at);
        }
        for end in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(from_time(time(end)), end);
        }
    }
}

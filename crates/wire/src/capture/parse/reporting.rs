//! `/get-transaction-data` and `/get-journey-data`: which transactions to report.

use jiff::civil::Date;
use verification::TransactionId;
use verification::request::FieldError;
use verification::request::fields::parse_date;

use super::super::fault::Fault;
use super::super::tree::Value;
use super::shape::Shape;
use super::{Call, Fields};

/// The maximum number of rows in an answer.
const MOST_ROWS: i64 = 10_000;

/// The number of rows in an answer, if the call does not state one.
const USUAL_ROWS: i64 = 100;

/// The transactions to report, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporting {
    /// Only this transaction, if given.
    pub transaction: Option<TransactionId>,
    /// Whether what was read about the person is reported as well.
    pub include_pii: bool,
    /// The first day on which they were started, in UTC.
    pub from: Option<Date>,
    /// The last day on which they were started, in UTC.
    pub to: Option<Date>,
    /// The maximum number of rows.
    pub size: usize,
    /// Only rows older than the one at this place, with which the previous page ended.
    pub after: Option<u64>,
}

impl Reporting {
    /// Parses the call. `search_after` comes alone, because it contains the whole query.
    pub fn read(call: &Call<'_>) -> Result<Self, Fault> {
        call.only(Shape::Reporting)?;
        let private = call.private();
        if let Some(cursor) = cursor(private)? {
            return Ok(cursor.0);
        }
        let day = |key| {
            private
                .text(key)?
                .map(|text| parse_date(&text).map_err(|why| Fault::field(key, &why)))
                .transpose()
        };
        let (from, to) = (day("start_date")?, day("end_date")?);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(Fault::invalid("end_date may not be before start_date."));
        }
        let size = private.integer("result_size", 1, MOST_ROWS)?;
        Ok(Self {
            transaction: private
                .text("transaction_id")?
                .map(|text| {
                    super::transaction(&text)
                        .ok_or_else(|| Fault::field("transaction_id", &FieldError::Format))
                })
                .transpose()?,
            include_pii: private.flag("include_pii")?,
            from,
            to,
            size: usize::try_from(size.unwrap_or(USUAL_ROWS)).unwrap_or(1),
            after: None,
        })
    }
}

/// `search_after`: a query together with the last row that was reported, as numbers that JavaScript
/// represents exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Reporting);

impl Cursor {
    /// The numbers are: the last row's place, first and last day, rows, and whether PII is
    /// reported.
    pub fn numbers(&self) -> Option<Vec<i64>> {
        let asked = &self.0;
        let day = |date: Option<Date>| date.map_or(0, day_number);
        Some(vec![
            i64::try_from(asked.after?).ok()?,
            day(asked.from),
            day(asked.to),
            i64::try_from(asked.size).ok()?,
            i64::from(asked.include_pii),
        ])
    }

    fn of(numbers: &[i64]) -> Option<Self> {
        let [place, from, to, size, pii] = numbers else {
            return None;
        };
        let day = |number: &i64| match number {
            0 => Some(None),
            number => day_of(*number).map(Some),
        };
        Some(Self(Reporting {
            transaction: None,
            include_pii: *pii == 1,
            from: day(from)?,
            to: day(to)?,
            size: usize::try_from(*size)
                .ok()
                .filter(|_| (1..=MOST_ROWS).contains(size))?,
            after: Some(u64::try_from(*place).ok()?),
        }))
    }
}

/// Formats a day as `20261231`, so that people can read a cursor.
fn day_number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

fn day_of(number: i64) -> Option<Date> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Date::new(year, month, day).ok()
}

fn cursor(private: Fields<'_>) -> Result<Option<Cursor>, Fault> {
    let wrong = || Fault::invalid("search_after must be the list of the answer before.");
    let items = match private.value("search_after") {
        None => return Ok(None),
        Some(Value::List(items)) if items.is_empty() => return Ok(None),
        Some(Value::List(items)) => items,
        Some(_) => return Err(wrong()),
    };
    let numbers: Option<Vec<i64>> = items
        .iter()
        .map(|item| match item {
            Value::Integer(number) => Some(*number),
            _ => None,
        })
        .collect();
    let cursor = numbers.as_deref().and_then(Cursor::of).ok_or_else(wrong)?;
    Ok(Some(cursor))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_survives_a_round_trip(
            place in 0_u64..(1 << 53),
            days in 0_i64..20_000,
            size in 1_usize..=10_000,
            include_pii in any::<bool>(),
            is_open in any::<bool>(),
        ) {
            let day = Date::constant(1980, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let cursor = Cursor(Reporting {
                transaction: None,
                include_pii,
                from: (!is_open).then_some(day),
                to: Some(day),
                size,
                after: Some(place),
            });
            let numbers = cursor.numbers().unwrap();
            prop_assert_eq!(Cursor::of(&numbers), Some(cursor));
        }

        #[test]
        fn any_numbers_are_a_cursor_or_none(numbers in prop::collection::vec(any::<i64>(), 0..10)) {
            if let Some(cursor) = Cursor::of(&numbers) {
                prop_assert!(cursor.numbers().is_some());
            }
        }
    }
}

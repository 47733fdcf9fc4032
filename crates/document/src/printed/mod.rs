//! The print on licences, identity cards and passport pages, and whether it agrees with what is
//! written for machines.
//!
//! The input is the words of one side with their boxes, from a text engine; this module does not
//! look at pixels. [`Printed::read`] finds values by their labels: the numbers and words of the
//! AAMVA card design (`4d DLN`, `3 DOB`, `15 SEX`), and the labels of passports and cards in the
//! languages that are common on them. [`compare`] compares them with a barcode or a
//! machine-readable zone.
//!
//! It never guesses: a value without a label is not a field, and what was not read is missing. It
//! never accuses: a difference is only a contradiction if nothing but different print explains it,
//! by the rule of [`compare`]. It never says that a document is genuine.

mod alike;
mod compare;
mod dates;
mod field;
mod label;
mod labels;
mod names;
mod rows;
mod shapes;

use std::fmt;

pub use crate::paper::Word;
pub use compare::{Agreement, Compared, SURE, Why, Written, compare, is_confirmed};
pub use field::{Field, Kind};
pub use rows::MOST_WORDS;

use dates::Dated;
use label::Label;
use rows::{Piece, Row};

/// The printed contents of one side of a document.
#[derive(Clone, PartialEq, Default)]
pub struct Printed {
    fields: Vec<Field>,
    rows: Vec<Row>,
    dates: Vec<Dated>,
}

impl Printed {
    /// Finds the fields of one side. Words may be in any order.
    ///
    /// ```
    /// use document::printed::{Kind, Printed, Word};
    ///
    /// let word = |text: &str, left: f64, top: f64| Word {
    ///     text: text.to_owned(),
    ///     confidence: 0.95,
    ///     area: [left, top, left + 8.0 * text.len() as f64, top + 12.0],
    /// };
    /// let side = Printed::read(&[word("DOB", 10.0, 10.0), word("03/04/1990", 60.0, 10.0)]);
    /// assert!(side.field(Kind::Birth).is_some_and(|field| !field.days.is_empty()));
    /// ```
    #[must_use]
    pub fn read(words: &[Word]) -> Self {
        let rows = rows::of(words);
        let found: Vec<Vec<Label>> = rows.iter().map(labels::of).collect();
        let mut fields: Vec<Field> = Vec::new();
        for (row, own) in found.iter().enumerate() {
            for (at, label) in own.iter().enumerate() {
                let Some(kind) = label.kind else { continue };
                let end = own.get(at + 1).map_or(f64::INFINITY, |next| next.area[0]);
                let Some(field) = value(&rows, &found, row, label, kind, end) else {
                    continue;
                };
                match fields.iter_mut().find(|known| known.kind == kind) {
                    Some(known) if known.confidence < field.confidence => *known = field,
                    Some(_) => {}
                    None => fields.push(field),
                }
            }
        }
        let dates = rows
            .iter()
            .zip(&found)
            .flat_map(|(row, labels)| {
                let begins = labels.iter().map(|label| label.from).collect::<Vec<_>>();
                dates::in_row(&row.pieces)
                    .into_iter()
                    // `AGE 21 ON 03/16/2025` and `UNDER 21 UNTIL` are not dates of the document.
                    .filter(move |dated| !dated.is_behind_other(row, labels, &begins))
            })
            .collect();
        Self {
            fields,
            rows,
            dates,
        }
    }

    /// Returns a field, if it was read.
    #[must_use]
    pub fn field(&self, kind: Kind) -> Option<&Field> {
        self.fields.iter().find(|field| field.kind == kind)
    }

    /// Returns all fields that were read, in their order on the side.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns true if there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

/// Returns the value of a label, which is to its right or below it.
fn value(
    rows: &[Row],
    found: &[Vec<Label>],
    row: usize,
    label: &Label,
    kind: Kind,
    end: f64,
) -> Option<Field> {
    let beside = rows.get(row).map(|row| row.right_of(label, end));
    if let Some(field) = beside.and_then(|pieces| shapes::field(kind, &pieces)) {
        return Some(field);
    }
    // A single number before a value says what it is; above one it may be anything.
    if label.is_numeral {
        return None;
    }
    let is_address = kind == Kind::Address;
    let lines = rows::below(rows, found, row, (label, end), is_address);
    let mut values = lines.iter().filter_map(|line| shapes::field(kind, line));
    let mut field = values.next()?;
    for more in values.take(2).filter(|_| is_address) {
        field.text = format!("{}, {}", field.text.trim_end_matches(','), more.text);
        field.confidence = field.confidence.min(more.confidence);
        field.area = rows::around(field.area, more.area);
    }
    Some(field)
}

/// Returns the value of this kind that the words of a single line contain, for a second look at a
/// field's place.
///
/// ```
/// use document::printed::{Kind, Word, value_of};
///
/// let word = Word {
///     text: "T11222333".to_owned(),
///     confidence: 0.9,
///     area: [0.0, 0.0, 90.0, 12.0],
/// };
/// let number = value_of(Kind::Number, &[word]).unwrap();
/// assert_eq!(number.text, "T11222333");
/// ```
#[must_use]
pub fn value_of(kind: Kind, line: &[Word]) -> Option<Field> {
    let rows = rows::of(line);
    let mut pieces: Vec<Piece> = rows.into_iter().flat_map(|row| row.pieces).collect();
    pieces.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    shapes::field(kind, &pieces)
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Printed")
            .field("fields", &self.fields)
            .field("dates", &self.dates.len())
            .finish_non_exhaustive()
    }
}

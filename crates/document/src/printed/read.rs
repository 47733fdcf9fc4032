//! Words of one side to fields: a value is what stands beside or below its label.

use std::fmt;

use super::dates::{self, Dated};
use super::field::{Field, Kind};
use super::label::Label;
use super::rows::{self, Piece, Row};
use super::{labels, shapes};
use crate::paper::Word;

/// What one side of a document says in print.
#[derive(Clone, PartialEq, Default)]
pub struct Printed {
    pub(super) fields: Vec<Field>,
    pub(super) rows: Vec<Row>,
    pub(super) dates: Vec<Dated>,
}

impl Printed {
    /// Finds the fields of one side. Words may come in any order.
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
                    // `AGE 21 ON 03/16/2025` and `UNDER 21 UNTIL` are no dates of the document.
                    .filter(move |dated| !dated.is_behind_other(row, labels, &begins))
            })
            .collect();
        Self {
            fields,
            rows,
            dates,
        }
    }

    /// A field, if it was read.
    #[must_use]
    pub fn field(&self, kind: Kind) -> Option<&Field> {
        self.fields.iter().find(|field| field.kind == kind)
    }

    /// All fields that were read, in the order in which they stand.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Whether there is any field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

/// The value of a label: what stands to its right, else what stands below it.
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
    // A number alone in front of a value says what it is; above one it may be anything.
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

/// What the words of a single line say if they are a value of this kind: for a second look at a
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

//! Finds the fields of a side in its words: a value is what is beside or below a label.

use std::fmt;

use super::dates::{self, Dated};
use super::field::{Field, Kind};
use super::label::Label;
use super::rows::{self, Row, Token};
use super::{labels, shapes};
use crate::paper::Word;

/// The fields that are printed on one side of a document.
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
                dates::in_row(&row.tokens)
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

    /// Returns a field, if it was found.
    ///
    /// ```
    /// use document::printed::{Kind, Printed};
    ///
    /// assert!(Printed::read(&[]).field(Kind::Birth).is_none());
    /// ```
    #[must_use]
    pub fn field(&self, kind: Kind) -> Option<&Field> {
        self.fields.iter().find(|field| field.kind == kind)
    }

    /// Returns all fields that were found, in their order on the side.
    ///
    /// ```
    /// use document::printed::Printed;
    ///
    /// for field in Printed::read(&[]).fields() {
    ///     println!("{:?}: {}", field.kind, field.text);
    /// }
    /// ```
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns true if no field was found.
    ///
    /// ```
    /// assert!(document::printed::Printed::read(&[]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

/// Returns the value of a label: what is to its right, otherwise what is below it.
fn value(
    rows: &[Row],
    found: &[Vec<Label>],
    row: usize,
    label: &Label,
    kind: Kind,
    end: f64,
) -> Option<Field> {
    let beside = rows.get(row).map(|row| row.right_of(label, end));
    if let Some(field) = beside.and_then(|tokens| shapes::field(kind, &tokens)) {
        return Some(field);
    }
    // A number before a value says what it is; a number above one may be anything.
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
        field.area = rows::bounding_box(field.area, more.area);
    }
    Some(field)
}

/// Returns the field of this kind that the words of a single line form, for a second look at a
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
    let mut tokens: Vec<Token> = rows.into_iter().flat_map(|row| row.tokens).collect();
    tokens.sort_by(|a, b| a.area[0].total_cmp(&b.area[0]));
    shapes::field(kind, &tokens)
}

impl fmt::Debug for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Printed")
            .field("fields", &self.fields)
            .field("dates", &self.dates.len())
            .finish_non_exhaustive()
    }
}

//! A label found in a row.

use super::field::Kind;

/// A label in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// The kind of field that it announces, or `None` if that is not used here, such as a date that
    /// is not the document's.
    pub(super) kind: Option<Kind>,
    /// Whether it is only a number of the card design, and not a word.
    pub(super) is_numeral: bool,
    /// The range of tokens that it consists of.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) area: [f64; 4],
}

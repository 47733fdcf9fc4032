//! A label, where it was found.

use super::field::Kind;

/// A label in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// What it announces; `None` for what is no field here, and for dates that are none of the
    /// document's.
    pub(super) kind: Option<Kind>,
    /// It is a mere figure of the card design and no word.
    pub(super) is_numeral: bool,
    /// The pieces that it is made of.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) area: [f64; 4],
}

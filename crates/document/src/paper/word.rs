//! Words from a text engine or a PDF.

use std::fmt;

/// A word and its box, in any unit and with any origin, as long as x increases to the right and y
/// downwards.
#[derive(Clone, PartialEq)]
pub struct Word {
    /// The characters as they were read.
    pub text: String,
    /// The engine's confidence, 0 to 1; 1 for text in a PDF.
    pub confidence: f64,
    /// The box: left, top, right, bottom.
    pub area: [f64; 4],
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({} characters)", self.text.chars().count())
    }
}

/// The maximum number of words of a page that are used; a dense page has about two thousand.
pub const MAX_WORDS: usize = 6_000;

/// The maximum length of a word in characters; anything longer is not a word.
pub(super) const MAX_WORD_LENGTH: usize = 80;

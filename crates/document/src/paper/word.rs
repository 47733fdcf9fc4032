//! Words, as a text engine or a PDF gives them.

use std::fmt;

/// A word and its box. Any unit and any origin will do, if x grows to the right and y downwards.
#[derive(Clone, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// How sure the engine is of it, 0 to 1; 1 for text that a PDF carries.
    pub confidence: f64,
    /// Left, top, right, bottom.
    pub area: [f64; 4],
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Word({} characters)", self.text.chars().count())
    }
}

/// Most words of a page that are looked at; a dense page has some two thousand.
pub const MOST_WORDS: usize = 6_000;

/// Longest word in characters; longer ones are no words.
pub(super) const MOST_LETTERS: usize = 80;

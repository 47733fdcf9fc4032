//! Symbols that were read.

use imaging::Quad;

/// A symbol that was read.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Symbol {
    /// The message as text: ISO 8859-1, unless the symbol changes the character set by an extended
    /// channel interpretation.
    pub text: String,
    /// The message as bytes, before they are interpreted as characters.
    pub bytes: Vec<u8>,
    /// The corners in pixels of the upright picture, starting at the top left of the symbol as
    /// printed.
    pub quad: Quad,
    /// How well the message is supported: 2 for this crate's own reader, which has a safety margin,
    /// and for the second decoder the number of samplings that agree, which is at least 2.
    pub agreement: u32,
}

/// The message may be a person's licence, so only its length is printed.
impl std::fmt::Debug for Symbol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Symbol({} bytes, agreement {})",
            self.bytes.len(),
            self.agreement
        )
    }
}

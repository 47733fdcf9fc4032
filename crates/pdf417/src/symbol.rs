//! Symbols that were read.

use imaging::Quad;

/// A symbol that was read.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Symbol {
    /// The message as text: ISO 8859-1, unless the symbol switches the character set by an extended
    /// channel interpretation.
    pub text: String,
    /// The message as bytes, before any interpretation as characters.
    pub bytes: Vec<u8>,
    /// The corners in pixels of the upright picture. The first one is the top left of the symbol as
    /// printed.
    pub quad: Quad,
    /// How well the message is supported: 2 for this crate's own reader, which has a safety margin;
    /// for the second decoder, the number of samplings that agree, at least 2.
    pub agreement: u32,
}

/// The message may be a person's licence, so `Debug` only shows its length.
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

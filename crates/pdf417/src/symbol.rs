//! A symbol that was read, and what can be said of a place where none was.

use imaging::Quad;

/// A symbol that was read.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Symbol {
    /// The message as text: ISO 8859-1 unless the symbol switches by an extended channel
    /// interpretation.
    pub text: String,
    /// The message as bytes, before any interpretation of characters.
    pub bytes: Vec<u8>,
    /// Where it lies, in pixels of the upright picture; the first corner is the top left of the
    /// symbol as printed.
    pub quad: Quad,
    /// How much stands behind the message: 2 for our own reader, whose margin speaks for itself;
    /// for the second decoder the number of samplings that agreed, at least 2.
    pub agreement: u32,
}

/// The message may be a person's licence: a log shows its length only.
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

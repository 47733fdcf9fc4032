//! The reasons why a text cannot be parsed, so that a caller can tell the holder what to do about
//! it.

use super::iin::Iin;

/// The reason why [`parse`](super::parse) returned no licence. The messages contain no personal
/// data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The text is empty or blank.
    #[error("the barcode is empty")]
    Empty,
    /// The text is longer than any PDF417 symbol can contain; see [`MAX_CHARS`](super::MAX_CHARS).
    #[error("the barcode text has {chars} characters, more than any licence can hold")]
    TooLong {
        /// The length of the text.
        chars: usize,
    },
    /// The text has the tracks of a magnetic stripe, but the second one, which identifies the card,
    /// is missing or damaged.
    #[error("the barcode holds magnetic stripe text whose second track cannot be read")]
    MagneticStripe {
        /// The issuer on track 2, if that much can be read.
        iin: Option<Iin>,
    },
    /// A licence header is followed by data that is not text, as in Georgia before 2012.
    #[error("the barcode holds a licence whose data is encrypted")]
    Encrypted {
        /// The issuer in the header.
        iin: Option<Iin>,
    },
    /// The text uses the optional compact encoding of ISO/IEC 18013-2 (Annex I of the card
    /// standard).
    #[error("the barcode holds the compact encoding, which is recognised but not supported")]
    Compact,
    /// The text has a header, but no element that can be read.
    #[error("the barcode has a licence header but no readable element")]
    NoElements {
        /// The issuer in the header.
        iin: Option<Iin>,
    },
    /// The text has neither a header nor elements.
    #[error("the barcode is not a driving licence or identification card")]
    NotAamva,
}

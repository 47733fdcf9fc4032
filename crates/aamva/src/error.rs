//! Why a text could not be read. Each case is something a caller can tell the holder apart by.

use super::iin::Iin;

/// Why [`parse`](super::parse) gave no licence. Messages carry no personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Nothing but blanks.
    #[error("the barcode is empty")]
    Empty,
    /// Longer than any PDF417 symbol can hold; see [`MAX_CHARS`](super::MAX_CHARS).
    #[error("the barcode text has {chars} characters, more than any licence can hold")]
    TooLong {
        /// Length of the text.
        chars: usize,
    },
    /// The tracks of a magnetic stripe, whose second one is missing or damaged: without it nobody
    /// knows which card this is.
    #[error("the barcode holds magnetic stripe text whose second track cannot be read")]
    MagneticStripe {
        /// The issuer named on track 2, when that much can be seen.
        iin: Option<Iin>,
    },
    /// A licence header followed by data that is no text: Georgia before 2012.
    #[error("the barcode holds a licence whose data is encrypted")]
    Encrypted {
        /// The issuer named in the header.
        iin: Option<Iin>,
    },
    /// The optional compact encoding of ISO/IEC 18013-2 (Annex I of the card standard).
    #[error("the barcode holds the compact encoding, which is recognised but not supported")]
    Compact,
    /// A header and no element that could be read.
    #[error("the barcode has a licence header but no readable element")]
    NoElements {
        /// The issuer named in the header.
        iin: Option<Iin>,
    },
    /// Neither a header nor elements.
    #[error("the barcode is not a driving licence or identification card")]
    NotAamva,
}

//! The reasons why a file is refused.

/// The reason why a PDF was neither rendered nor read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// It can only be opened with a password.
    #[error("the PDF is protected by a password")]
    Encrypted,
    /// It is encrypted in a way that the renderer does not support.
    #[error("the PDF is encrypted in an unknown way")]
    UnknownEncryption,
    /// It ends prematurely.
    #[error("the PDF is cut short")]
    Truncated,
    /// It has no pages.
    #[error("the PDF has no pages")]
    NoPages,
    /// It violates the format.
    #[error("the PDF is damaged ({0})")]
    Broken(&'static str),
    /// It needs more work than any honest file does.
    #[error("the PDF asks for too much work: {0}")]
    TooMuchWork(&'static str),
    /// One of its streams inflates to more than [`Limits::memory`](crate::Limits::memory), or all
    /// of them together to more than four times as much.
    #[error("the PDF inflates to more memory than is allowed")]
    TooMuchMemory,
    /// A picture on a page has more pixels than [`Limits`](crate::Limits) allow.
    #[error("a picture of {width} × {height} pixels in the PDF is too large")]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
}

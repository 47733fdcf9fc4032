//! The reasons why a PDF is refused.

/// The reason why a PDF could not be rendered or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// The file can only be opened with a password.
    #[error("the PDF is protected by a password")]
    Encrypted,
    /// The file is encrypted in a way that the renderer does not support.
    #[error("the PDF is encrypted in an unknown way")]
    UnknownEncryption,
    /// The file ends prematurely.
    #[error("the PDF is cut short")]
    Truncated,
    /// The file has no pages.
    #[error("the PDF has no pages")]
    NoPages,
    /// The file violates the format.
    #[error("the PDF is damaged ({0})")]
    Broken(&'static str),
    /// The file needs more work than any legitimate one.
    #[error("the PDF asks for too much work: {0}")]
    TooMuchWork(&'static str),
    /// One stream inflates to more than [`Limits::memory`](crate::Limits::memory), or all of them
    /// together to more than four times as much.
    #[error("the PDF inflates to more memory than is allowed")]
    TooMuchMemory,
    /// A picture on a page has more pixels than [`Limits`](crate::Limits) allow.
    #[error("a picture of {width} × {height} pixels in the PDF is too large")]
    TooLarge {
        /// The width in pixels.
        width: u32,
        /// The height in pixels.
        height: u32,
    },
}

//! The reasons why something could not be drawn.

/// The reason why a document could not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpecimenError {
    /// The text of the barcode is too long for the space that a card has for its symbol.
    #[error("the barcode text does not fit on a card: {0}")]
    Barcode(String),
    /// A built-in font could not be opened.
    #[error("a built-in font is unreadable")]
    Font(#[from] ab_glyph::InvalidFont),
    /// The picture has no pixels, or more than 50 megapixels.
    #[error("a picture of {width} x {height} pixels cannot be drawn")]
    Size {
        /// The width in pixels.
        width: u32,
        /// The height in pixels.
        height: u32,
    },
    /// The JPEG encoder failed.
    #[error("the picture could not be encoded")]
    Jpeg(#[source] image::ImageError),
}

//! What can go wrong while drawing.

/// Why a document could not be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpecimenError {
    /// The barcode text does not fit the room a card has for its symbol.
    #[error("the barcode text does not fit on a card: {0}")]
    Barcode(String),
    /// A built-in font could not be opened.
    #[error("a built-in font is unreadable")]
    Font(#[from] ab_glyph::InvalidFont),
    /// A picture without pixels, or larger than 50 megapixels.
    #[error("a picture of {width} x {height} pixels cannot be drawn")]
    Size {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// The JPEG encoder refused.
    #[error("the picture could not be encoded")]
    Jpeg(#[source] image::ImageError),
}

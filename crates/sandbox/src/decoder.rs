//! The operations on a file, whoever carries them out.

use std::fmt;

use imaging::{DecodeError, Limits, Picture, TextPage, within_pixels};

use crate::Failure;

/// Decodes files. Every method takes the whole file and its limits.
pub trait Decoder: Send + Sync + fmt::Debug {
    /// Decodes every page of a file into upright grey pictures; see [`imaging::decode_pages`]. A
    /// picture of more than 16 megapixels is made smaller.
    ///
    /// # Errors
    ///
    /// [`Failure::Refused`] and [`Failure::Died`] are about the file; [`Failure::Unavailable`] is
    /// about this machine.
    fn pages(&self, file: &[u8], limits: &Limits) -> Result<Vec<Picture>, Failure>;

    /// Decodes the first page of a file with its colours; see [`imaging::decode_colour`].
    ///
    /// # Errors
    ///
    /// The errors are those of [`Decoder::pages`].
    fn colour(&self, file: &[u8], limits: &Limits) -> Result<Picture, Failure>;

    /// Extracts the text of a PDF, or returns `None` for a file of another format; see
    /// [`imaging::text_layer`].
    ///
    /// # Errors
    ///
    /// The errors are those of [`Decoder::pages`].
    fn text_layer(&self, file: &[u8], limits: &Limits) -> Result<Option<Vec<TextPage>>, Failure>;
}

/// The pixels of a decoded picture. A larger one is made smaller by a whole factor: no telephone
/// sends more unless it is told to, readers need fewer, and every byte has to be kept in memory.
const MOST_PIXELS: u64 = 16_000_000;

/// Decodes in the calling process, without isolation, for tests and inside the child.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Decoder for InProcess {
    fn pages(&self, file: &[u8], limits: &Limits) -> Result<Vec<Picture>, Failure> {
        Ok(pages(file, limits)?)
    }

    fn colour(&self, file: &[u8], limits: &Limits) -> Result<Picture, Failure> {
        Ok(colour(file, limits)?)
    }

    fn text_layer(&self, file: &[u8], limits: &Limits) -> Result<Option<Vec<TextPage>>, Failure> {
        Ok(imaging::text_layer(file, limits)?)
    }
}

/// Decodes every page, each with at most [`MOST_PIXELS`].
pub(crate) fn pages(file: &[u8], limits: &Limits) -> Result<Vec<Picture>, DecodeError> {
    let pages = imaging::decode_pages(file, limits)?.into_iter();
    Ok(pages.map(|page| within_pixels(page, MOST_PIXELS)).collect())
}

/// Decodes the first page with its colours and at most [`MOST_PIXELS`].
pub(crate) fn colour(file: &[u8], limits: &Limits) -> Result<Picture, DecodeError> {
    Ok(within_pixels(
        imaging::decode_colour(file, limits)?,
        MOST_PIXELS,
    ))
}

#[cfg(test)]
mod tests {
    use imaging::{Luma, annotate};

    use super::*;

    #[test]
    fn a_very_large_picture_is_made_smaller() {
        let page = Picture::from_luma(Luma::filled(6_000, 4_000, 200));
        let png = annotate(&page, &[]).unwrap();
        let decoded = InProcess.pages(&png, &Limits::default()).unwrap();
        let size = (decoded[0].width(), decoded[0].height());
        assert_eq!(size, (3_000, 2_000));
        let coloured = InProcess.colour(&png, &Limits::default()).unwrap();
        assert_eq!((coloured.width(), coloured.height()), size);
        assert!(coloured.rgb().is_some());
    }
}

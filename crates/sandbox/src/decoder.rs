//! The operations on a file, whoever carries them out.

use std::fmt;

use imaging::{Limits, Picture, TextPage};

use crate::Failure;

/// Decodes files. Every method takes the whole file and its limits.
pub trait Decoder: Send + Sync + fmt::Debug {
    /// Decodes every page of a file into upright grey pictures; see [`imaging::decode_pages`].
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

/// Decodes in the calling process, without isolation, for tests and inside the child.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Decoder for InProcess {
    fn pages(&self, file: &[u8], limits: &Limits) -> Result<Vec<Picture>, Failure> {
        Ok(imaging::decode_pages(file, limits)?)
    }

    fn colour(&self, file: &[u8], limits: &Limits) -> Result<Picture, Failure> {
        Ok(imaging::decode_colour(file, limits)?)
    }

    fn text_layer(&self, file: &[u8], limits: &Limits) -> Result<Option<Vec<TextPage>>, Failure> {
        Ok(imaging::text_layer(file, limits)?)
    }
}

//! Files to pages: what an examiner does not decode itself, but has decoded.

use std::any::Any;
use std::sync::Arc;

use imaging::{Limits, TextPage};
use proofing::ports::{Picture, Unavailable};
use sandbox::{Decoder, Failure};
use tokio::sync::OwnedSemaphorePermit;

/// The pages of one decoded file, with their part of the memory for waiting.
pub(super) struct Pages {
    pub(super) pages: Vec<imaging::Picture>,
    pub(super) _room: Option<OwnedSemaphorePermit>,
}

/// Decodes the files of evidence, under limits.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) decoder: Arc<dyn Decoder>,
    pub(super) limits: Limits,
}

/// What came of a file: what was wanted, or a sentence about the file.
type Decoded<T> = Result<T, String>;

impl Files {
    /// The pages of a file: what inspection left of it, or the file decoded anew.
    pub(super) fn pages(&self, picture: &Picture) -> Result<Decoded<Arc<Pages>>, Unavailable> {
        if let Some(pages) = kept_pages(picture) {
            return Ok(Ok(pages));
        }
        let decoded = self.decoder.pages(&picture.content, &self.limits);
        let decoded = decoded.map(|pages| Arc::new(Pages { pages, _room: None }));
        of_the_file(decoded, picture)
    }

    /// The first page with its colours.
    pub(super) fn colour(
        &self,
        picture: &Picture,
    ) -> Result<Decoded<imaging::Picture>, Unavailable> {
        let decoded = self.decoder.colour(&picture.content, &self.limits);
        of_the_file(decoded, picture)
    }

    /// The text layers of a file, page by page; empty for a picture. A file that was decoded and
    /// whose text cannot be had is read as a picture.
    pub(super) fn text_layers(&self, picture: &Picture) -> Result<Vec<TextPage>, Unavailable> {
        let layers = self.decoder.text_layer(&picture.content, &self.limits);
        let layers = of_the_file(layers, picture)?;
        Ok(layers.ok().flatten().unwrap_or_default())
    }
}

/// The pages that inspection left of a picture.
pub(super) fn kept_pages(picture: &Picture) -> Option<Arc<Pages>> {
    let kept = picture.decoded.clone()?;
    <Arc<dyn Any + Send + Sync>>::downcast::<Pages>(kept).ok()
}

/// Parts what is wrong with the file from what is wrong with this machine.
fn of_the_file<T>(
    decoded: Result<T, Failure>,
    picture: &Picture,
) -> Result<Decoded<T>, Unavailable> {
    match decoded {
        Ok(decoded) => Ok(Ok(decoded)),
        Err(Failure::Refused(error)) => Ok(Err(error.to_string())),
        Err(failure @ Failure::Died(_)) => {
            tell_death(&failure, picture);
            Ok(Err(failure.to_string()))
        }
        Err(failure @ Failure::Unavailable(_)) => Err(Unavailable(Box::new(failure))),
    }
}

/// Logs that a decoder did not survive a file: either the file is an attack, or the decoder has a
/// fault.
pub(super) fn tell_death(failure: &Failure, picture: &Picture) {
    tracing::warn!(
        evidence.slot = %picture.slot,
        evidence.bytes = picture.content.len(),
        why = %failure,
        "a decoder did not survive a file"
    );
}

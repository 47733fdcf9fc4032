//! Turns files into pages, which the examiners do not decode themselves but have decoded.

use std::any::Any;
use std::sync::Arc;

use imaging::{Limits, TextPage};
use proofing::ports::{Picture, Unavailable};
use sandbox::{Decoder, Failure};
use tokio::sync::OwnedSemaphorePermit;

/// The pages of one decoded file, with their share of the memory for waiting.
pub(super) struct Pages {
    pub(super) pages: Vec<imaging::Picture>,
    pub(super) _room: Option<OwnedSemaphorePermit>,
}

/// Has the files of evidence decoded, under limits.
#[derive(Debug, Clone)]
pub(super) struct Files {
    pub(super) decoder: Arc<dyn Decoder>,
    pub(super) limits: Limits,
}

/// The result for a file: what was wanted, or a sentence about the file.
type Decoded<T> = Result<T, String>;

impl Files {
    /// Returns the pages of a file, either those kept from its inspection or by decoding it again.
    pub(super) fn pages(&self, picture: &Picture) -> Result<Decoded<Arc<Pages>>, Unavailable> {
        if let Some(pages) = kept_pages(picture) {
            return Ok(Ok(pages));
        }
        let decoded = self.decoder.pages(&picture.content, &self.limits);
        let decoded = decoded.map(|pages| Arc::new(Pages { pages, _room: None }));
        of_the_file(decoded, picture)
    }

    /// Returns the first page with its colours.
    pub(super) fn colour(
        &self,
        picture: &Picture,
    ) -> Result<Decoded<imaging::Picture>, Unavailable> {
        let decoded = self.decoder.colour(&picture.content, &self.limits);
        of_the_file(decoded, picture)
    }

    /// Returns the text layers of a file, page by page; empty for a picture. If the text of a
    /// decoded file cannot be extracted, it is read as a picture.
    pub(super) fn text_layers(&self, picture: &Picture) -> Result<Vec<TextPage>, Unavailable> {
        let layers = self.decoder.text_layer(&picture.content, &self.limits);
        let layers = of_the_file(layers, picture)?;
        Ok(layers.ok().flatten().unwrap_or_default())
    }
}

/// Returns the pages that were kept when a picture was inspected.
pub(super) fn kept_pages(picture: &Picture) -> Option<Arc<Pages>> {
    let kept = picture.decoded.clone()?;
    <Arc<dyn Any + Send + Sync>>::downcast::<Pages>(kept).ok()
}

/// Separates errors of the file from errors of this machine.
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
/// bug.
pub(super) fn tell_death(failure: &Failure, picture: &Picture) {
    tracing::warn!(
        evidence.slot = %picture.slot,
        evidence.bytes = picture.content.len(),
        why = %failure,
        "a decoder did not survive a file"
    );
}

//! The pictures of one document with their colours, which several examinations need. Each file is
//! decoded for them once.

use proofing::ports::{Picture, Unavailable};
use verification::request::EvidenceSlot;

use crate::files::Files;

/// Decodes pictures with their colours, and keeps the last one: examinations ask for the same one
/// in turn, and it is large.
#[derive(Debug)]
pub(super) struct Colours<'a> {
    files: &'a Files,
    last: Option<(EvidenceSlot, Option<imaging::Picture>)>,
}

impl<'a> Colours<'a> {
    pub(super) const fn new(files: &'a Files) -> Self {
        Self { files, last: None }
    }

    /// Returns the first page of a picture with its colours, or `None` if it cannot be decoded.
    pub(super) fn of(
        &mut self,
        picture: &Picture,
    ) -> Result<Option<&imaging::Picture>, Unavailable> {
        if self
            .last
            .as_ref()
            .is_none_or(|(slot, _)| *slot != picture.slot)
        {
            self.last = None;
            let decoded = self.files.colour(picture)?.ok();
            self.last = Some((picture.slot, decoded));
        }
        Ok(self.last.as_ref().and_then(|(_, page)| page.as_ref()))
    }
}

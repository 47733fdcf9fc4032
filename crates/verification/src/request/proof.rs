//! A file that came with a request.

use std::fmt;

use bytes::Bytes;

use super::media::{EvidenceSlot, MediaType};

/// A picture or a PDF that came with the request. Cloning it does not copy the content.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// The picture's service and side.
    pub slot: EvidenceSlot,
    /// The type of the file.
    pub media: MediaType,
    /// The file as it was sent.
    pub content: Bytes,
}

/// A picture shows a person, so only its size is shown.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Proof({}, {:?}, {} bytes)",
            self.slot,
            self.media,
            self.content.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Service;
    use crate::request::Side;

    #[test]
    fn debug_shows_no_content() {
        let proof = Proof {
            slot: EvidenceSlot::new(Service::Document, Side::Proof),
            media: MediaType::Png,
            content: Bytes::from_static(&[65; 9]),
        };
        assert_eq!(format!("{proof:?}"), "Proof(document.proof, Png, 9 bytes)");
    }
}

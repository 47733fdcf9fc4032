//! Pictures and journal entries: `evidence.sealed`, and `journal.sealed`.

use proofing::ports;
use verification::{journal, request};

use super::words::EvidenceSlot;
use crate::codec::form::{Form, plain, stored_enum, stored_struct};

stored_enum!(
    /// What kind of file a proof is.
    MediaType of request::MediaType {
        Jpeg = "jpeg",
        Png = "png",
        Pdf = "pdf",
        Video = "video",
        Barcode = "barcode",
        Heic = "heic",
        WebP = "web_p",
        Other = "other",
    }
);

/// The name of a sealed object: 32 numbers.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Digest([u8; 32]);

impl Form<ports::Digest> for Digest {
    fn of(core: &ports::Digest) -> Self {
        Self(core.0)
    }
    fn into_core(self) -> Option<ports::Digest> {
        Some(ports::Digest(self.0))
    }
}
plain!(Digest);

stored_struct!(
    /// A picture in the vault, by name.
    EvidenceRef of ports::EvidenceRef {
        slot: EvidenceSlot,
        media: MediaType,
        size: u64,
        digest: Digest,
    }
);
stored_struct!(
    /// What the browser said of itself with an event.
    Browser of journal::Browser { url: String, user_agent: String }
);
stored_struct!(
    /// What of a journal entry is sealed.
    Private of crate::codec::kind::Private { detail: Option<String>, browser: Option<Browser> }
);

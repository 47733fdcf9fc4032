//! What a request allows on the hosted pages: where a service's pictures may come from, and which
//! notes are taken.

use crate::request::{ConsentType, Request};
use crate::service::Service;

/// Where the pictures of a service may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSources {
    /// The camera. If neither were allowed there would be nothing to do, so the camera is, as in
    /// the verification protocol.
    pub camera: bool,
    /// A stored file.
    pub file: bool,
}

impl Request {
    /// Returns where the pictures of a service may come from: what the service says, and otherwise
    /// the request's flags.
    pub fn picture_sources(&self, service: Service) -> PictureSources {
        let services = &self.services;
        let (online, offline) =
            match service {
                Service::Document => (services.document.as_ref())
                    .map(|asked| (asked.allow_online, asked.allow_offline)),
                Service::DocumentTwo => (services.document_two.as_ref())
                    .map(|asked| (asked.allow_online, asked.allow_offline)),
                Service::Address => (services.address.as_ref())
                    .map(|asked| (asked.allow_online, asked.allow_offline)),
                Service::Consent => (services.consent.as_ref())
                    .map(|asked| (asked.allow_online, asked.allow_offline)),
                Service::Face => {
                    (services.face.as_ref()).map(|asked| (asked.allow_online, asked.allow_offline))
                }
                _ => None,
            }
            .unwrap_or_default();
        let online = online.unwrap_or(self.flags.allow_online);
        let file = offline.unwrap_or(self.flags.allow_offline);
        PictureSources {
            camera: online || !file,
            file,
        }
    }

    /// Returns true if a note has to be printed: handwriting is not taken, or there is no reviewer
    /// who could read it.
    pub fn wants_printed_note(&self) -> bool {
        let is_reviewed = self.flags.manual_review;
        self.services.consent.as_ref().is_some_and(|asked| {
            asked.takes(ConsentType::Printed)
                && !(is_reviewed && asked.takes(ConsentType::Handwritten))
        })
    }
}

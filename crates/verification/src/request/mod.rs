//! What a business asks for: the request of the verification protocol with its claims parsed.
//!
//! Parse, don't validate: a field that is wrong has no type, so a [`Request`] that exists is right.
//! Pictures are not in it: they are evidence, and the request only names which ones came with it.

pub mod fields;
mod http_url;
pub mod lists;
mod media;
mod mode;
mod proof;
mod services;

use std::collections::BTreeSet;

pub use self::fields::{CountryCode, Email, FieldError, Language, Reference, Ttl};
pub use self::http_url::HttpUrl;
pub use self::media::{EvidenceSlot, MediaType, Side};
pub use self::mode::VerificationMode;
pub use self::proof::Proof;
pub use self::services::{
    AddressService, AddressType, AgeRange, Asked, BackgroundService, ConsentService, ConsentType,
    DocumentService, DocumentType, FaceService, Instructions, PhoneService, Services,
};
use crate::capture::{CaptureTerms, Kind};
pub use crate::comparison::Gender;
use crate::service::Service;

/// Where the pictures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// The person walks the hosted pages.
    OnSite,
    /// The business sends the pictures itself.
    OffSite,
}

/// What happens to a verification whose time is over while a part of it was captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Abandonment {
    /// It times out (the verification protocol: `request.timeout`).
    #[default]
    TimesOut,
    /// What was captured is processed late (the capture protocol: status event 1830).
    IsProcessed,
}

/// The flags that stand at the top of a request. `true` is `"1"` on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flags {
    /// The person may upload a stored file. Default 1.
    pub allow_offline: bool,
    /// The person may capture live. Default 1. Both 0 means camera only.
    pub allow_online: bool,
    /// A consent screen comes first. Default 1.
    pub show_consent: bool,
    /// The privacy policy is shown after completion. Default 1.
    pub show_privacy_policy: bool,
    /// On-site: the person sees the verdict. Off-site: the answer waits for it. Default 1.
    pub show_results: bool,
    /// A feedback form after completion. Default 1.
    pub show_feedback_form: bool,
    /// The business's own reviewer decides. Default 0.
    pub manual_review: bool,
    /// Stop at the first failing step. Default 0.
    pub decline_on_single_step: bool,
    /// The person may try again after an automatic decline. Default 0.
    pub allow_retry: bool,
    /// The person may mark a field of the form as not available. Default 0.
    pub allow_na_ocr_inputs: bool,
    /// Results carry a `warnings` object. Default 0.
    pub allow_warnings: bool,
    /// Stricter originality checks. Default 0.
    pub enhanced_originality_checks: bool,
}

impl Default for Flags {
    fn default() -> Self {
        Self {
            allow_offline: true,
            allow_online: true,
            show_consent: true,
            show_privacy_policy: true,
            show_results: true,
            show_feedback_form: true,
            manual_review: false,
            decline_on_single_step: false,
            allow_retry: false,
            allow_na_ocr_inputs: false,
            allow_warnings: false,
            enhanced_originality_checks: false,
        }
    }
}

/// One request, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The business's own name for it.
    pub reference: Reference,
    /// Proofs must be from here, if given.
    pub country: Option<CountryCode>,
    /// Language of the hosted pages, if asked for.
    pub language: Option<Language>,
    /// Echoed in responses.
    pub email: Option<Email>,
    /// Where response events go.
    pub callback_url: Option<HttpUrl>,
    /// Where status events go (from the capture protocol, taken here too).
    pub status_url: Option<HttpUrl>,
    /// Where the browser goes after completion.
    pub redirect_url: Option<HttpUrl>,
    /// Where the browser goes when the person could not finish (from the capture protocol).
    pub error_redirect_url: Option<HttpUrl>,
    /// Where the results go (from the capture protocol).
    pub results_url: Option<HttpUrl>,
    /// Which media proofs may be.
    pub verification_mode: VerificationMode,
    /// Life of the hosted link.
    pub ttl: Ttl,
    /// What happens when that life ends halfway.
    pub abandonment: Abandonment,
    /// Yes-or-no settings.
    pub flags: Flags,
    /// What is to be verified, with the claims.
    pub services: Services,
    /// The pictures that came with the request.
    pub proofs: BTreeSet<EvidenceSlot>,
    /// What was asked by the capture protocol, if it was asked by that.
    pub capture: Option<CaptureTerms>,
}

impl Request {
    /// Where the pictures come from: off-site if every service that needs a proof came with one.
    ///
    /// Mixed requests are not described by the sources: one service without its proof makes the
    /// whole request on-site.
    pub fn site(&self) -> Site {
        let lacking = self
            .services
            .needing_proof()
            .any(|service| !self.proofs.iter().any(|slot| slot.service == service));
        let phone = self.services.phone.is_some();
        if lacking || phone {
            Site::OnSite
        } else {
            Site::OffSite
        }
    }

    /// Who starts it and who hands the evidence in.
    pub fn kind(&self) -> Kind {
        match (&self.capture, self.site()) {
            (Some(terms), _) => terms.kind,
            (None, Site::OnSite) => Kind::Capture,
            (None, Site::OffSite) => Kind::Direct,
        }
    }

    /// True if there are hosted pages for it.
    pub fn has_pages(&self) -> bool {
        self.site() == Site::OnSite && self.kind() != Kind::Direct
    }

    /// True if the pictures of a service are taken on the hosted pages: it came without any.
    pub fn is_captured(&self, service: Service) -> bool {
        self.has_pages() && !self.proofs.iter().any(|slot| slot.service == service)
    }

    /// True if the link is to be sent to the person.
    pub fn sends_link(&self) -> bool {
        self.has_pages()
            && self
                .capture
                .as_ref()
                .is_some_and(|terms| terms.send_link.is_some())
    }

    /// The channels that the link is handed to: the value of 405, once for each.
    pub fn link_channels(&self) -> Vec<&'static str> {
        if !self.has_pages() {
            return Vec::new();
        }
        let Some(terms) = &self.capture else {
            return vec!["link"];
        };
        let sent = terms.send_link.as_ref().map(|link| link.channel.word());
        let handed_back = (terms.return_link || sent.is_none()).then_some("link");
        sent.into_iter().chain(handed_back).collect()
    }

    /// The services asked for, in the protocol's order.
    pub fn asked(&self) -> impl Iterator<Item = Service> + '_ {
        self.services.asked()
    }
}

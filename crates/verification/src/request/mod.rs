//! The request of a business, in the verification protocol's terms, with its claims parsed.
//!
//! Fields are parsed rather than validated: an invalid field has no type, so every [`Request`] that
//! exists is valid. It does not contain pictures, which are evidence; it only names the ones that
//! came with it.

pub mod fields;
mod http_url;
pub mod lists;
mod media;
mod mode;
mod proof;
mod services;

use std::collections::BTreeSet;

pub use self::fields::{CountryCode, CustomerName, Email, FieldError, Language, Reference, Ttl};
pub use self::http_url::HttpUrl;
pub use self::media::{EvidenceSlot, MediaType, Side};
pub use self::mode::VerificationMode;
pub use self::proof::Proof;
pub use self::services::{
    AddressService, AddressType, AgeRange, Asked, BackgroundService, ConsentService, ConsentType,
    DocumentService, DocumentType, FaceAuthentication, FaceService, Instructions, PhoneService,
    Services,
};
use crate::capture::{CaptureTerms, Kind};
pub use crate::comparison::Gender;
use crate::service::Service;

/// Where the pictures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// The person uses the hosted pages.
    OnSite,
    /// The business sends the pictures itself.
    OffSite,
}

/// What happens to a verification that expires after a part of it was captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Abandonment {
    /// It times out, as in the verification protocol (`request.timeout`).
    #[default]
    TimesOut,
    /// The captured part is processed late, as in the capture protocol (status event 1830).
    IsProcessed,
}

/// The flags at the top level of a request. `true` is `"1"` on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flags {
    /// Whether the person may upload a stored file. The default is 1.
    pub allow_offline: bool,
    /// Whether the person may capture live. The default is 1. If both are 0, only the camera may be
    /// used.
    pub allow_online: bool,
    /// Whether a consent screen comes first. The default is 1.
    pub show_consent: bool,
    /// Whether the privacy policy is shown after completion. The default is 1.
    pub show_privacy_policy: bool,
    /// On-site: whether the person sees the verdict. Off-site: whether the answer waits for it. The
    /// default is 1.
    pub show_results: bool,
    /// Whether a feedback form is shown after completion. The default is 1.
    pub show_feedback_form: bool,
    /// Whether the business's own reviewer decides. The default is 0.
    pub manual_review: bool,
    /// Whether to stop at the first step that fails. The default is 0.
    pub decline_on_single_step: bool,
    /// Whether the person may try again after an automatic decline. The default is 0.
    pub allow_retry: bool,
    /// Whether the person may mark a field of the form as not available. The default is 0.
    pub allow_na_ocr_inputs: bool,
    /// Whether results contain a `warnings` object. The default is 0.
    pub allow_warnings: bool,
    /// Whether originality is checked more strictly. The default is 0.
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

/// A request, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The business's own name for the verification.
    pub reference: Reference,
    /// The business's own name for the customer (`customer_unique_id`).
    pub customer: Option<CustomerName>,
    /// The country that proofs must be from, if given.
    pub country: Option<CountryCode>,
    /// The language of the hosted pages, if requested.
    pub language: Option<Language>,
    /// The e-mail address, which is repeated in responses.
    pub email: Option<Email>,
    /// The URL to which response events are sent.
    pub callback_url: Option<HttpUrl>,
    /// The URL to which status events are sent. It comes from the capture protocol but is accepted
    /// in both.
    pub status_url: Option<HttpUrl>,
    /// The URL to which the browser is sent after completion.
    pub redirect_url: Option<HttpUrl>,
    /// The URL to which the browser is sent if the person could not finish, from the capture
    /// protocol.
    pub error_redirect_url: Option<HttpUrl>,
    /// The URL to which the results are sent, from the capture protocol.
    pub results_url: Option<HttpUrl>,
    /// The kinds of media that proofs may have.
    pub verification_mode: VerificationMode,
    /// The lifetime of the hosted link.
    pub ttl: Ttl,
    /// What happens if the link expires halfway.
    pub abandonment: Abandonment,
    /// The flags.
    pub flags: Flags,
    /// The requested services with their claims.
    pub services: Services,
    /// The pictures that came with the request.
    pub proofs: BTreeSet<EvidenceSlot>,
    /// The terms of the capture protocol, if the request came through it.
    pub capture: Option<CaptureTerms>,
}

impl Request {
    /// Creates a request that asks for nothing: no services, no addresses, and the protocol's
    /// defaults for the rest.
    pub fn new(reference: Reference) -> Self {
        Self {
            reference,
            customer: None,
            country: None,
            language: None,
            email: None,
            callback_url: None,
            status_url: None,
            redirect_url: None,
            error_redirect_url: None,
            results_url: None,
            verification_mode: VerificationMode::Any,
            ttl: Ttl::DEFAULT,
            abandonment: Abandonment::TimesOut,
            flags: Flags::default(),
            services: Services::default(),
            proofs: BTreeSet::new(),
            capture: None,
        }
    }

    /// Returns where the pictures come from: off-site if every service that needs a proof came with
    /// one.
    ///
    /// The sources do not describe mixed requests. Here one service without its proof makes the
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

    /// Returns who starts the transaction and who submits the evidence.
    pub fn kind(&self) -> Kind {
        match (&self.capture, self.site()) {
            (Some(terms), _) => terms.kind,
            (None, Site::OnSite) => Kind::Capture,
            (None, Site::OffSite) => Kind::Direct,
        }
    }

    /// Returns true if the request has hosted pages.
    pub fn has_pages(&self) -> bool {
        self.site() == Site::OnSite && self.kind() != Kind::Direct
    }

    /// Returns true if the pictures of a service are taken on the hosted pages, because it came
    /// without any.
    pub fn is_captured(&self, service: Service) -> bool {
        self.has_pages() && !self.proofs.iter().any(|slot| slot.service == service)
    }

    /// Returns true if the link has to be sent to the person.
    pub fn sends_link(&self) -> bool {
        self.has_pages()
            && self
                .capture
                .as_ref()
                .is_some_and(|terms| terms.send_link.is_some())
    }

    /// Returns the channels that receive the link, which are the values of 405, once each.
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

    /// Returns the requested services, in the protocol's order.
    pub fn asked(&self) -> impl Iterator<Item = Service> + '_ {
        self.services.asked()
    }
}

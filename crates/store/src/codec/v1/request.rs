//! What was asked.

use jiff::civil::Date;
use verification::request;

use super::capture::CaptureTerms;
use super::words::{
    AddressType, Channel, CountryCode, CustomerName, DocumentType, Email, EvidenceSlot, Gender,
    Language, PersonName, Reference, Url,
};
#[cfg(test)]
use crate::codec::form::Variants;
use crate::codec::form::{Form, Listed, Text, plain, stored_enum, stored_struct};

stored_enum!(
    /// Which media a proof may be.
    VerificationMode of request::VerificationMode {
        Any = "any",
        ImageOnly = "image_only",
        VideoOnly = "video_only",
    }
);
stored_enum!(
    /// What happens to a verification whose time is over.
    Abandonment of request::Abandonment { TimesOut = "times_out", IsProcessed = "is_processed" }
);
stored_enum!(
    /// Forms of a consent note.
    ConsentType of request::ConsentType { Handwritten = "handwritten", Printed = "printed" }
);

/// Minutes.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Ttl(u32);

impl Form<request::Ttl> for Ttl {
    fn of(core: &request::Ttl) -> Self {
        Self(core.minutes())
    }
    fn into_core(self) -> Option<request::Ttl> {
        request::Ttl::from_minutes(self.0.into()).ok()
    }
}
plain!(Ttl);

/// A field of a service.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) enum Asked<F> {
    #[serde(rename = "no")]
    No,
    #[serde(rename = "read")]
    Read,
    #[serde(rename = "check")]
    Check(F),
}

impl<C, F: Form<C>> Form<request::Asked<C>> for Asked<F> {
    fn of(core: &request::Asked<C>) -> Self {
        match core {
            request::Asked::No => Self::No,
            request::Asked::Read => Self::Read,
            request::Asked::Check(claim) => Self::Check(F::of(claim)),
        }
    }
    fn into_core(self) -> Option<request::Asked<C>> {
        Some(match self {
            Self::No => request::Asked::No,
            Self::Read => request::Asked::Read,
            Self::Check(claim) => request::Asked::Check(claim.into_core()?),
        })
    }
}

impl<F: Listed> Listed for Asked<F> {
    #[cfg(test)]
    fn list(all: &mut Variants) {
        all.extend(["no", "read", "check"].map(|word| ("Asked", word)));
        F::list(all);
    }
    #[cfg(test)]
    fn note(&self, seen: &mut Variants) {
        let word = match self {
            Self::No => "no",
            Self::Read => "read",
            Self::Check(claim) => {
                claim.note(seen);
                "check"
            }
        };
        seen.insert(("Asked", word));
    }
}

stored_struct!(
    /// The flags at the top of a request.
    Flags of request::Flags {
        allow_offline: bool,
        allow_online: bool,
        show_consent: bool,
        show_privacy_policy: bool,
        show_results: bool,
        show_feedback_form: bool,
        manual_review: bool,
        decline_on_single_step: bool,
        allow_retry: bool,
        allow_na_ocr_inputs: bool,
        allow_warnings: bool,
        enhanced_originality_checks: bool,
    }
);
stored_struct!(
    /// An accepted range of ages.
    AgeRange of request::AgeRange { min: Option<u16>, max: Option<u16> }
);
stored_struct!(
    /// Which inferior kinds of proof are allowed.
    Instructions of request::Instructions { allowed: Vec<String> }
);
stored_struct!(
    /// `document` and `document_two`.
    DocumentService of request::DocumentService {
        supported_types: Vec<DocumentType>,
        name: Asked<PersonName>,
        fuzzy_name: bool,
        dob: Asked<Date>,
        age: Asked<AgeRange>,
        gender: Asked<Gender>,
        document_number: Asked<Text>,
        issue_date: Asked<Date>,
        expiry_date: Asked<Date>,
        place_of_issue: Asked<Text>,
        backside_proof_required: bool,
        fetch_enhanced_data: bool,
        show_ocr_form: bool,
        verification_mode: Option<VerificationMode>,
        allow_offline: Option<bool>,
        allow_online: Option<bool>,
        instructions: Instructions,
    }
);
stored_struct!(
    /// `address`.
    AddressService of request::AddressService {
        supported_types: Vec<AddressType>,
        name: Asked<PersonName>,
        fuzzy_name: bool,
        full_address: Asked<Text>,
        address_fuzzy_match: bool,
        issue_date: Asked<Date>,
        backside_proof_required: bool,
        show_ocr_form: bool,
        verification_mode: Option<VerificationMode>,
        allow_offline: Option<bool>,
        allow_online: Option<bool>,
        instructions: Instructions,
    }
);
stored_enum!(
    /// What a selfie is for.
    FaceAuthentication of request::FaceAuthentication {
        Enroll = "enroll",
        Authenticate = "authenticate",
    }
);
stored_struct!(
    /// `face`.
    FaceService of request::FaceService {
        check_duplicate_request: bool,
        // Earlier versions refused it, and stored no such field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        authentication: Option<FaceAuthentication>,
        verification_mode: Option<VerificationMode>,
        allow_offline: Option<bool>,
        allow_online: Option<bool>,
    }
);
stored_struct!(
    /// `consent`.
    ConsentService of request::ConsentService {
        supported_types: Vec<ConsentType>,
        text: Text,
        with_face: bool,
        verification_mode: Option<VerificationMode>,
        allow_offline: Option<bool>,
        allow_online: Option<bool>,
    }
);
stored_struct!(
    /// `phone`.
    PhoneService of request::PhoneService {
        phone_number: Option<Text>,
        random_code: Option<Text>,
        text: Option<Text>,
        // Earlier versions ignored it, and stored no such field.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        channels: Vec<Channel>,
    }
);
stored_struct!(
    /// `background_checks`.
    BackgroundService of request::BackgroundService {
        name: Asked<PersonName>,
        dob: Asked<Date>,
        filters: Vec<String>,
    }
);
stored_struct!(
    /// The services asked for.
    Services of request::Services {
        document: Option<DocumentService>,
        document_two: Option<DocumentService>,
        address: Option<AddressService>,
        face: Option<FaceService>,
        consent: Option<ConsentService>,
        phone: Option<PhoneService>,
        background_checks: Option<BackgroundService>,
    }
);
stored_struct!(
    /// One request. What has a default was added after the first release.
    Request of verification::Request {
        reference: Reference,
        // Earlier versions ignored it, and stored no such field.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer: Option<CustomerName>,
        country: Option<CountryCode>,
        language: Option<Language>,
        email: Option<Email>,
        callback_url: Option<Url>,
        status_url: Option<Url>,
        redirect_url: Option<Url>,
        #[serde(default)]
        error_redirect_url: Option<Url>,
        #[serde(default)]
        results_url: Option<Url>,
        verification_mode: VerificationMode,
        ttl: Ttl,
        abandonment: Abandonment,
        flags: Flags,
        services: Services,
        proofs: Vec<EvidenceSlot>,
        #[serde(default)]
        capture: Option<CaptureTerms>,
    }
);

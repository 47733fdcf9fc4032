//! The keys of the request itself, and the services in their order.

use jiff::civil::Date;
use verification::Service;
use verification::request::{
    Abandonment, CountryCode, CustomerName, Email, FieldError, Flags, HttpUrl, Language, Reference,
    Request, Services, Ttl,
};

use super::fields::Fields;
use super::invalid::Fault;
use super::proof::Kinds;
use super::{document, services};

/// Services of the protocol that this server does not perform. Requesting one is an error, because
/// silently omitting a check would look as if it had been made.
const UNAVAILABLE: &[&str] = &[
    "questionnaire",
    "ekyc",
    "kyb",
    "aml_for_businesses",
    "email_verify",
    "age_verification",
    "nfc",
];

/// Parses a request; its proofs are only named.
pub(super) fn request(fields: Fields<'_>, today: Date) -> Result<(Request, Kinds), Fault> {
    let mut request = Request {
        reference: reference(fields)?,
        customer: fields.parsed("customer_unique_id", CustomerName::parse)?,
        country: fields.parsed("country", CountryCode::parse)?,
        language: fields.parsed("language", Language::parse)?,
        email: fields.parsed("email", Email::parse)?,
        callback_url: fields.parsed("callback_url", HttpUrl::parse)?,
        status_url: fields.parsed("status_url", HttpUrl::parse)?,
        redirect_url: fields.parsed("redirect_url", HttpUrl::parse)?,
        error_redirect_url: None,
        results_url: None,
        verification_mode: fields.mode()?.unwrap_or_default(),
        ttl: ttl(fields)?,
        abandonment: Abandonment::default(),
        flags: flags(fields)?,
        services: Services::default(),
        proofs: std::collections::BTreeSet::new(),
        capture: None,
    };
    if let Some(service) = UNAVAILABLE.iter().find(|service| fields.is_there(service)) {
        return Err(Fault::unavailable_service(service));
    }
    let mut kinds = Kinds::new();
    request.services = asked(fields, today, &mut kinds)?;
    if request.services.asked().next().is_none() {
        let text = "At least one service is required: document, document_two, address, face, consent, \
                    phone or background_checks.";
        return Err(Fault::saying("", "services", text.to_owned()));
    }
    let face = request.services.face.as_ref();
    if face.is_some_and(|face| face.authentication.is_some()) && request.customer.is_none() {
        return Err(fields.fault("customer_unique_id", &FieldError::Required));
    }
    request.proofs = kinds.iter().map(|(slot, _)| *slot).collect();
    Ok((request, kinds))
}

/// Parses `reference`, which every body must have.
pub(super) fn reference(fields: Fields<'_>) -> Result<Reference, Fault> {
    let reference = fields.parsed("reference", Reference::parse)?;
    reference.ok_or_else(|| fields.fault("reference", &FieldError::Required))
}

fn ttl(fields: Fields<'_>) -> Result<Ttl, Fault> {
    let minutes = fields.integer("ttl")?;
    let ttl = minutes.map_or(Ok(Ttl::DEFAULT), Ttl::from_minutes);
    ttl.map_err(|error| fields.fault("ttl", &error))
}

fn flags(fields: Fields<'_>) -> Result<Flags, Fault> {
    let default = Flags::default();
    Ok(Flags {
        allow_offline: fields.flag_or("allow_offline", default.allow_offline)?,
        allow_online: fields.flag_or("allow_online", default.allow_online)?,
        show_consent: fields.flag_or("show_consent", default.show_consent)?,
        show_privacy_policy: fields.flag_or("show_privacy_policy", default.show_privacy_policy)?,
        show_results: fields.flag_or("show_results", default.show_results)?,
        show_feedback_form: fields.flag_or("show_feedback_form", default.show_feedback_form)?,
        manual_review: fields.flag_or("manual_review", default.manual_review)?,
        decline_on_single_step: fields
            .flag_or("decline_on_single_step", default.decline_on_single_step)?,
        allow_retry: fields.flag_or("allow_retry", default.allow_retry)?,
        allow_na_ocr_inputs: fields.flag_or("allow_na_ocr_inputs", default.allow_na_ocr_inputs)?,
        allow_warnings: fields.flag_or("allow_warnings", default.allow_warnings)?,
        enhanced_originality_checks: fields.flag_or(
            "enhanced_originality_checks",
            default.enhanced_originality_checks,
        )?,
    })
}

fn asked(fields: Fields<'_>, today: Date, kinds: &mut Kinds) -> Result<Services, Fault> {
    let of = |service| fields.of_service(service);
    let mut services = Services::default();
    for (service, place) in [
        (Service::Document, &mut services.document),
        (Service::DocumentTwo, &mut services.document_two),
    ] {
        let Some(fields) = of(service)? else { continue };
        *place = Some(document::read(fields, service, today, kinds)?);
    }
    if let Some(fields) = of(Service::Address)? {
        services.address = Some(services::address(fields, today, kinds)?);
    }
    if let Some(fields) = of(Service::Face)? {
        services.face = Some(services::face(fields, kinds)?);
    }
    if let Some(fields) = of(Service::Consent)? {
        services.consent = Some(services::consent(fields, kinds)?);
    }
    if let Some(fields) = of(Service::Phone)? {
        services.phone = Some(services::phone(fields)?);
    }
    if let Some(fields) = of(Service::BackgroundChecks)? {
        services.background_checks = Some(services::background_checks(fields, today)?);
    }
    Ok(services)
}

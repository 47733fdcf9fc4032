//! `address`, `face`, `consent`, `phone` and `background_checks`.

use jiff::civil::Date;
use verification::Personal;
use verification::Service;
use verification::capture::Channel;
use verification::request::fields::{check_length, parse_past_date};
use verification::request::{
    AddressService, AddressType, Asked, BackgroundService, ConsentService, ConsentType,
    FaceAuthentication, FaceService, FieldError, PhoneService, Side,
};

use super::claims;
use super::fields::{Fields, personal};
use super::invalid::Fault;
use super::proof::Kinds;

/// Parses `address`.
pub(super) fn address(
    fields: Fields<'_>,
    today: Date,
    kinds: &mut Kinds,
) -> Result<AddressService, Fault> {
    let verification_mode = fields.mode()?;
    for side in [Side::Proof, Side::AdditionalProof] {
        kinds.extend(fields.proof(Service::Address, side)?);
    }
    let supported_types = fields.words("supported_types", AddressType::from_word)?;
    let (name, fuzzy_name) = claims::name(fields)?;
    Ok(AddressService {
        supported_types,
        name,
        fuzzy_name,
        // Real addresses contain line breaks and every script, so only the length is checked.
        full_address: fields.asked("full_address", |text| personal(text, 6, 250))?,
        address_fuzzy_match: fields.flag_or("address_fuzzy_match", false)?,
        issue_date: fields.asked("issue_date", |text| parse_past_date(text, today))?,
        backside_proof_required: fields.flag_or("backside_proof_required", false)?,
        show_ocr_form: fields.flag_or("show_ocr_form", true)?,
        verification_mode,
        allow_offline: fields.flag("allow_offline")?,
        allow_online: fields.flag("allow_online")?,
        instructions: claims::instructions(fields)?,
    })
}

/// Parses `face`.
pub(super) fn face(fields: Fields<'_>, kinds: &mut Kinds) -> Result<FaceService, Fault> {
    let verification_mode = fields.mode()?;
    let authentication = |word: &str| {
        FaceAuthentication::from_word(&word.to_ascii_lowercase()).ok_or(FieldError::NotInList)
    };
    let authentication = fields.parsed("face_authentication", authentication)?;
    kinds.extend(fields.proof(Service::Face, Side::Proof)?);
    Ok(FaceService {
        check_duplicate_request: fields.flag_or("check_duplicate_request", false)?,
        authentication,
        verification_mode,
        allow_offline: fields.flag("allow_offline")?,
        allow_online: fields.flag("allow_online")?,
    })
}

/// Parses `consent`.
pub(super) fn consent(fields: Fields<'_>, kinds: &mut Kinds) -> Result<ConsentService, Fault> {
    let verification_mode = fields.mode()?;
    kinds.extend(fields.proof(Service::Consent, Side::Proof)?);
    let supported_types = fields.words("supported_types", ConsentType::from_word)?;
    let text = fields.personal("text", 2, 100)?;
    Ok(ConsentService {
        supported_types,
        text: text.ok_or_else(|| fields.fault("text", &FieldError::Required))?,
        with_face: fields.flag_or("with_face", true)?,
        verification_mode,
        allow_offline: fields.flag("allow_offline")?,
        allow_online: fields.flag("allow_online")?,
    })
}

/// Parses `phone`.
pub(super) fn phone(fields: Fields<'_>) -> Result<PhoneService, Fault> {
    let phone_number = fields.parsed("phone_number", phone_number)?;
    let random_code = fields.personal("random_code", 2, 10)?;
    let text = fields.personal("text", 2, 100)?;
    if let (Some(code), Some(text)) = (&random_code, &text)
        && !text.reveal().contains(code.reveal())
    {
        let message = "The text must contain the random code.".to_owned();
        return Err(Fault::saying(fields.service, "text", message));
    }
    Ok(PhoneService {
        phone_number,
        random_code,
        text,
        channels: fields.words("supported_channel", code_channel)?,
    })
}

/// Parses `SMS` and `WhatsApp`, which clients write in any case.
fn code_channel(word: &str) -> Option<Channel> {
    let channels = [Channel::Sms, Channel::Whatsapp];
    channels
        .into_iter()
        .find(|channel| channel.word().eq_ignore_ascii_case(word))
}

/// Parses digits with a leading `+`. Blanks, dashes and brackets between them are dropped.
fn phone_number(text: &str) -> Result<Personal, FieldError> {
    check_length(text, 6, 64)?;
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = digits
        .chars()
        .all(|c| c.is_ascii_digit() || " -.()".contains(c))
        && digits.chars().any(|c| c.is_ascii_digit());
    if !is_number {
        return Err(FieldError::Format);
    }
    Ok(Personal::new(
        text.chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect::<String>(),
    ))
}

/// Parses `background_checks`. If empty, it takes name and date of birth from the document.
pub(super) fn background_checks(
    fields: Fields<'_>,
    today: Date,
) -> Result<BackgroundService, Fault> {
    let (name, _) = claims::name(fields)?;
    if let Asked::Check(name) = &name
        && name.first.is_none()
        && name.full.is_none()
    {
        return Err(fields.fault("first_name", &FieldError::Required));
    }
    Ok(BackgroundService {
        name,
        dob: fields.asked("dob", |text| parse_past_date(text, today))?,
        filters: fields.words("filters", |word| {
            check_length(word, 1, 64).ok().map(|()| word.to_owned())
        })?,
    })
}

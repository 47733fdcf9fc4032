//! `document` and `document_two`, which have the same keys.

use jiff::civil::Date;
use verification::Service;
use verification::request::fields::{parse_date, parse_document_number, parse_past_date};
use verification::request::{DocumentService, DocumentType, FieldError, Gender, Side};

use super::claims;
use super::fields::{Fields, personal};
use super::invalid::Fault;
use super::proof::Kinds;

/// Parses one of them.
pub(super) fn read(
    fields: Fields<'_>,
    service: Service,
    today: Date,
    kinds: &mut Kinds,
) -> Result<DocumentService, Fault> {
    let verification_mode = fields.mode()?;
    for side in [Side::Proof, Side::AdditionalProof] {
        kinds.extend(fields.proof(service, side)?);
    }
    let supported_types = supported_types(fields)?;
    let (name, fuzzy_name) = claims::name(fields)?;
    Ok(DocumentService {
        supported_types,
        name,
        fuzzy_name,
        dob: fields.asked("dob", |text| parse_past_date(text, today))?,
        age: claims::age(fields)?,
        gender: fields.asked("gender", |text| {
            Gender::from_word(&text.to_ascii_uppercase()).ok_or(FieldError::NotInList)
        })?,
        document_number: fields.asked("document_number", parse_document_number)?,
        issue_date: fields.asked("issue_date", |text| parse_past_date(text, today))?,
        // An expired one is a claim like any other: the check fails, not the request.
        expiry_date: fields.asked("expiry_date", parse_date)?,
        place_of_issue: fields.asked("place_of_issue", |text| personal(text, 1, 250))?,
        backside_proof_required: fields.flag_or("backside_proof_required", false)?,
        fetch_enhanced_data: fields.flag_or("fetch_enhanced_data", false)?,
        show_ocr_form: fields.flag_or("show_ocr_form", true)?,
        verification_mode,
        allow_offline: fields.flag("allow_offline")?,
        allow_online: fields.flag("allow_online")?,
        instructions: claims::instructions(fields)?,
    })
}

/// Parses `supported_types`. `any`, which newer clients send, means every type, and so does an
/// empty list.
fn supported_types(fields: Fields<'_>) -> Result<Vec<DocumentType>, Fault> {
    let words = fields.words("supported_types", |word| match word {
        "any" => Some(None),
        word => DocumentType::from_word(word).map(Some),
    })?;
    Ok(words
        .into_iter()
        .collect::<Option<Vec<DocumentType>>>()
        .unwrap_or_default())
}

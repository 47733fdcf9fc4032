//! What a list is narrowed down to besides words: nothing that tells who the person is.

use std::collections::BTreeSet;

use crate::aggregate::Verification;
use crate::capture::{CaptureDocument, Kind};
use crate::request::{CountryCode, DocumentType};
use crate::service::Service;
use crate::stage::Stage;
use crate::verdict::{DataValue, Decider, Outcome};

/// The facts of a verification that a list is narrowed down to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchFacts {
    /// The country of the request, or else the one that was read, ISO 3166-1 alpha-2 in capitals.
    pub country: Option<String>,
    /// The services that were requested.
    pub services: BTreeSet<Service>,
    /// Who started it and who submits the evidence.
    pub kind: Kind,
    /// The types of its documents: those that were read, or else those that the person chose, or
    /// else the only one that was requested.
    pub document_types: BTreeSet<DocumentType>,
    /// Whether a person gave the verdict that is in force.
    pub is_by_hand: bool,
}

/// Returns the facts of a verification.
pub fn facts_of(verification: &Verification) -> SearchFacts {
    let request = &verification.request;
    let decision = verification.stage.decision();
    let outcome = match &verification.stage {
        Stage::InReview(outcome) => Some(&**outcome),
        _ => decision.map(|decision| &decision.outcome),
    };
    let country = request.country.clone();
    let country = country.or_else(|| outcome.and_then(country_read));
    SearchFacts {
        country: country.map(|country| country.iso()),
        services: request.asked().collect(),
        kind: request.kind(),
        document_types: document_types(verification, outcome),
        is_by_hand: decision.is_some_and(|decision| decision.by != Decider::Automatic),
    }
}

fn country_read(outcome: &Outcome) -> Option<CountryCode> {
    let data = outcome.services.iter().flat_map(|service| &service.data);
    data.filter(|(key, _)| key == "country")
        .find_map(|(_, value)| match value {
            DataValue::Text(text) => CountryCode::parse(text.reveal()).ok(),
            _ => None,
        })
}

fn document_types(
    verification: &Verification,
    outcome: Option<&Outcome>,
) -> BTreeSet<DocumentType> {
    let services = outcome.into_iter().flat_map(|outcome| &outcome.services);
    let read: BTreeSet<DocumentType> = services
        .filter(|service| matches!(service.service, Service::Document | Service::DocumentTwo))
        .flat_map(|service| &service.data)
        .filter(|(key, _)| key == "selected_type")
        .filter_map(|(_, value)| match value {
            DataValue::Words(words) => DocumentType::from_word(words.first()?),
            _ => None,
        })
        .collect();
    if !read.is_empty() {
        return read;
    }
    if !verification.capture.chosen.is_empty() {
        return verification.capture.chosen.values().copied().collect();
    }
    let request = &verification.request;
    let only = request.services.documents();
    let mut types: BTreeSet<DocumentType> = only
        .filter_map(|(_, document)| match document.supported_types.as_slice() {
            [only] => Some(*only),
            _ => None,
        })
        .collect();
    if types.is_empty()
        && let Some(terms) = &request.capture
    {
        types.extend(match terms.document_type {
            CaptureDocument::NaDl => Some(DocumentType::DrivingLicense),
            CaptureDocument::Passport => Some(DocumentType::Passport),
            CaptureDocument::Other => None,
        });
    }
    types
}

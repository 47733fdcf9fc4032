//! The policy across services, which checks that two documents belong to the same person.

use crate::decline::DeclineCode;
use crate::finding::Finding;
use crate::names::{NameMatch, NameReading, PersonName, compare};
use crate::reading::{DocumentReading, Doubt, Examination};
use crate::request::Request;
use crate::service::Service;

/// Compares `document` with `document_two`, if both were requested and read.
///
/// A second document of another person leads to a decline, whatever was claimed: SPDR05 if the
/// names differ, SPDR36 if the dates of birth do. A value that one of them does not show is not
/// compared.
pub(super) fn documents(request: &Request, examination: &Examination) -> Vec<Finding> {
    let read = |service| {
        examination
            .of(service)
            .and_then(|examined| examined.reading.as_ref().ok())
    };
    let both = request.services.document.is_some() && request.services.document_two.is_some();
    let (Some(first), Some(second)) = (read(Service::Document), read(Service::DocumentTwo)) else {
        return Vec::new();
    };
    if both {
        [names(first, second), births(first, second)]
            .into_iter()
            .flatten()
            .collect()
    } else {
        Vec::new()
    }
}

fn names(first: &DocumentReading, second: &DocumentReading) -> Option<Finding> {
    let (one, other) = (first.name.as_ref()?, second.name.as_ref()?);
    Some(match either_way(one, other) {
        NameMatch::Match { .. } => same("name_across_documents"),
        NameMatch::Differs { .. } if doubtful(Doubt::Name, first, second) => not_sure("name"),
        NameMatch::Differs { .. } => {
            let code = DeclineCode::NAMES_OF_DOCUMENTS_DIFFER;
            Finding::failed(
                Service::DocumentTwo,
                "name_across_documents",
                code,
                "the two documents carry different names",
            )
        }
        NameMatch::NotComparable => Finding::not_made(
            Service::DocumentTwo,
            "name_across_documents",
            "the names cannot be compared",
        ),
    })
}

/// Either document may have truncated the name or omitted a part, so each is compared with the
/// other.
pub(super) fn either_way(one: &NameReading, other: &NameReading) -> NameMatch {
    match compare(&as_claim(one), other, false) {
        NameMatch::Differs { which } => match compare(&as_claim(other), one, false) {
            found @ NameMatch::Match { .. } => found,
            _ => NameMatch::Differs { which },
        },
        found => found,
    }
}

fn as_claim(name: &NameReading) -> PersonName {
    PersonName {
        first: name.given.clone(),
        middle: name.middle.clone(),
        last: name.family.clone(),
        full: name.full.clone(),
    }
}

fn births(first: &DocumentReading, second: &DocumentReading) -> Option<Finding> {
    let (one, other) = (first.dob?, second.dob?);
    if one == other {
        return Some(same("dob_across_documents"));
    }
    if doubtful(Doubt::Dob, first, second) {
        return Some(not_sure("dob"));
    }
    let code = DeclineCode::DOCUMENTS_OF_DIFFERENT_PERSONS;
    Some(Finding::failed(
        Service::DocumentTwo,
        "dob_across_documents",
        code,
        "the two documents carry different dates of birth",
    ))
}

/// An uncertain value contradicts nothing.
fn doubtful(doubt: Doubt, first: &DocumentReading, second: &DocumentReading) -> bool {
    first.doubts.contains(&doubt) || second.doubts.contains(&doubt)
}

fn not_sure(what: &str) -> Finding {
    let why = "not every character could be read with confidence";
    Finding::not_made(
        Service::DocumentTwo,
        &format!("{what}_across_documents"),
        why,
    )
}

fn same(check: &str) -> Finding {
    Finding::passed(Service::DocumentTwo, check, "both documents say the same")
}

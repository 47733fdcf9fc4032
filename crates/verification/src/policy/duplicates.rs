//! What follows from a search for duplicates: a reason for a decline, or that nobody was found.

use super::judged::outcome_of;
use super::rank::rank;
use crate::decline::DeclineCode;
use crate::duplicates::{DuplicateSearch, Lacking};
use crate::finding::Finding;
use crate::service::Service;
use crate::verdict::{DataValue, Outcome, ServiceOutcome, ServiceResult};

/// The key of the data of `face` that says whether there is a duplicate: `"1"`, `"0"` or `null`.
pub const DETECTED: &str = "duplicate_account_detected";

/// The key of the data of `face` with the references of the duplicates.
pub const REFERENCES: &str = "duplicate_references";

/// Whether another customer has one of the documents.
pub const SAME_DOCUMENT: &str = "duplicate.document";

/// Whether another customer handed in the selfie.
pub const SAME_SELFIE: &str = "duplicate.selfie";

/// Returns the outcome with what follows from a search for duplicates. A search that could not be
/// made is no pass.
#[must_use]
pub fn with_duplicates(mut outcome: Outcome, search: &DuplicateSearch) -> Outcome {
    outcome.findings.extend(findings(search));
    let faces = outcome.services.iter_mut();
    for face in faces.filter(|service| service.service == Service::Face) {
        add(face, search);
    }
    outcome_of(outcome.services, outcome.findings, outcome.zones)
}

fn add(face: &mut ServiceOutcome, search: &DuplicateSearch) {
    let is_duplicate = search.is_duplicate();
    face.data.push((
        DETECTED.to_owned(),
        match is_duplicate {
            Some(true) => DataValue::Text("1".into()),
            Some(false) => DataValue::Text("0".into()),
            None => DataValue::Null,
        },
    ));
    match is_duplicate {
        Some(true) => {
            let references = search.references().into_iter();
            let words = references.map(|reference| reference.as_str().to_owned());
            face.data
                .push((REFERENCES.to_owned(), DataValue::Words(words.collect())));
            face.result = ServiceResult::Whole(Some(false));
            face.codes.push(DeclineCode::DUPLICATE_ACCOUNT);
        }
        Some(false) => {}
        None => {
            if face.result == ServiceResult::Whole(Some(true)) {
                face.result = ServiceResult::Whole(None);
            }
            if face.codes.is_empty() {
                face.codes.push(DeclineCode::CHECK_NOT_MADE);
            }
        }
    }
    face.codes.sort_by_key(rank);
}

fn findings(search: &DuplicateSearch) -> Vec<Finding> {
    let not_made = |check, why: &str| Finding::not_made(Service::Face, check, why);
    if search.lacking.contains(&Lacking::Search) {
        let why = "no search for duplicates was made";
        return vec![not_made(SAME_DOCUMENT, why), not_made(SAME_SELFIE, why)];
    }
    let of = |check, found: bool, lacks: Option<&str>, (one, none): (&str, &str)| {
        if found {
            Finding::failed(Service::Face, check, DeclineCode::DUPLICATE_ACCOUNT, one)
        } else if let Some(why) = lacks {
            not_made(check, why)
        } else {
            Finding::passed(Service::Face, check, none)
        }
    };
    let lacks = |what: Lacking, why| search.lacking.contains(&what).then_some(why);
    vec![
        of(
            SAME_DOCUMENT,
            !search.documents.is_empty(),
            lacks(
                Lacking::Document,
                "number, birth or issuer was not read with certainty",
            ),
            (
                "another customer was accepted with this document",
                "no other customer was accepted with this document",
            ),
        ),
        of(
            SAME_SELFIE,
            !search.selfies.is_empty(),
            lacks(Lacking::Selfie, "the selfie does not show one face"),
            (
                "another customer was accepted with this very picture",
                "no other customer was accepted with this very picture",
            ),
        ),
    ]
}

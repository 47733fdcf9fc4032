//! What follows from a comparison with the face that a customer enrolled.

use super::judged::outcome_of;
use super::rank::rank;
use crate::decline::DeclineCode;
use crate::enrolment::Authentication;
use crate::finding::Finding;
use crate::reading::{Compared, Likeness};
use crate::request::Request;
use crate::service::Service;
use crate::verdict::{FieldResult, Outcome, ServiceResult};

/// Whether the selfie is of the person who is enrolled, or whether somebody is.
pub const ENROLLED: &str = "enrolled";

/// Returns the outcome with what `face_authentication` came to.
///
/// Without a document the enrolled face takes the place of the portrait: only if it is certainly
/// the same does the face pass. With one, both have to.
#[must_use]
pub fn with_authentication(
    mut outcome: Outcome,
    request: &Request,
    authentication: &Authentication,
) -> Outcome {
    let (result, code, finding) = judged(authentication);
    outcome.findings.push(finding);
    let has_portrait = request.services.documents().next().is_some();
    let faces = outcome.services.iter_mut();
    for face in faces.filter(|service| service.service == Service::Face) {
        if !has_portrait && is_answered(authentication) {
            // There was nothing else to compare the selfie with, which is no reason any more.
            face.codes
                .retain(|code| *code != DeclineCode::CHECK_NOT_MADE);
            if face.codes.is_empty() {
                face.result = ServiceResult::Whole(Some(true));
            }
        }
        if result != Some(true) && face.result == ServiceResult::Whole(Some(true)) {
            face.result = ServiceResult::Whole(result);
        }
        face.codes
            .extend(code.clone().filter(|code| !face.codes.contains(code)));
        if face.codes.is_empty() && face.result != ServiceResult::Whole(Some(true)) {
            face.codes.push(DeclineCode::CHECK_NOT_MADE);
        }
        face.codes.sort_by_key(rank);
    }
    outcome_of(outcome.services, outcome.findings, outcome.zones)
}

/// Returns true if the enrolled face was looked for, so that what follows says why the face passes
/// or does not.
const fn is_answered(authentication: &Authentication) -> bool {
    matches!(
        authentication,
        Authentication::NotEnrolled
            | Authentication::Compared(_)
            | Authentication::OtherNetwork
            | Authentication::BrokeDown
    )
}

/// The result that follows, its code, and the finding. A result of `true` changes nothing.
fn judged(authentication: &Authentication) -> (FieldResult, Option<DeclineCode>, Finding) {
    const FACE: Service = Service::Face;
    let failed = |result, code: DeclineCode, detail: &str| {
        let finding = Finding::failed(FACE, ENROLLED, code.clone(), detail);
        (result, Some(code), finding)
    };
    let not_made = |why: &str| {
        let finding = Finding::not_made(FACE, ENROLLED, why);
        (None, Some(DeclineCode::CHECK_NOT_MADE), finding)
    };
    match authentication {
        Authentication::MayEnroll => {
            let detail = "nobody is enrolled under this customer";
            (Some(true), None, Finding::passed(FACE, ENROLLED, detail))
        }
        Authentication::AlreadyEnrolled => failed(
            None,
            DeclineCode::ALREADY_ENROLLED,
            "somebody is enrolled under this customer already",
        ),
        Authentication::NotEnrolled => failed(
            None,
            DeclineCode::NOT_ENROLLED,
            "nobody is enrolled under this customer",
        ),
        Authentication::Compared(compared) => {
            let (result, code, finding) = match compared.likeness {
                Likeness::Same => {
                    let detail = "the face is the enrolled one";
                    (Some(true), None, Finding::passed(FACE, ENROLLED, detail))
                }
                Likeness::Unsure => failed(
                    None,
                    DeclineCode::FACE_UNCERTAIN,
                    "the face is neither certainly the enrolled one nor certainly another",
                ),
                Likeness::Different => failed(
                    Some(false),
                    DeclineCode::FACE_DIFFERS_FROM_SIGN_UP,
                    "the face is not the enrolled one",
                ),
            };
            (result, code, measured(finding, compared))
        }
        // The selfie itself is the reason, and usually has its code.
        Authentication::NoFace => {
            let why = "the selfie cannot be compared with anything";
            (None, None, Finding::not_made(FACE, ENROLLED, why))
        }
        Authentication::OtherNetwork => not_made(
            "the enrolled face was made by another network; forget the customer and enroll again",
        ),
        Authentication::BrokeDown => not_made("the enrolled face could not be compared"),
    }
}

fn measured(finding: Finding, compared: &Compared) -> Finding {
    finding.measured(compared.similarity, compared.same_from, "similarity")
}

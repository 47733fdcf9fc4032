//! The policy for `face`: the selfie is compared with the portraits of the documents.
//!
//! A pass needs a portrait that is certainly of the same person. A selfie alone is never a pass,
//! because there is nothing to compare it with and nothing shows that anybody was there.

use super::judged::Judged;
use super::rank::{codes_of, rank};
use crate::decline::DeclineCode;
use crate::enrolment;
use crate::finding::{Finding, FindingOutcome};
use crate::reading::{Compared, Comparison, ExaminedFace, Likeness, NotCompared, Selfie};
use crate::request::{FaceAuthentication, Request};
use crate::service::Service;
use crate::verdict::{DataValue, FieldResult, ServiceOutcome, ServiceResult};

/// The key of a document's result that says whether the portrait is of the person in the selfie.
pub const MATCHED: &str = "face_on_document_matched";

/// The key of a document's data with the points of the comparison, 0 to 100.
pub const CONFIDENCE: &str = "face_match_confidence";

/// The examiner's measurement of where the face in the selfie looks.
pub const POSE: &str = "selfie.pose";

/// The examiner's measurement of the light on the face in the selfie.
pub const LIGHT: &str = "selfie.light";

/// The examiner's measurement of the details of the face in the selfie.
pub const SHARPNESS: &str = "selfie.sharpness";

/// The examiner's measurement of a screen's grid in the selfie.
pub const SCREEN: &str = "selfie.screen";

/// Returns true if a verdict about this service is possible with what the request asks for. A
/// selfie has to be compared with the portrait of a document or with an enrolled face.
pub fn is_judgeable(request: &Request, service: Service) -> bool {
    service != Service::Face
        || request.services.documents().next().is_some()
        || enrolment::asked(request) == Some(FaceAuthentication::Authenticate)
}

/// Judges `face` by what was measured of the selfie and by how it compares with the portraits.
pub(super) fn judge(request: &Request, examined: &ExaminedFace) -> Judged {
    let mut findings = examined.findings.clone();
    let mut result = match examined.selfie {
        Selfie::Usable => {
            let seen = Finding::passed(Service::Face, "selfie", "the selfie shows one face");
            findings.push(seen);
            compared(request, examined, &mut findings)
        }
        unusable => {
            findings.push(unusable_selfie(request, unusable));
            // A picture was looked at, and it is not one of this person's face.
            matches!(unusable, Selfie::NoFace | Selfie::SeveralFaces).then_some(false)
        }
    };
    // A grid is a weak sign. It declines only if the business wants stricter checks, and only a
    // picture of a camera.
    if request.flags.enhanced_originality_checks && request.is_captured(Service::Face) {
        let screens = findings
            .iter_mut()
            .filter(|finding| finding.check == SCREEN && finding.outcome == FindingOutcome::Failed);
        for screen in screens {
            screen.code = Some(DeclineCode::FACE_FROM_SCREEN);
            result = Some(false);
        }
    }
    Judged {
        outcome: ServiceOutcome {
            service: Service::Face,
            result: ServiceResult::Whole(result),
            data: Vec::new(),
            additional: None,
            codes: codes_of(&findings),
        },
        findings,
    }
}

/// Adds what came of the portrait to the outcome of a document, and returns the finding. If `face`
/// was not examined, the result is `null`.
pub(super) fn on_document(
    outcome: &mut ServiceOutcome,
    examined: Option<&ExaminedFace>,
) -> Option<Finding> {
    let service = outcome.service;
    let ServiceResult::Fields(results) = &mut outcome.result else {
        return None;
    };
    if !matches!(service, Service::Document | Service::DocumentTwo) {
        return None;
    }
    let comparison = examined.and_then(|examined| examined.portrait(service));
    let (result, confidence, finding) = match comparison {
        Some(Comparison::Compared(compared)) => (
            matched(compared.likeness),
            DataValue::Number(compared.confidence().into()),
            Some(of_portrait(service, compared)),
        ),
        Some(Comparison::NotCompared(why)) => {
            let why = Finding::not_made(service, MATCHED, words(*why));
            (None, DataValue::Null, Some(why))
        }
        None => (None, DataValue::Null, None),
    };
    results.push((MATCHED.to_owned(), result));
    outcome.data.push((CONFIDENCE.to_owned(), confidence));
    outcome.codes.extend(codes_of(finding.as_slice()));
    outcome.codes.sort_by_key(rank);
    finding
}

/// What the portraits say together. Every portrait that can be seen has to be of the same person.
fn compared(
    request: &Request,
    examined: &ExaminedFace,
    findings: &mut Vec<Finding>,
) -> FieldResult {
    let mut likenesses = Vec::new();
    let mut is_lacking = false;
    let documents = || request.services.documents().map(|(service, _)| service);
    for service in documents() {
        match examined.portrait(service) {
            Some(Comparison::Compared(compared)) => likenesses.push(compared.likeness),
            // A second document may be one without a portrait, such as a payment card.
            Some(Comparison::NotCompared(NotCompared::NoPortrait)) | None
                if service == Service::DocumentTwo && documents().count() > 1 => {}
            Some(Comparison::NotCompared(why)) => {
                is_lacking = true;
                findings.push(without_portrait(*why));
            }
            None => {
                is_lacking = true;
                findings.push(without_portrait(NotCompared::NoPortrait));
            }
        }
    }
    if likenesses.contains(&Likeness::Different) {
        explain_by_quality(findings);
        let why = "the face is not that of the portrait";
        let code = DeclineCode::FACE_DIFFERS_FROM_PHOTO;
        findings.push(Finding::failed(Service::Face, "face", code, why));
        Some(false)
    } else if likenesses.contains(&Likeness::Unsure) {
        explain_by_quality(findings);
        let why = "the face is neither certainly that of the portrait nor certainly another";
        let code = DeclineCode::FACE_UNCERTAIN;
        findings.push(Finding::failed(Service::Face, "face", code, why));
        None
    } else if is_lacking {
        None
    } else if likenesses.is_empty() {
        let why = "no document was asked for, so there is nothing to compare the face with";
        findings.push(Finding::not_made(Service::Face, "face", why));
        None
    } else {
        let why = "the face is that of the portrait";
        findings.push(Finding::passed(Service::Face, "face", why));
        Some(true)
    }
}

const fn matched(likeness: Likeness) -> FieldResult {
    match likeness {
        Likeness::Same => Some(true),
        Likeness::Unsure => None,
        Likeness::Different => Some(false),
    }
}

/// The finding about the portrait on one document.
fn of_portrait(service: Service, compared: &Compared) -> Finding {
    let finding = match compared.likeness {
        Likeness::Same => Finding::passed(
            service,
            MATCHED,
            "the portrait is of the person in the selfie",
        ),
        Likeness::Unsure => Finding::not_made(
            service,
            MATCHED,
            "the similarity is too small for one person and too large for two",
        ),
        Likeness::Different => Finding::failed(
            service,
            MATCHED,
            DeclineCode::SELFIE_DIFFERS_FROM_DOCUMENT,
            "the portrait is not of the person in the selfie",
        ),
    };
    finding.measured(compared.similarity, compared.same_from, "similarity")
}

/// Makes a poor picture a reason as well: where the faces do not match, a better one may help.
fn explain_by_quality(findings: &mut [Finding]) {
    for finding in findings {
        if finding.outcome == FindingOutcome::Failed {
            finding.code = match finding.check.as_str() {
                POSE => Some(DeclineCode::FACE_NOT_CLEAR),
                LIGHT => Some(DeclineCode::LOW_LIGHT),
                SHARPNESS => Some(DeclineCode::FACE_IMAGE_BLURRED),
                _ => continue,
            };
        }
    }
}

/// Why the selfie cannot be compared. A picture of the camera and an uploaded one have codes of
/// their own.
fn unusable_selfie(request: &Request, selfie: Selfie) -> Finding {
    let is_captured = request.is_captured(Service::Face);
    let (code, detail) = match selfie {
        Selfie::NoFace if is_captured => (DeclineCode::FACE_NOT_DETECTED, "there is no face"),
        Selfie::NoFace => (DeclineCode::NO_FACE_IN_UPLOAD, "there is no face"),
        Selfie::SeveralFaces if is_captured => {
            (DeclineCode::SEVERAL_FACES, "there are several faces")
        }
        Selfie::SeveralFaces => (DeclineCode::MORE_THAN_ONE_FACE, "there are several faces"),
        Selfie::NotAPicture => (
            DeclineCode::FACE_IMAGE_CORRUPT,
            "the selfie cannot be decoded",
        ),
        Selfie::TooSmall | Selfie::Usable => (
            DeclineCode::FACE_UNCLEAR,
            "there are too few pixels between the eyes to compare the face",
        ),
    };
    Finding::failed(Service::Face, "selfie", code, detail)
}

/// The reason why there is no portrait to compare the selfie with.
fn without_portrait(why: NotCompared) -> Finding {
    let code = match why {
        NotCompared::NoPortrait => DeclineCode::NO_FACE_ON_DOCUMENT,
        NotCompared::TooSmall | NotCompared::Ambiguous => DeclineCode::DOCUMENT_FACE_UNCLEAR,
        NotCompared::Selfie | NotCompared::BrokeDown => DeclineCode::CHECK_NOT_MADE,
    };
    Finding::failed(Service::Face, "portrait", code, words(why))
}

const fn words(why: NotCompared) -> &'static str {
    match why {
        NotCompared::Selfie => "the selfie cannot be compared with anything",
        NotCompared::NoPortrait => "no portrait was found on the document",
        NotCompared::TooSmall => "the portrait has too few pixels between the eyes to be compared",
        NotCompared::Ambiguous => {
            "different people are in the picture of the document, so none is certainly the holder"
        }
        NotCompared::BrokeDown => "the comparison broke down",
    }
}

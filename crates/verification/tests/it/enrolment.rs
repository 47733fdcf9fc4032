//! What follows from a comparison with an enrolled face.

use proptest::prelude::*;
use verification::decline::DeclineCode;
use verification::enrolment::Authentication;
use verification::policy::{is_judgeable, judge, with_authentication};
use verification::reading::{
    Compared, Comparison, Examination, ExaminedFace, Likeness, Portrait, Selfie,
};
use verification::request::{FaceAuthentication, FaceService};
use verification::verdict::{Outcome, ServiceResult, Verdict};
use verification::{Request, Service};

use crate::builders::{TODAY, examination, reading, request};

fn compared(likeness: Likeness) -> Compared {
    Compared {
        likeness,
        similarity: 0.5,
        same_from: 0.42,
        different_below: 0.3,
    }
}

fn asked(authentication: FaceAuthentication, has_document: bool) -> Request {
    let mut asked = request(false);
    if !has_document {
        asked.services.document = None;
    }
    asked.services.face = Some(FaceService {
        authentication: Some(authentication),
        ..FaceService::default()
    });
    asked
}

/// The outcome for a selfie that is the portrait's, or not, if there is a document.
fn judged(request: &Request, portrait: Likeness, selfie: Selfie, came: &Authentication) -> Outcome {
    let documents = request.services.documents();
    let portraits = documents.map(|(service, _)| Portrait {
        service,
        comparison: Comparison::Compared(compared(portrait)),
    });
    let face = ExaminedFace {
        selfie,
        portraits: portraits.collect(),
        findings: Vec::new(),
        trace: None,
    };
    let examined = Examination {
        face: Some(face),
        ..examination(Ok(reading()), Vec::new())
    };
    with_authentication(judge(request, &examined, TODAY), request, came)
}

fn told(outcome: &Outcome) -> (ServiceResult, Vec<&str>) {
    let mut services = outcome.services.iter();
    let face = services.find(|it| it.service == Service::Face).unwrap();
    let codes = outcome.codes.iter().map(DeclineCode::as_str).collect();
    (face.result.clone(), codes)
}

#[test]
fn a_selfie_alone_passes_only_as_the_enrolled_face() {
    let alone = asked(FaceAuthentication::Authenticate, false);
    assert!(is_judgeable(&alone, Service::Face));
    let enrolling = asked(FaceAuthentication::Enroll, false);
    assert!(!is_judgeable(&enrolling, Service::Face));
    let cases = [
        (
            Authentication::Compared(compared(Likeness::Same)),
            (Some(true), vec![]),
        ),
        (
            Authentication::Compared(compared(Likeness::Unsure)),
            (None, vec!["BNFD09"]),
        ),
        (
            Authentication::Compared(compared(Likeness::Different)),
            (Some(false), vec!["SPDR38"]),
        ),
        (Authentication::OtherNetwork, (None, vec!["BNFD03"])),
        (Authentication::BrokeDown, (None, vec!["BNFD03"])),
        (Authentication::NotEnrolled, (None, vec!["SPDR343"])),
        (Authentication::NoFace, (None, vec!["BNFD03"])),
    ];
    for (came, (result, codes)) in cases {
        let outcome = judged(&alone, Likeness::Same, Selfie::Usable, &came);
        assert_eq!(told(&outcome), (ServiceResult::Whole(result), codes));
    }
    let none = judged(
        &alone,
        Likeness::Same,
        Selfie::NoFace,
        &Authentication::NoFace,
    );
    assert_eq!(told(&none).1, ["SPDR283"]);
}

proptest! {
    /// Nothing but the same face passes, and with a document both have to be the same.
    #[test]
    fn nothing_else_passes(
        has_document in any::<bool>(),
        portrait in prop::sample::select(vec![Likeness::Same, Likeness::Unsure, Likeness::Different]),
        selfie in prop::sample::select(vec![Selfie::Usable, Selfie::NoFace, Selfie::TooSmall]),
        came in prop::sample::select(vec![
            Authentication::NotEnrolled,
            Authentication::NoFace,
            Authentication::OtherNetwork,
            Authentication::BrokeDown,
            Authentication::Compared(compared(Likeness::Same)),
            Authentication::Compared(compared(Likeness::Unsure)),
            Authentication::Compared(compared(Likeness::Different)),
        ]),
    ) {
        let request = asked(FaceAuthentication::Authenticate, has_document);
        let outcome = judged(&request, portrait, selfie, &came);
        let is_enrolled = came == Authentication::Compared(compared(Likeness::Same));
        let is_portrait = !has_document || portrait == Likeness::Same;
        let passes = is_enrolled && is_portrait && selfie == Selfie::Usable;
        prop_assert_eq!(outcome.verdict == Verdict::Accepted, passes, "{:?}", told(&outcome));
        prop_assert_eq!(told(&outcome).0 == ServiceResult::Whole(Some(true)), passes);
    }
}

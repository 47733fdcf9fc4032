//! What the policy makes of selfies and portraits, and when a selfie is asked for again.

use proptest::prelude::*;
use verification::capture::{CapturePage, Raised};
use verification::decline::DeclineCode;
use verification::finding::{Finding, FindingOutcome};
use verification::journal::Browser;
use verification::policy::{CONFIDENCE, LIGHT, MATCHED, SELFIE_SCREEN, is_judgeable, judge};
use verification::reading::{
    Compared, Comparison, Examination, ExaminedFace, Likeness, NotCompared, Portrait, Selfie,
};
use verification::request::{DocumentService, EvidenceSlot, FaceService, Side};
use verification::stage::StageName;
use verification::status::{StatusCode, grammar};
use verification::verdict::{DataValue, FieldResult, Outcome, ServiceResult, Verdict};
use verification::{Effect, Request, Service, Step, Verification};

use crate::builders::{TODAY, at, examination, opened, reading, request};

const SELFIE: EvidenceSlot = EvidenceSlot::new(Service::Face, Side::Proof);

fn with_face(off_site: bool) -> Request {
    let mut asked = request(off_site);
    asked.services.face = Some(FaceService::default());
    if off_site {
        asked.proofs.insert(SELFIE);
    }
    asked
}

fn similar(similarity: f64) -> Comparison {
    let likeness = match similarity {
        far if far < 0.30 => Likeness::Different,
        near if near >= 0.42 => Likeness::Same,
        _ => Likeness::Unsure,
    };
    Comparison::Compared(Compared {
        likeness,
        similarity,
        same_from: 0.42,
        different_below: 0.30,
    })
}

fn seen(selfie: Selfie, portraits: &[(Service, Comparison)]) -> ExaminedFace {
    let portraits = portraits.iter().map(|(service, comparison)| Portrait {
        service: *service,
        comparison: comparison.clone(),
    });
    ExaminedFace {
        selfie,
        portraits: portraits.collect(),
        findings: Vec::new(),
        trace: None,
    }
}

fn examined(face: ExaminedFace) -> Examination {
    let consistent = Finding::passed(Service::Document, "barcode.consistency", "consistent");
    Examination {
        face: Some(face),
        ..examination(Ok(reading()), vec![consistent])
    }
}

fn judged(asked: &Request, face: ExaminedFace) -> Outcome {
    judge(asked, &examined(face), TODAY)
}

fn of_face(outcome: &Outcome) -> FieldResult {
    let face = outcome
        .services
        .iter()
        .find(|service| service.service == Service::Face);
    match face.unwrap().result {
        ServiceResult::Whole(result) => result,
        ServiceResult::Fields(_) => panic!("not whole"),
    }
}

/// What the document says of its portrait: the result, and the points.
fn of_document(outcome: &Outcome) -> (FieldResult, Option<i64>) {
    let document = &outcome.services[0];
    let ServiceResult::Fields(fields) = &document.result else {
        panic!("not fields")
    };
    let matched = fields.iter().find(|(key, _)| key == MATCHED).unwrap().1;
    let confidence = document.data.iter().find(|(key, _)| key == CONFIDENCE);
    let points = match confidence.unwrap().1 {
        DataValue::Number(points) => Some(points),
        _ => None,
    };
    (matched, points)
}

fn codes(outcome: &Outcome) -> Vec<&str> {
    outcome.codes.iter().map(DeclineCode::as_str).collect()
}

#[test]
fn only_the_same_face_is_accepted() {
    type Portraits<'a> = &'a [(Service, Comparison)];
    let document = |comparison| [(Service::Document, comparison)];
    let why = |why| document(Comparison::NotCompared(why));
    let alike = document(similar(0.61));
    let cases: [(Selfie, Portraits<'_>, _, _, &[&str]); 12] = [
        (
            Selfie::Usable,
            &alike,
            Some(true),
            (Some(true), Some(86)),
            &[],
        ),
        (
            Selfie::Usable,
            &document(similar(0.36)),
            None,
            (None, Some(60)),
            &["BNFD09"],
        ),
        (
            Selfie::Usable,
            &document(similar(0.12)),
            Some(false),
            (Some(false), Some(16)),
            &["SPDR166", "SPDR230"],
        ),
        (
            Selfie::Usable,
            &why(NotCompared::NoPortrait),
            None,
            (None, None),
            &["SPDR99"],
        ),
        (
            Selfie::Usable,
            &why(NotCompared::TooSmall),
            None,
            (None, None),
            &["SPDR231"],
        ),
        (
            Selfie::Usable,
            &why(NotCompared::Ambiguous),
            None,
            (None, None),
            &["SPDR231"],
        ),
        (
            Selfie::Usable,
            &why(NotCompared::BrokeDown),
            None,
            (None, None),
            &["BNFD03"],
        ),
        (Selfie::Usable, &[], None, (None, None), &["SPDR99"]),
        (
            Selfie::NoFace,
            &why(NotCompared::Selfie),
            Some(false),
            (None, None),
            &["SPDR168"],
        ),
        (
            Selfie::SeveralFaces,
            &why(NotCompared::Selfie),
            Some(false),
            (None, None),
            &["SPDR61"],
        ),
        (
            Selfie::TooSmall,
            &why(NotCompared::Selfie),
            None,
            (None, None),
            &["SPDR219"],
        ),
        (
            Selfie::NotAPicture,
            &why(NotCompared::Selfie),
            None,
            (None, None),
            &["SPDR268"],
        ),
    ];
    for (selfie, portraits, face, portrait, expected) in cases {
        let outcome = judged(&with_face(true), seen(selfie, portraits));
        let found = (of_face(&outcome), of_document(&outcome), codes(&outcome));
        assert_eq!(
            found,
            (face, portrait, expected.to_vec()),
            "{selfie:?} {portraits:?}"
        );
    }
}

#[test]
fn a_selfie_of_the_camera_has_codes_of_its_own() {
    for (selfie, code) in [
        (Selfie::NoFace, "SPDR283"),
        (Selfie::SeveralFaces, "SPDR281"),
    ] {
        let outcome = judged(&with_face(false), seen(selfie, &[]));
        assert_eq!(codes(&outcome), [code]);
    }
}

#[test]
fn a_second_document_counts_if_it_has_a_portrait() {
    let mut asked = with_face(true);
    asked.services.document_two = Some(DocumentService::default());
    let two = |second| {
        let portraits = [
            (Service::Document, similar(0.6)),
            (Service::DocumentTwo, second),
        ];
        judged(&asked, seen(Selfie::Usable, &portraits))
    };
    let none = two(Comparison::NotCompared(NotCompared::NoPortrait));
    assert_eq!(of_face(&none), Some(true));
    let small = two(Comparison::NotCompared(NotCompared::TooSmall));
    assert_eq!(of_face(&small), None);
    let other = two(similar(0.1));
    assert_eq!(of_face(&other), Some(false));
    assert!(
        other
            .codes
            .contains(&DeclineCode::SELFIE_DIFFERS_FROM_DOCUMENT)
    );
    // The first document has to have one.
    let portraits = [
        (
            Service::Document,
            Comparison::NotCompared(NotCompared::NoPortrait),
        ),
        (Service::DocumentTwo, similar(0.6)),
    ];
    let first = judged(&asked, seen(Selfie::Usable, &portraits));
    assert_eq!(of_face(&first), None);
    assert!(first.codes.contains(&DeclineCode::NO_FACE_ON_DOCUMENT));
}

#[test]
fn a_selfie_alone_proves_nothing() {
    let mut asked = with_face(true);
    assert!(is_judgeable(&asked, Service::Face));
    asked.services.document = None;
    assert!(!is_judgeable(&asked, Service::Face));
    let examination = Examination {
        face: Some(seen(Selfie::Usable, &[])),
        ..Examination::default()
    };
    let outcome = judge(&asked, &examination, TODAY);
    assert_eq!((of_face(&outcome), codes(&outcome)), (None, vec!["BNFD03"]));
}

/// A poor picture is a reason only where the faces do not match.
#[test]
fn a_poor_picture_explains_and_never_declines_by_itself() {
    let dark = |similarity| {
        let finding = Finding::new(Service::Face, LIGHT, FindingOutcome::Failed, "dark");
        ExaminedFace {
            findings: vec![finding],
            ..seen(Selfie::Usable, &[(Service::Document, similar(similarity))])
        }
    };
    let asked = with_face(true);
    assert_eq!(codes(&judged(&asked, dark(0.6))), [""; 0]);
    assert_eq!(codes(&judged(&asked, dark(0.35))), ["SPDR96", "BNFD09"]);
    assert_eq!(
        codes(&judged(&asked, dark(0.1))),
        ["SPDR96", "SPDR166", "SPDR230"]
    );
}

#[test]
fn the_grid_of_a_screen_declines_only_where_stricter_checks_were_asked_for() {
    let grid = || {
        let finding = Finding::new(Service::Face, SELFIE_SCREEN, FindingOutcome::Failed, "grid");
        ExaminedFace {
            findings: vec![finding],
            ..seen(Selfie::Usable, &[(Service::Document, similar(0.6))])
        }
    };
    for (off_site, strict, expected) in [
        (false, false, &[][..]),
        (false, true, &["SPDR59"]),
        (true, true, &[]),
    ] {
        let mut asked = with_face(off_site);
        asked.flags.enhanced_originality_checks = strict;
        assert_eq!(
            codes(&judged(&asked, grid())),
            expected,
            "{off_site} {strict}"
        );
    }
}

/// Without networks and with a reviewer, everything about faces is `null`.
#[test]
fn what_nobody_examined_is_null() {
    let outcome = judge(
        &with_face(true),
        &examination(Ok(reading()), Vec::new()),
        TODAY,
    );
    assert_eq!(of_face(&outcome), None);
    assert_eq!(of_document(&outcome), (None, None));
    // Who did not ask for a face is told nothing about one.
    let outcome = judge(
        &request(true),
        &examination(Ok(reading()), Vec::new()),
        TODAY,
    );
    let ServiceResult::Fields(fields) = &outcome.services[0].result else {
        panic!("not fields")
    };
    assert!(fields.iter().all(|(key, _)| key != MATCHED));
}

/// A person on the hosted pages, and what the journal got.
struct Walk {
    now: Verification,
    codes: Vec<StatusCode>,
}

impl Walk {
    /// Everything is submitted, and the selfie last.
    fn until_examined(asked: Request) -> Self {
        let step = opened(asked);
        let mut walk = Self {
            now: step.next.clone(),
            codes: Vec::new(),
        };
        walk.take(step);
        walk.now.capture.own_codes = true;
        walk.raises(&[1100, 1190]);
        for (side, codes) in [
            (Side::Proof, [1200, 1205, 1210]),
            (Side::AdditionalProof, [1300, 1305, 1310]),
        ] {
            walk.raises(&codes);
            let slot = EvidenceSlot::new(Service::Document, side);
            walk.take(walk.now.clone().hand_in(slot, at(1)).unwrap());
        }
        walk.raises(&[1500]);
        let record = verification::capture::ConsentRecord {
            text: "text".to_owned(),
            sha256: "00".repeat(32),
            version: "1".to_owned(),
            language: "en".to_owned(),
            at: at(1),
        };
        let accepted = walk.now.clone().accept_biometrics(record, browser(), at(1));
        walk.take(accepted.unwrap());
        walk.hands_in_selfie();
        walk
    }

    fn raises(&mut self, codes: &[u16]) {
        for code in codes {
            let event = Raised {
                code: StatusCode(*code),
                at: None,
                detail: None,
                browser: browser(),
            };
            self.take(self.now.clone().raise(&[event], at(1)).unwrap());
        }
    }

    fn hands_in_selfie(&mut self) {
        assert_eq!(self.now.page(at(2)), CapturePage::Selfie);
        self.take(self.now.clone().hand_in(SELFIE, at(2)).unwrap());
        // The form shows what was read, and the verdict rests on it.
        if self.now.page(at(2)) == CapturePage::Confirm {
            self.take(self.now.clone().confirm(Vec::new(), at(2)).unwrap());
        }
        assert_eq!(self.now.page(at(2)), CapturePage::Processing);
    }

    fn is_judged(&mut self, face: ExaminedFace) {
        let outcome = judged(&self.now.request, face);
        self.take(self.now.clone().decide(outcome, at(3)).unwrap());
    }

    fn take(&mut self, step: Step<Verification>) {
        self.codes
            .extend(step.effects.iter().filter_map(|effect| match effect {
                Effect::Log(entry) => Some(entry.code),
                _ => None,
            }));
        self.now = step.next;
    }

    fn ended(&self) -> usize {
        let ended = self.codes.iter().filter(|code| **code == StatusCode::ENDED);
        ended.count()
    }
}

fn browser() -> Browser {
    Browser {
        url: "{}".to_owned(),
        user_agent: "a browser".to_owned(),
    }
}

fn unsure() -> ExaminedFace {
    seen(Selfie::Usable, &[(Service::Document, similar(0.36))])
}

#[test]
fn who_is_not_recognised_for_certain_takes_the_selfie_again() {
    for (last, verdict) in [(0.6, Verdict::Accepted), (0.36, Verdict::Declined)] {
        let mut walk = Walk::until_examined(with_face(false));
        for _ in 0..2 {
            assert_eq!(walk.ended(), 0);
            walk.is_judged(unsure());
            assert!(walk.now.awaits_selfie_again());
            assert_eq!(walk.codes.last(), Some(&StatusCode::SELFIE_REFUSED));
            walk.hands_in_selfie();
        }
        walk.is_judged(seen(Selfie::Usable, &[(Service::Document, similar(last))]));
        let decision = walk.now.stage.decision().unwrap();
        assert_eq!(decision.verdict, verdict);
        assert_eq!(walk.ended(), 1);
        grammar::check(&walk.codes).unwrap();
    }
}

#[test]
fn a_reviewer_decides_what_stays_unsure() {
    let mut asked = with_face(false);
    asked.flags.manual_review = true;
    let mut walk = Walk::until_examined(asked);
    for _ in 0..2 {
        walk.is_judged(unsure());
        walk.hands_in_selfie();
    }
    walk.is_judged(unsure());
    assert_eq!(walk.now.stage.name(), StageName::InReview);
    assert_eq!(walk.ended(), 1);
}

#[test]
fn another_face_and_another_reason_are_not_asked_for_again() {
    let stranger = seen(Selfie::Usable, &[(Service::Document, similar(0.1))]);
    let mut walk = Walk::until_examined(with_face(false));
    walk.is_judged(stranger);
    assert_eq!(walk.now.stage.name(), StageName::Declined);
    // The document is declined whatever the next selfie shows.
    let mut asked = with_face(false);
    asked.services.document.as_mut().unwrap().document_number =
        verification::request::Asked::Check("X1".into());
    let mut walk = Walk::until_examined(asked);
    walk.is_judged(unsure());
    assert_eq!(walk.now.stage.name(), StageName::Declined);
    assert_eq!(walk.ended(), 1);
}

#[test]
fn who_does_not_take_it_again_is_judged_by_the_last_one() {
    for (manual_review, expected) in [(false, StageName::Declined), (true, StageName::InReview)] {
        let mut asked = with_face(false);
        asked.flags.manual_review = manual_review;
        let mut walk = Walk::until_examined(asked);
        walk.is_judged(unsure());
        let end = walk.now.clone().expire(true, at(60)).unwrap();
        walk.take(end);
        assert_eq!(walk.now.stage.name(), expected);
        assert_eq!(walk.ended(), 1);
    }
}

fn any_face() -> impl Strategy<Value = ExaminedFace> {
    let selfie = prop::sample::select(vec![
        Selfie::Usable,
        Selfie::NoFace,
        Selfie::SeveralFaces,
        Selfie::TooSmall,
        Selfie::NotAPicture,
    ]);
    let comparison = prop_oneof![
        (-1.0..1.0).prop_map(similar),
        prop::sample::select(vec![
            NotCompared::Selfie,
            NotCompared::NoPortrait,
            NotCompared::TooSmall,
            NotCompared::Ambiguous,
            NotCompared::BrokeDown,
        ])
        .prop_map(Comparison::NotCompared),
    ];
    let service = prop::sample::select(vec![Service::Document, Service::DocumentTwo]);
    let portraits = prop::collection::vec((service, comparison), 0..3);
    (selfie, portraits).prop_map(|(selfie, portraits)| seen(selfie, &portraits))
}

proptest! {
    /// Whatever was examined: a face passes only if its selfie is usable and a portrait is the
    /// same, and a decline has a listed code.
    #[test]
    fn no_face_passes_unseen(face in any_face(), off_site in any::<bool>()) {
        let outcome = judged(&with_face(off_site), face.clone());
        let is_same = |comparison: &Comparison| {
            matches!(comparison, Comparison::Compared(seen) if seen.likeness == Likeness::Same)
        };
        let is_shown = face.selfie == Selfie::Usable
            && face.portrait(Service::Document).is_some_and(is_same);
        prop_assert!(of_face(&outcome) != Some(true) || is_shown);
        prop_assert_eq!(outcome.verdict == Verdict::Declined, !outcome.codes.is_empty());
        prop_assert!(outcome.verdict == Verdict::Declined || is_shown);
        for code in &outcome.codes {
            prop_assert!(code.definition().is_some());
        }
    }
}

//! Cases in review: who has one, who decided it, four eyes, one picture again, overturned verdicts,
//! corrected data, and what is held.

use uuid::Uuid;
use verification::capture::CapturePage;
use verification::decline::DeclineCode;
use verification::event::ResponseEvent;
use verification::request::{EvidenceSlot, Side};
use verification::review::{
    CorrectionRefused, Hold, OPERATOR, ReviewRefused, Reviewer, Ruling, may_be_next,
};
use verification::stage::{Act, DeleteRefused, Refused, Stage, StageName};
use verification::status::{StatusCode, grammar};
use verification::verdict::{DataValue, Decider, ServiceOutcome, ServiceResult, Verdict};
use verification::{Effect, Service, StaffId, Step, Verification};

use crate::builders::{at, opened, outcome, request};

const ANN: Reviewer = reviewer(1, false);
const BEN: Reviewer = reviewer(2, false);
const EVE: Reviewer = reviewer(3, true);

const fn reviewer(number: u128, is_senior: bool) -> Reviewer {
    Reviewer {
        member: StaffId::new(Uuid::from_u128(number)),
        is_senior,
    }
}

fn accept() -> Ruling {
    Ruling {
        verdict: Verdict::Accepted,
        codes: Vec::new(),
        note: None,
    }
}

fn decline(codes: &[DeclineCode]) -> Ruling {
    Ruling {
        verdict: Verdict::Declined,
        codes: codes.to_vec(),
        note: Some("blurred".into()),
    }
}

/// A verification with pictures of the business that awaits review since minute 1.
fn in_review(suggestion: Verdict) -> Verification {
    let mut asked = request(true);
    asked.flags.manual_review = true;
    let opened = opened(asked).next;
    opened.decide(outcome(suggestion), at(1)).unwrap().next
}

fn taken(by: Reviewer, minute: i64) -> (Verification, u64) {
    let step = in_review(Verdict::Accepted)
        .take_case(by, at(minute))
        .unwrap();
    let fence = step.next.review_task().fence;
    (step.next, fence)
}

fn events(step: &Step<Verification>) -> Vec<ResponseEvent> {
    let effects = step.effects.iter();
    effects
        .filter_map(|effect| match effect {
            Effect::Announce { event, .. } => Some(*event),
            _ => None,
        })
        .collect()
}

#[test]
fn a_case_is_held_by_one_person_at_a_time() {
    let (case, fence) = taken(ANN, 2);
    let until = at(17);
    let held = ReviewRefused::Held {
        holder: ANN.member,
        until,
    };
    assert_eq!(case.clone().take_case(BEN, at(3)).unwrap_err(), held);
    let decided = case
        .clone()
        .decide_case(BEN, Some(fence), accept(), false, at(3));
    assert_eq!(decided.unwrap_err(), held);
    let operator = Reviewer {
        member: OPERATOR,
        is_senior: true,
    };
    let decided = case
        .clone()
        .decide_case(operator, None, accept(), false, at(3));
    assert_eq!(decided.unwrap_err(), held, "not even the operator");
    let longer = case
        .clone()
        .take_case(ANN, at(10))
        .unwrap()
        .next
        .review_task();
    assert_eq!(longer.fence, fence, "in a second window as well");
    assert_eq!(longer.lease.unwrap().until, at(25));
    // When the lease is over, the first who comes gets the case, and the fence moves on.
    let others = case.clone().take_case(BEN, until).unwrap().next;
    assert_eq!(others.review_task().fence, fence + 1);
    let late = others.decide_case(ANN, Some(fence), accept(), false, at(18));
    assert!(matches!(late, Err(ReviewRefused::Held { .. })), "{late:?}");
    let decided = case.decide_case(ANN, Some(fence), accept(), false, at(60));
    assert_eq!(
        decided.unwrap().next.stage.name(),
        StageName::Accepted,
        "nobody else took it"
    );
}

#[test]
fn an_older_fence_decides_nothing() {
    let (case, fence) = taken(ANN, 2);
    let back = case.give_back_case(ANN, fence, at(3)).unwrap().next;
    let decide = |case: &Verification, fence| {
        case.clone()
            .decide_case(ANN, Some(fence), accept(), false, at(4))
    };
    assert_eq!(decide(&back, fence).unwrap_err(), ReviewRefused::NotHeld);
    let again = back.take_case(ANN, at(4)).unwrap().next;
    assert_eq!(decide(&again, fence).unwrap_err(), ReviewRefused::NotHeld);
    assert!(decide(&again, fence + 1).is_ok());
}

#[test]
fn whoever_is_second_is_told_who_was_first() {
    let (case, fence) = taken(ANN, 2);
    let decided = case.decide_case(ANN, Some(fence), accept(), false, at(3));
    let decided = decided.unwrap().next;
    let first = ReviewRefused::Decided {
        by: Some(ANN.member),
        at: at(3),
    };
    assert_eq!(decided.clone().take_case(BEN, at(4)).unwrap_err(), first);
    let second = decided
        .clone()
        .decide_case(BEN, Some(1), accept(), false, at(4));
    assert_eq!(second.unwrap_err(), first);
    let open = opened(request(false)).next.take_case(ANN, at(1));
    assert_eq!(
        open.unwrap_err(),
        ReviewRefused::Stage(Refused {
            act: Act::Take,
            from: StageName::Created
        })
    );
}

#[test]
fn a_decline_has_codes_of_the_catalogue() {
    let (case, fence) = taken(ANN, 2);
    let decide = |ruling| {
        case.clone()
            .decide_case(ANN, Some(fence), ruling, false, at(3))
    };
    assert_eq!(decide(decline(&[])).unwrap_err(), ReviewRefused::NoCode);
    let made_up: DeclineCode = "SPDR9999".parse().unwrap();
    assert_eq!(
        decide(decline(std::slice::from_ref(&made_up))).unwrap_err(),
        ReviewRefused::UnknownCode(made_up)
    );
    let chosen = [DeclineCode::FACE_UNCERTAIN, DeclineCode::LOW_LIGHT];
    let step = decide(decline(&chosen)).unwrap();
    assert_eq!(events(&step), [ResponseEvent::VerificationDeclined]);
    let decision = step.next.stage.decision().unwrap();
    assert_eq!(decision.outcome.codes, chosen);
    assert_eq!(decision.outcome.reason.as_ref(), chosen.first());
    let Decider::Staff(by) = &decision.by else {
        panic!("{:?}", decision.by)
    };
    assert_eq!((by.maker, by.approver), (ANN.member, None));
}

#[test]
fn cases_are_put_off_handed_over_and_escalated() {
    let (case, fence) = taken(ANN, 2);
    for until in [at(3), at(60 * 24 * 31)] {
        let refused = case.clone().snooze_case(ANN, fence, until, at(3));
        assert_eq!(refused.unwrap_err(), ReviewRefused::Until);
    }
    let snoozed = case.clone().snooze_case(ANN, fence, at(60), at(3));
    let task = snoozed.unwrap().next.review_task();
    assert!(!may_be_next(&task, ANN, at(59)) && may_be_next(&task, BEN, at(60)));

    let handed = case.clone().hand_over_case(ANN, fence, BEN, at(3)).unwrap();
    let refused = handed
        .next
        .clone()
        .decide_case(ANN, Some(fence), accept(), false, at(4));
    assert!(matches!(refused, Err(ReviewRefused::Held { .. })));
    let kept = handed
        .next
        .take_case(BEN, at(4))
        .unwrap()
        .next
        .review_task();
    assert_eq!(kept.fence, fence + 1);
    assert_eq!(kept.lease.unwrap().until, at(3 + 24 * 60), "not cut short");

    let escalated = case.escalate_case(ANN, fence, at(3)).unwrap().next;
    assert!(!may_be_next(&escalated.review_task(), BEN, at(4)));
    let refused = escalated.clone().take_case(BEN, at(4));
    assert_eq!(refused.unwrap_err(), ReviewRefused::ForSeniors);
    assert!(escalated.take_case(EVE, at(4)).is_ok());
}

#[test]
fn four_eyes_are_those_of_two_people() {
    let (case, fence) = taken(EVE, 2);
    let chosen = [DeclineCode::LOW_LIGHT];
    let step = case.decide_case(EVE, Some(fence), decline(&chosen), true, at(3));
    let step = step.unwrap();
    assert_eq!(events(&step), [], "nobody is told yet");
    assert_eq!(step.next.stage.name(), StageName::InReview);
    let proposed = step.next;
    for refused in [
        proposed.clone().take_case(EVE, at(4)),
        proposed.clone().approve_case(EVE, Some(fence), at(4)),
        proposed.clone().approve_case(EVE, None, at(4)),
        proposed.clone().send_back_case(EVE, None, at(4)),
    ] {
        assert_eq!(refused.unwrap_err(), ReviewRefused::SamePerson);
    }
    assert_eq!(
        proposed.clone().approve_case(BEN, None, at(4)).unwrap_err(),
        ReviewRefused::ForSeniors
    );
    let senior = reviewer(4, true);
    let again = proposed
        .clone()
        .decide_case(senior, None, accept(), true, at(4));
    assert_eq!(again.unwrap_err(), ReviewRefused::Proposed);
    let second = proposed.take_case(senior, at(4)).unwrap().next;
    let fence = second.review_task().fence;
    let sent_back = second.clone().send_back_case(senior, Some(fence), at(5));
    assert_eq!(sent_back.unwrap().next.review_task().proposal, None);
    let step = second.approve_case(senior, Some(fence), at(5)).unwrap();
    assert_eq!(events(&step), [ResponseEvent::VerificationDeclined]);
    let decision = step.next.stage.decision().unwrap();
    assert_eq!(decision.outcome.codes, chosen);
    let Decider::Staff(by) = &decision.by else {
        panic!("{:?}", decision.by)
    };
    assert_eq!((by.maker, by.approver), (EVE.member, Some(senior.member)));
    let (case, fence) = taken(ANN, 2);
    let refused = case.approve_case(EVE, Some(fence), at(3));
    assert_eq!(refused.unwrap_err(), ReviewRefused::NothingProposed);
}

fn slot(side: Side) -> EvidenceSlot {
    EvidenceSlot::new(Service::Document, side)
}

/// A person handed in both sides on the pages, and a reviewer took the case at minute 5.
fn captured(own_codes: bool) -> (Verification, Vec<StatusCode>) {
    let mut log = Vec::new();
    let mut asked = request(false);
    asked.flags.manual_review = true;
    let mut step = opened(asked);
    step.next.capture.own_codes = own_codes;
    note(&mut log, &step);
    for code in [1100, 1190] {
        log.push(StatusCode(code));
    }
    let mut case = step.next.start(at(1)).unwrap().next;
    for (side, page) in [(Side::Proof, 1200), (Side::AdditionalProof, 1300)] {
        log.extend([page, page + 5, page + 10, page + 20].map(StatusCode));
        let step = case.hand_in(slot(side), at(2)).unwrap();
        note(&mut log, &step);
        case = step.next;
    }
    let step = case.decide(outcome(Verdict::Declined), at(3)).unwrap();
    note(&mut log, &step);
    let case = step.next.take_case(ANN, at(5)).unwrap().next;
    (case, log)
}

fn note(log: &mut Vec<StatusCode>, step: &Step<Verification>) {
    let effects = step.effects.iter();
    log.extend(effects.filter_map(|effect| match effect {
        Effect::Log(entry) => Some(entry.code),
        _ => None,
    }));
}

#[test]
fn one_picture_is_asked_for_again_and_the_rest_stays() {
    for own_codes in [true, false] {
        let (case, mut log) = captured(own_codes);
        // The link expired while the case waited.
        let step = case.ask_again(ANN, Some(1), slot(Side::AdditionalProof), at(100));
        let step = step.unwrap();
        assert_eq!(events(&step), [ResponseEvent::RequestPending]);
        note(&mut log, &step);
        let case = step.next;
        assert_eq!(case.page(at(101)), CapturePage::Back(Service::Document));
        assert!(case.awaits_picture_again());
        assert_eq!(case.expires_at, Some(at(160)), "as long as at first");
        assert!(step.effects.contains(&Effect::WakeAt(at(160))));
        assert!(case.clone().hand_in(slot(Side::Proof), at(101)).is_err());
        log.extend([1300, 1305, 1310, 1320].map(StatusCode));
        let step = case.clone().hand_in(slot(Side::AdditionalProof), at(102));
        let step = step.unwrap();
        note(&mut log, &step);
        assert_eq!(step.next.stage, Stage::Processing);
        let step = step
            .next
            .decide(outcome(Verdict::Accepted), at(103))
            .unwrap();
        note(&mut log, &step);
        assert_eq!(step.next.stage.name(), StageName::InReview);
        let task = step.next.review_task();
        assert_eq!((task.since, task.fence, task.lease), (at(103), 1, None));
        grammar::check(&log).unwrap_or_else(|broken| panic!("{broken}: {log:?}"));
        // If the person does not come, the case comes back with what there was.
        let left = case.expire(true, at(160)).unwrap().next;
        let Stage::InReview(outcome) = &left.stage else {
            panic!("{:?}", left.stage)
        };
        assert_eq!(outcome.verdict, Verdict::Declined);
    }
}

#[test]
fn only_pictures_of_the_person_are_asked_for_again_and_not_for_ever() {
    let (case, fence) = taken(ANN, 2);
    let refused = case.ask_again(ANN, Some(fence), slot(Side::Proof), at(3));
    assert_eq!(
        refused.unwrap_err(),
        ReviewRefused::NotAskedAgain(slot(Side::Proof)),
        "the business sent them"
    );
    let (mut case, _) = captured(true);
    let selfie = EvidenceSlot::new(Service::Face, Side::Proof);
    assert!(!case.may_be_asked_again(selfie), "nobody asked for one");
    case.capture.asked_again = vec![slot(Side::Proof); 5];
    assert!(!case.may_be_asked_again(slot(Side::Proof)));
}

#[test]
fn a_verdict_is_overturned_and_data_are_corrected() {
    let (mut case, fence) = taken(ANN, 2);
    if let Stage::InReview(outcome) = &mut case.stage {
        outcome.services = vec![ServiceOutcome {
            service: Service::Document,
            result: ServiceResult::Fields(Vec::new()),
            data: vec![("dob".to_owned(), DataValue::Text("1978-03-13".into()))],
            additional: None,
            codes: Vec::new(),
        }];
    }
    let decided = case.decide_case(ANN, Some(fence), accept(), false, at(3));
    let decided = decided.unwrap().next;
    assert!(decided.clone().overturn(EVE, &accept(), at(4)).is_err());
    let none = decided.clone().overturn(EVE, &decline(&[]), at(4));
    assert_eq!(none.unwrap_err(), ReviewRefused::NoCode);
    let step = decided.overturn(EVE, &decline(&[DeclineCode::LOW_LIGHT]), at(4));
    let step = step.unwrap();
    assert_eq!(events(&step), [ResponseEvent::VerificationStatusChanged]);
    let turned = step.next;
    assert_eq!(turned.stage.decision().unwrap().version, 2);

    let value = DataValue::Text("1978-03-14".into());
    let step = turned
        .clone()
        .correct(Service::Document, "dob", value.clone());
    let step = step.unwrap();
    assert_eq!(events(&step), [ResponseEvent::RequestDataChanged]);
    assert_eq!(step.next.data(Service::Document, "dob"), Some(&value));
    let again = step.next.correct(Service::Document, "dob", value.clone());
    assert!(matches!(again, Err(CorrectionRefused::Unchanged { .. })));
    let other = turned.correct(Service::Document, "shoe_size", value);
    assert!(matches!(other, Err(CorrectionRefused::NoSuchField { .. })));
}

#[test]
fn what_is_held_is_not_deleted() {
    let hold = Hold {
        by: EVE.member,
        since: at(2),
        reason: "a dispute".into(),
    };
    let held = in_review(Verdict::Accepted).with_hold(Some(hold)).next;
    assert_eq!(held.clone().delete(at(3)).unwrap_err(), DeleteRefused::Held);
    assert!(held.with_hold(None).next.delete(at(3)).is_ok());
}

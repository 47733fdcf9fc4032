//! The turns of the head that are asked for with a selfie: who may answer, how often, and what
//! follows.

use verification::capture::turns::{
    FrameSeen, MOST_CHALLENGES, MOST_FAILED, SECONDS, Turn, TurnFault, TurnOutcome, TurnRecord,
    TurnSeen, TurnsSeen,
};
use verification::capture::{Biometrics, ConsentRecord, OutOfStep, Raised, SELFIE};
use verification::decline::DeclineCode;
use verification::finding::FindingOutcome;
use verification::journal::Browser;
use verification::policy::{judge, with_turns};
use verification::reading::Examination;
use verification::request::FaceService;
use verification::stage::StageName;
use verification::status::StatusCode;
use verification::verdict::Verdict;
use verification::{Service, Verification};

use crate::builders::{TODAY, at, opened, request};

/// The person is asked for the selfie and nothing else.
fn at_the_selfie() -> Verification {
    let mut asked = request(false);
    asked.services.document = None;
    asked.services.face = Some(FaceService::default());
    let mut next = opened(asked).next;
    next.capture.biometrics = Biometrics::Accepted(ConsentRecord {
        text: "I agree.".to_owned(),
        sha256: "0".repeat(64),
        version: "1".to_owned(),
        language: "en".to_owned(),
        at: at(1),
    });
    let told = |code| Raised {
        code,
        at: None,
        detail: None,
        browser: Browser {
            url: "{}".to_owned(),
            user_agent: "Mozilla/5.0".to_owned(),
        },
    };
    let codes = [StatusCode::LINK_OPENED, StatusCode::START_TAPPED];
    next.raise(&codes.map(told), at(1)).unwrap().next
}

fn asked(verification: Verification, byte: u8, minute: i64) -> Verification {
    let step = verification.ask_to_turn([byte; 17], at(minute));
    step.unwrap().next
}

fn nonce(verification: &Verification) -> String {
    let challenge = verification.capture.turns.challenge.as_ref();
    challenge.unwrap().nonce.clone()
}

/// What is seen of somebody who turns as asked.
fn seen(verification: &Verification) -> TurnsSeen {
    let challenge = verification.capture.turns.challenge.as_ref().unwrap();
    let turn = |side: &Turn| TurnSeen {
        frame: FrameSeen::Face,
        change: if *side == Turn::Left { 0.4 } else { -0.4 },
        relief: 0.2,
        similarity: 0.6,
        is_repeated: false,
    };
    TurnsSeen {
        selfie: FrameSeen::Face,
        yaw: 0.0,
        turns: challenge.turns.iter().map(turn).collect(),
        same_from: 0.42,
    }
}

fn is_gone(outcome: Result<&impl Sized, OutOfStep>) -> bool {
    matches!(outcome, Err(OutOfStep::NoChallenge))
}

#[test]
fn a_challenge_is_answered_once() {
    let now = asked(at_the_selfie(), 1, 2);
    let named = nonce(&now);
    assert!(is_gone(now.challenge("another", at(2))));
    let judged = now.judge_turns(&named, Some(seen(&now)), at(2)).unwrap();
    let record = judged.unwrap();
    assert_eq!(record.outcome, TurnOutcome::Seen);
    let taken = now
        .hand_in_selfie(Some(&named), record.clone(), at(2))
        .unwrap();
    assert_eq!(taken.next.stage.name(), StageName::Processing);
    assert_eq!(taken.next.capture.turns.record, Some(record.clone()));
    // The same once more, and by another window that still has the earlier page.
    let again = taken.next.hand_in_selfie(Some(&named), record, at(2));
    assert!(again.is_err());
}

#[test]
fn a_challenge_stays_until_it_is_answered_or_late() {
    let first = asked(at_the_selfie(), 1, 2);
    let same = asked(first.clone(), 2, 3);
    assert_eq!(nonce(&same), nonce(&first));
    assert_eq!(same.capture.turns.made, 1);
    let late = 3 + SECONDS / 60;
    let judged = first.judge_turns(&nonce(&first), Some(seen(&first)), at(late));
    assert_eq!(judged.unwrap(), Err(TurnFault::Late));
    let second = asked(first.clone(), 2, late);
    assert_ne!(nonce(&second), nonce(&first));
    assert!(is_gone(second.challenge(&nonce(&first), at(late))));
}

#[test]
fn nobody_waits_for_an_easier_challenge() {
    let mut now = at_the_selfie();
    for time in 1..=MOST_CHALLENGES {
        now = asked(now, time, i64::from(time) * 3);
    }
    let end = i64::from(MOST_CHALLENGES + 1) * 3;
    let more = now.clone().ask_to_turn([9; 17], at(end));
    assert!(matches!(more, Err(OutOfStep::NoChallenge)));
}

#[test]
fn after_three_faults_the_selfie_is_taken_and_says_so() {
    let mut now = at_the_selfie();
    for time in 1..MOST_FAILED {
        now = asked(now, time, 2);
        let named = nonce(&now);
        let mut flat = seen(&now);
        flat.turns[0].relief = 0.01;
        let fault = now.judge_turns(&named, Some(flat), at(2)).unwrap();
        assert_eq!(fault, Err(TurnFault::Flat));
        now = now.fail_turns(&named, TurnFault::Flat, at(2)).unwrap().next;
        assert_eq!(now.capture.turns.failed, time);
        assert!(is_gone(now.challenge(&named, at(2))));
    }
    now = asked(now, MOST_FAILED, 2);
    let named = nonce(&now);
    let last = now.judge_turns(&named, None, at(2)).unwrap().unwrap();
    assert_eq!(last.outcome, TurnOutcome::NotSeen(TurnFault::Incomplete));
    let taken = now.hand_in_selfie(Some(&named), last, at(2)).unwrap();
    assert!(taken.next.capture.submitted.contains(&SELFIE));
}

#[test]
fn turns_are_asked_for_on_the_page_of_the_selfie_only() {
    let elsewhere = opened(request(false)).next;
    let refused = elsewhere.ask_to_turn([1; 17], at(1));
    assert!(
        matches!(refused, Err(OutOfStep::Elsewhere(_))),
        "{refused:?}"
    );
}

fn record(outcome: TurnOutcome) -> TurnRecord {
    let now = asked(at_the_selfie(), 1, 2);
    let challenge = now.capture.turns.challenge.clone().unwrap();
    TurnRecord {
        outcome,
        asked: challenge.turns,
        seen: Some(seen(&now)),
        is_virtual_camera: false,
    }
}

#[test]
fn turns_that_were_not_seen_are_never_a_pass() {
    let request = at_the_selfie().request;
    let before = judge(&request, &Examination::default(), TODAY);
    // As if everything else had been shown.
    let good = || {
        let mut good = before.clone();
        good.codes.clear();
        good.services
            .iter_mut()
            .for_each(|service| service.codes.clear());
        good.reason = None;
        good.verdict = Verdict::Accepted;
        good
    };
    for outcome in [
        TurnOutcome::CannotTurn,
        TurnOutcome::NotSeen(TurnFault::Flat),
        TurnOutcome::NotSeen(TurnFault::Late),
    ] {
        let judged = with_turns(good(), Some(&record(outcome)));
        assert_eq!(judged.verdict, Verdict::Declined);
        assert_eq!(judged.reason, Some(DeclineCode::TURN_NOT_SEEN));
        assert_eq!(judged.services[0].service, Service::Face);
        assert_eq!(judged.services[0].codes, [DeclineCode::TURN_NOT_SEEN]);
    }
    for outcome in [TurnOutcome::Seen, TurnOutcome::StoredPicture] {
        let judged = with_turns(good(), Some(&record(outcome)));
        assert_eq!(judged.verdict, Verdict::Accepted, "{outcome:?}");
    }
    assert_eq!(with_turns(good(), None), good());
}

#[test]
fn a_repetition_and_a_camera_that_is_a_program_are_findings() {
    let request = at_the_selfie().request;
    let outcome = judge(&request, &Examination::default(), TODAY);
    let mut came = record(TurnOutcome::Seen);
    came.is_virtual_camera = true;
    let seen = came.seen.as_mut().unwrap();
    seen.turns[1].is_repeated = true;
    let before = outcome.codes.clone();
    let judged = with_turns(outcome, Some(&came));
    assert_eq!(judged.codes, before);
    let failed: Vec<&str> = judged
        .findings
        .iter()
        .filter(|finding| finding.outcome == FindingOutcome::Failed)
        .map(|finding| finding.check.as_str())
        .collect();
    assert_eq!(failed, ["selfie.repeated", "selfie.camera"]);
}

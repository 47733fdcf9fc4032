//! The stage × act table, and what acts ask for.

use std::fmt::Write;

use insta::assert_snapshot;
use jiff::Timestamp;
use verification::event::ResponseEvent;
use verification::request::{Abandonment, EvidenceSlot, Side};
use verification::review::{CorrectionRefused, ReviewRefused, Reviewer};
use verification::stage::{Act, DeleteRefused, Refused, Stage, StageName};
use verification::status::StatusCode;
use verification::verdict::{
    DataValue, Decider, Decision, Outcome, ServiceOutcome, ServiceResult, Verdict,
};
use verification::{Effect, Service, StaffId, Step, Verification};

use crate::builders::{at, opened, outcome, request};

/// A verification that stands in this stage.
fn standing(stage: Stage) -> Verification {
    let mut verification = opened(request(matches!(stage, Stage::Received))).next;
    verification.stage = stage;
    verification
}

fn decision(verdict: Verdict) -> Box<Decision> {
    Box::new(Decision {
        verdict,
        outcome: read(verdict),
        by: Decider::Automatic,
        at: at(1),
        version: 1,
    })
}

/// An outcome with a field that can be corrected.
fn read(verdict: Verdict) -> Outcome {
    let document = ServiceOutcome {
        service: Service::Document,
        result: ServiceResult::Fields(Vec::new()),
        data: vec![("dob".to_owned(), DataValue::Text("1978-03-13".into()))],
        additional: None,
        codes: Vec::new(),
    };
    Outcome {
        services: vec![document],
        ..outcome(verdict)
    }
}

fn stages() -> Vec<Stage> {
    vec![
        Stage::Created,
        Stage::Opened,
        Stage::Capturing,
        Stage::Processing,
        Stage::Received,
        Stage::InReview(Box::new(read(Verdict::Accepted))),
        Stage::Accepted(decision(Verdict::Accepted)),
        Stage::Declined(decision(Verdict::Declined)),
        Stage::Cancelled,
        Stage::TimedOut,
    ]
}

fn slot(side: Side) -> EvidenceSlot {
    EvidenceSlot::new(Service::Document, side)
}

/// Before the start nothing is asked for: that counts as a refusal of the stage.
fn handed_in(
    verification: Verification,
    side: Side,
    now: Timestamp,
) -> Result<Step<Verification>, Refused> {
    let from = verification.stage.name();
    let act = match side {
        Side::Proof => Act::Submit,
        _ => Act::SubmitLast,
    };
    verification
        .hand_in(slot(side), now)
        .map_err(|_| Refused { act, from })
}

/// A reviewer who may take every case.
const EVE: Reviewer = Reviewer {
    member: StaffId::new(uuid::Uuid::from_u128(1)),
    is_senior: true,
};

/// Whoever comes after a decision is told who made it, which counts as a refusal of the stage, and
/// so does asking for a picture that the business sent.
fn refused_by_stage(act: Act, from: StageName) -> impl Fn(ReviewRefused) -> Refused {
    move |refused| match refused {
        ReviewRefused::Stage(refused) => refused,
        ReviewRefused::Decided { .. } => Refused { act, from },
        other => panic!("{other}"),
    }
}

/// The stage that an act leads to, and the events that it announces.
fn act(
    mut verification: Verification,
    act: Act,
) -> Result<(StageName, Vec<ResponseEvent>), Refused> {
    let now = at(if act == Act::Expire { 60 } else { 5 });
    let (tried, from) = (act, verification.stage.name());
    let step = match act {
        Act::OpenLink => verification.open_link(now),
        Act::Start => verification.start(now),
        Act::Submit => handed_in(verification, Side::Proof, now),
        Act::SubmitLast => {
            verification.capture.submitted.insert(slot(Side::Proof));
            handed_in(verification, Side::AdditionalProof, now)
        }
        Act::Decide => verification.decide(outcome(Verdict::Accepted), now),
        Act::ReviewAccept => verification
            .review(&Verdict::Accepted.into(), "staff", false, now)
            .map_err(refused_by_stage(tried, from)),
        Act::ReviewDecline => verification
            .review(&Verdict::Declined.into(), "staff", false, now)
            .map_err(refused_by_stage(tried, from)),
        Act::Take => verification
            .take_case(EVE, now)
            .map_err(refused_by_stage(tried, from)),
        Act::AskAgain => verification
            .ask_again(EVE, None, slot(Side::Proof), now)
            .map_err(refused_by_stage(tried, from)),
        Act::Correct => {
            let value = DataValue::Text("1978-03-14".into());
            let corrected = verification.correct(Service::Document, "dob", value);
            corrected.map_err(|refused| match refused {
                CorrectionRefused::Stage(refused) => refused,
                other => panic!("{other}"),
            })
        }
        Act::Cancel => verification.cancel(now),
        Act::Expire => verification.expire(false, now),
        Act::Delete => {
            let deleted = verification.delete(now).map_err(|refused| match refused {
                DeleteRefused::Stage(refused) => refused,
                DeleteRefused::Held => panic!("nobody holds it"),
            });
            let step = deleted?;
            return Ok((StageName::Deleted, announced(&step.effects)));
        }
    }?;
    Ok((step.next.stage.name(), announced(&step.effects)))
}

fn announced(effects: &[Effect]) -> Vec<ResponseEvent> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Announce { event, .. } => Some(*event),
            _ => None,
        })
        .collect()
}

#[test]
fn the_whole_table_of_stages_and_acts() {
    assert_snapshot!("stage_act_table", table());
}

#[test]
fn the_reference_page_shows_this_table() {
    let page = include_str!("../../../../docs/reference/stages.md");
    assert!(
        page.contains(&table()),
        "docs/reference/stages.md shows another table"
    );
}

fn table() -> String {
    let mut table = String::new();
    for stage in stages() {
        writeln!(table, "{}", stage.name()).unwrap();
        for tried in Act::ALL {
            let told = match act(standing(stage.clone()), *tried) {
                Ok((next, events)) => {
                    let events: Vec<String> = events.iter().map(ToString::to_string).collect();
                    let arrow = if next == stage.name() {
                        "stays".to_owned()
                    } else {
                        format!("-> {next}")
                    };
                    format!("{arrow} {}", events.join(", "))
                        .trim_end()
                        .to_owned()
                }
                Err(refused) => {
                    assert_eq!(
                        refused,
                        Refused {
                            act: *tried,
                            from: stage.name()
                        }
                    );
                    continue;
                }
            };
            writeln!(table, "  {tried:<15}{told}").unwrap();
        }
    }
    table
}

#[test]
fn an_open_link_is_dead_at_the_very_instant() {
    for stage in [Stage::Created, Stage::Opened, Stage::Capturing] {
        let refused = standing(stage).open_link(at(60)).unwrap_err();
        assert_eq!(refused.from, StageName::TimedOut);
    }
    assert!(standing(Stage::Created).expire(false, at(59)).is_err());
    assert!(standing(Stage::Created).open_link(at(59)).is_ok());
}

#[test]
fn what_was_captured_is_processed_late_if_the_request_says_so() {
    let mut left = standing(Stage::Capturing);
    left.request.abandonment = Abandonment::IsProcessed;
    let step = left.clone().expire(true, at(60)).unwrap();
    assert_eq!(step.next.stage, Stage::Processing);
    assert!(step.effects.contains(&Effect::Examine));
    let late = |effect: &Effect| matches!(effect, Effect::Log(entry) if entry.code == StatusCode::PROCESSED_AFTER_ABANDONMENT);
    assert!(step.effects.iter().any(late));
    assert_eq!(
        left.expire(false, at(60)).unwrap().next.stage,
        Stage::TimedOut
    );
}

#[test]
fn manual_review_leaves_the_decision_to_a_reviewer() {
    let mut asked = request(true);
    asked.flags.manual_review = true;
    let step = opened(asked)
        .next
        .decide(outcome(Verdict::Declined), at(1))
        .unwrap();
    assert_eq!(step.next.stage.name(), StageName::InReview);
    let step = step
        .next
        .review(&Verdict::Accepted.into(), "ada", false, at(2))
        .unwrap();
    assert_eq!(
        announced(&step.effects),
        [ResponseEvent::VerificationAccepted]
    );
    let step = step
        .next
        .review(&Verdict::Declined.into(), "ada", false, at(3))
        .unwrap();
    assert_eq!(
        announced(&step.effects),
        [ResponseEvent::VerificationStatusChanged]
    );
    let turned = step.next.stage.decision().unwrap();
    assert_eq!((turned.version, turned.verdict), (2, Verdict::Declined));
    let reason = turned.outcome.reason.as_ref().map(ToString::to_string);
    assert_eq!(
        reason.as_deref(),
        Some("BNFD01"),
        "a reviewer who gives no reason is the reason"
    );
    assert!(
        step.next
            .review(&Verdict::Declined.into(), "ada", false, at(4))
            .is_err()
    );
}

#[test]
fn opening_logs_how_it_came_and_announces_only_what_somebody_waits_for() {
    let codes = |effects: &[Effect]| -> Vec<u16> {
        effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Log(entry) => Some(entry.code.number()),
                _ => None,
            })
            .collect()
    };
    let on_site = opened(request(false));
    assert_eq!(codes(&on_site.effects), [105, 405, 505]);
    assert_eq!(announced(&on_site.effects), [ResponseEvent::RequestPending]);
    let waiting = opened(request(true));
    assert_eq!(codes(&waiting.effects), [110, 505, 1225, 1325]);
    assert_eq!(announced(&waiting.effects), []);
    let mut later = request(true);
    later.flags.show_results = false;
    assert_eq!(
        announced(&opened(later).effects),
        [ResponseEvent::RequestReceived]
    );
}

#[test]
fn announcements_are_numbered_without_gaps() {
    let mut asked = request(false);
    asked.flags.manual_review = true;
    let mut numbers = Vec::new();
    let mut note = |effects: &[Effect]| {
        numbers.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Announce { number, .. } => Some(*number),
            _ => None,
        }));
    };
    let step = opened(asked);
    note(&step.effects);
    let step = step.next.start(at(1)).unwrap();
    let step = handed_in(step.next, Side::Proof, at(2)).unwrap();
    let step = handed_in(step.next, Side::AdditionalProof, at(2)).unwrap();
    let step = step.next.decide(outcome(Verdict::Accepted), at(3)).unwrap();
    note(&step.effects);
    let step = step
        .next
        .review(&Verdict::Declined.into(), "ada", false, at(4))
        .unwrap();
    note(&step.effects);
    note(&step.next.delete(at(5)).unwrap().effects);
    assert_eq!(numbers, [1, 2, 3, 4]);
}

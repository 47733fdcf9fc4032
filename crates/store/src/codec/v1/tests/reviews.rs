//! Verifications that reviewers worked on.

use testkit::builders::at;
use uuid::Uuid;
use verification::decline::DeclineCode;
use verification::review::{Hold, Proposal, ReviewLease, ReviewTask, Ruling};
use verification::stage::Stage;
use verification::verdict::{Decider, Decision, Outcome, StaffDecision, Verdict};
use verification::{StaffId, Verification};

use super::samples::bare;

fn member(number: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(number))
}

/// A case that was proposed and taken by a second person, one that was put off, a decision of two
/// people, and one of one person that is held.
pub(super) fn reviewed() -> Vec<Verification> {
    let ruling = Ruling {
        verdict: Verdict::Declined,
        codes: vec![DeclineCode::FACE_UNCERTAIN],
        note: Some("looks unlike Zoë".into()),
    };
    let proposed = ReviewTask {
        fence: 3,
        lease: Some(ReviewLease {
            holder: member(2),
            until: at(900),
        }),
        proposal: Some(Proposal {
            maker: member(1),
            at: at(60),
            ruling,
        }),
        ..ReviewTask::waiting(at(30))
    };
    let snoozed = ReviewTask {
        is_escalated: true,
        snoozed_until: Some(at(7200)),
        fence: 1,
        ..ReviewTask::waiting(at(30))
    };
    let decided = |approver| {
        Decider::Staff(Box::new(StaffDecision {
            maker: member(1),
            approver,
            note: Some("two of us looked".into()),
        }))
    };
    let mut in_review = [proposed, snoozed].map(|task| Verification {
        stage: Stage::InReview(Box::new(outcome())),
        review: Some(Box::new(task)),
        ..bare()
    });
    in_review[0].capture.asked_again = vec![testkit::builders::FRONT];
    let over = [decided(Some(member(2))), decided(None)].map(|by| Verification {
        stage: Stage::Accepted(Box::new(Decision {
            verdict: Verdict::Accepted,
            outcome: outcome(),
            by,
            at: at(120),
            version: 2,
        })),
        hold: Some(Box::new(Hold {
            by: member(1),
            since: at(180),
            reason: "a dispute".into(),
        })),
        ..bare()
    });
    in_review.into_iter().chain(over).collect()
}

fn outcome() -> Outcome {
    Outcome {
        verdict: Verdict::Accepted,
        services: Vec::new(),
        reason: None,
        codes: Vec::new(),
        findings: Vec::new(),
        zones: Vec::new(),
    }
}

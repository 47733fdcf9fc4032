//! What follows from the turns of the head that came with a selfie.
//!
//! They add findings to an outcome, and a code where they were asked for and not seen. What was
//! seen is a signal against prints and still screens; nothing here says that anybody was alive.

use super::judged::outcome_of;
use super::rank::rank;
use crate::capture::SELFIE;
use crate::capture::turns::{TurnOutcome, TurnRecord, TurnsSeen, limits};
use crate::decline::DeclineCode;
use crate::finding::{Finding, FindingOutcome};
use crate::service::Service;
use crate::verdict::{Outcome, ServiceResult};

/// Whether the turns were seen, as a whole.
pub const TURN: &str = "selfie.turn";
/// How far the least of the turns moved the nose sideways.
pub const TURN_CHANGE: &str = "selfie.turn.change";
/// How far the flattest of the turns moved the nose out of the plane of the face.
pub const TURN_RELIEF: &str = "selfie.turn.relief";
/// How similar the least similar face is to the selfie's.
pub const TURN_FACE: &str = "selfie.turn.face";
/// Whether one file came more than once.
pub const SELFIE_REPEATED: &str = "selfie.repeated";
/// Whether the camera is a program, by its own name.
pub const SELFIE_CAMERA: &str = "selfie.camera";

/// Returns the outcome with what follows from the turns of its selfie, if they were asked for.
#[must_use]
pub fn with_turns(mut outcome: Outcome, record: Option<&TurnRecord>) -> Outcome {
    let Some(record) = record else {
        return outcome;
    };
    outcome.findings.push(whole(record));
    outcome.findings.extend(parts(record));
    let code = match record.outcome {
        TurnOutcome::Seen | TurnOutcome::StoredPicture => return outcome,
        TurnOutcome::NotSeen(_) | TurnOutcome::CannotTurn => DeclineCode::TURN_NOT_SEEN,
    };
    for service in &mut outcome.services {
        if service.service == Service::Face {
            service.codes.push(code.clone());
            service.codes.sort_by_key(rank);
            // Whose face it is was seen, but not that the person was there.
            if service.result == ServiceResult::Whole(Some(true)) {
                service.result = ServiceResult::Whole(None);
            }
        }
    }
    outcome_of(outcome.services, outcome.findings, outcome.zones)
}

fn whole(record: &TurnRecord) -> Finding {
    let finding = match record.outcome {
        TurnOutcome::Seen => Finding::passed(
            Service::Face,
            TURN,
            "the head was seen to turn as the server asked",
        ),
        TurnOutcome::NotSeen(fault) => Finding::failed(
            Service::Face,
            TURN,
            DeclineCode::TURN_NOT_SEEN,
            format!(
                "the turns that were asked for were not seen: {}",
                fault.word()
            ),
        ),
        TurnOutcome::CannotTurn => Finding {
            code: Some(DeclineCode::TURN_NOT_SEEN),
            ..Finding::not_made(Service::Face, TURN, "the person cannot turn the head")
        },
        TurnOutcome::StoredPicture => Finding::not_made(
            Service::Face,
            TURN,
            "a stored picture was chosen, which the request allows",
        ),
    };
    finding.resting_on([SELFIE])
}

/// The findings of what was measured: signals that lead to nothing by themselves.
fn parts(record: &TurnRecord) -> Vec<Finding> {
    let mut parts = Vec::new();
    if let Some(seen) = &record.seen {
        parts.extend(measured(record, seen));
    }
    if record.is_virtual_camera {
        parts.push(Finding::new(
            Service::Face,
            SELFIE_CAMERA,
            FindingOutcome::Failed,
            "the browser names the camera as one that is a program",
        ));
    }
    parts
}

fn measured(record: &TurnRecord, seen: &TurnsSeen) -> Vec<Finding> {
    let least = |of: &dyn Fn(usize) -> Option<f64>| {
        (0..record.asked.len())
            .filter_map(of)
            .reduce(f64::min)
            .unwrap_or_default()
    };
    let change = least(&|at| Some(seen.turns.get(at)?.change_to(*record.asked.get(at)?)));
    let relief = least(&|at| Some(seen.turns.get(at)?.relief));
    let similarity = least(&|at| Some(seen.turns.get(at)?.similarity));
    let apart = "distances between the eyes";
    let at_least = |check, value: f64, limit, unit, detail| {
        signal(check, value >= limit, detail).measured(value, limit, unit)
    };
    let is_repeated = seen.turns.iter().any(|turn| turn.is_repeated);
    vec![
        at_least(
            TURN_CHANGE,
            change,
            limits::CHANGE,
            apart,
            "how far the nose moved to the side",
        ),
        at_least(
            TURN_RELIEF,
            relief,
            limits::RELIEF,
            apart,
            "how far the nose left the plane of the face",
        ),
        at_least(
            TURN_FACE,
            similarity,
            seen.same_from,
            "cosine",
            "how similar the faces of the frames are",
        ),
        signal(
            SELFIE_REPEATED,
            !is_repeated,
            "whether each frame is a file of its own",
        ),
    ]
}

fn signal(check: &str, is_met: bool, detail: &str) -> Finding {
    let outcome = if is_met {
        FindingOutcome::Passed
    } else {
        FindingOutcome::Failed
    };
    Finding::new(Service::Face, check, outcome, detail).resting_on([SELFIE])
}

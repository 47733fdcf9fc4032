//! Verifications whose selfie came with turns of the head.

use testkit::builders::{at, opened_for, reference, request};
use verification::Verification;
use verification::capture::turns::{
    FrameSeen, Turn, TurnChallenge, TurnFault, TurnOutcome, TurnRecord, TurnSeen, TurnState,
    TurnsSeen,
};

/// One verification for each way in which a selfie may come.
pub(super) fn turned() -> Vec<Verification> {
    let faults = TurnFault::ALL
        .iter()
        .map(|fault| TurnOutcome::NotSeen(*fault));
    let others = [
        TurnOutcome::Seen,
        TurnOutcome::CannotTurn,
        TurnOutcome::StoredPicture,
    ];
    let of = |(at, outcome)| verification(100 + at, outcome);
    others
        .into_iter()
        .chain(faults)
        .enumerate()
        .map(of)
        .collect()
}

fn verification(number: usize, outcome: TurnOutcome) -> Verification {
    let number_of = number as u128;
    let mut next = opened_for(1, number_of, request(reference(number_of))).next;
    let came = !matches!(
        outcome,
        TurnOutcome::CannotTurn | TurnOutcome::StoredPicture
    );
    next.capture.turns = TurnState {
        challenge: Some(TurnChallenge {
            nonce: "0a".repeat(16),
            turns: vec![Turn::Left, Turn::Right],
            until: at(120),
        }),
        made: 3,
        failed: 2,
        record: Some(TurnRecord {
            outcome,
            asked: vec![Turn::Right, Turn::Right],
            seen: came.then(|| seen(number)),
            is_virtual_camera: number == 101,
        }),
    };
    next
}

fn seen(number: usize) -> TurnsSeen {
    let frames = [FrameSeen::Face, FrameSeen::NoFace, FrameSeen::SeveralFaces];
    TurnsSeen {
        selfie: frames.into_iter().cycle().nth(number).unwrap(),
        yaw: -0.0625,
        turns: vec![TurnSeen {
            frame: FrameSeen::Face,
            change: -0.5,
            relief: 0.25,
            similarity: 0.625,
            is_repeated: true,
        }],
        same_from: 0.42,
    }
}

//! Measures a selfie and the frames of the turns that followed it. What they come to is judged by
//! the core.

use face::{Error, Examiner, Frame, Reason};
use imaging::Picture;
use verification::capture::turns::{FrameSeen, TurnSeen, TurnsSeen};

/// Measures the turns. `is_repeated` says of each frame whether its file came before.
pub(super) fn measure(
    faces: &Examiner,
    selfie: &Picture,
    frames: &[(Picture, bool)],
) -> Result<TurnsSeen, Error> {
    let ahead = faces.frame(selfie)?;
    let mut turns = Vec::with_capacity(frames.len());
    for (frame, is_repeated) in frames {
        turns.push(turn(ahead.as_ref().ok(), faces.frame(frame)?, *is_repeated));
    }
    Ok(TurnsSeen {
        selfie: shown(&ahead),
        yaw: ahead.as_ref().map_or(0.0, |frame| frame.quality.yaw),
        turns,
        same_from: f64::from(faces.options().thresholds.same()),
    })
}

fn turn(ahead: Option<&Frame>, later: Result<Frame, Reason>, is_repeated: bool) -> TurnSeen {
    let turned = ahead
        .zip(later.as_ref().ok())
        .and_then(|(ahead, later)| ahead.turned_to(later));
    // Numbers are stored as JSON, which has no other ones.
    let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
    TurnSeen {
        frame: shown(&later),
        change: turned.map_or(0.0, |turned| finite(turned.relief.change)),
        relief: turned.map_or(0.0, |turned| finite(turned.relief.relief)),
        similarity: turned.map_or(0.0, |turned| finite(f64::from(turned.similarity))),
        is_repeated,
    }
}

const fn shown(frame: &Result<Frame, Reason>) -> FrameSeen {
    match frame {
        Ok(_) => FrameSeen::Face,
        Err(Reason::SeveralFaces) => FrameSeen::SeveralFaces,
        Err(_) => FrameSeen::NoFace,
    }
}

#[cfg(test)]
mod tests {
    use face::Relief;
    use specimen::{Head, Light};
    use verification::capture::turns::{Turn, TurnFault, limits};

    use super::*;
    use crate::networks::{examiner, frame};

    #[test]
    fn the_core_judges_by_the_limits_that_were_measured() {
        let judged = [limits::CHANGE, limits::RELIEF];
        assert_eq!(judged, [Relief::CHANGE, Relief::RELIEF]);
    }

    /// What is wrong with a selfie of one person and turns, each of somebody by so many degrees.
    fn fault(faces: &Examiner, turns: [(u64, f32); 2], asked: [Turn; 2]) -> Option<TurnFault> {
        let head = |seed, degrees| {
            let head = Head::from_seed(seed).lit(Light::EVEN);
            frame(&head.turned(degrees, 0.0))
        };
        let frames = turns.map(|(seed, degrees)| (head(seed, degrees), false));
        let seen = measure(faces, &head(7, 0.0), &frames).unwrap();
        seen.fault(&asked)
    }

    #[test]
    fn a_drawn_head_turns_and_everything_else_does_not() {
        let Some(faces) = examiner() else {
            return;
        };
        let (left, right) = (Turn::Left, Turn::Right);
        let own = [(7, 35.0), (7, -35.0)];
        assert_eq!(fault(&faces, own, [left, right]), None);
        assert_eq!(
            fault(&faces, own, [right, left]),
            Some(TurnFault::NotTurned)
        );
        assert_eq!(
            fault(&faces, [(7, 35.0), (7, 4.0)], [left, right]),
            Some(TurnFault::NotTurned)
        );
        assert_eq!(
            fault(&faces, [(7, 35.0), (12, -35.0)], [left, right]),
            Some(TurnFault::OtherPerson)
        );
    }

    #[test]
    fn frames_without_a_face_are_measured_as_such() {
        let Some(faces) = examiner() else {
            return;
        };
        let selfie = frame(&Head::from_seed(7));
        let wall = Picture::from_rgb(64, 64, vec![120; 64 * 64 * 3]).unwrap();
        let seen = measure(&faces, &selfie, &[(wall, true)]).unwrap();
        assert_eq!(seen.turns[0].frame, FrameSeen::NoFace);
        assert!(seen.turns[0].is_repeated);
        assert_eq!(seen.turns[0].change, 0.0);
        assert_eq!(seen.fault(&[Turn::Left]), Some(TurnFault::NoFace));
    }
}

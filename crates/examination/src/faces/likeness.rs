//! What a similarity of two faces means under the thresholds of the network.

use face::Examiner;
use verification::reading::{Compared, Likeness};

/// What a similarity means, if the smaller of the faces has this many pixels between the eyes.
pub(super) fn compared(faces: &Examiner, score: f32, eyes_px: f64) -> Option<Compared> {
    let options = faces.options();
    let is_small = eyes_px < options.sure_eyes_px;
    let compared = face::Comparison::of(score, is_small, &options.thresholds);
    let face::Comparison::Compared { outcome, .. } = compared else {
        return None;
    };
    Some(Compared {
        likeness: match outcome {
            face::Outcome::Same => Likeness::Same,
            face::Outcome::Unsure => Likeness::Unsure,
            face::Outcome::Different => Likeness::Different,
        },
        similarity: rounded(score),
        same_from: rounded(options.thresholds.same()),
        different_below: rounded(options.thresholds.different()),
    })
}

/// To four places, which is more than anything rests on.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 1e4).round() / 1e4
}

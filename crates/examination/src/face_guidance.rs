//! Examines a frame of a live camera for a face, and says what would improve the selfie.
//!
//! The page cuts its frames to the oval in which the face belongs and a margin around it, so that
//! places are judged by the frame: its height is about that of the oval with its margins. As for
//! documents, one hint is given, and only what is certain.

use face::{Examiner, Face, Quality, QualityLimits, Reason, align, quality};
use imaging::Picture;
use proofing::ports::{CaptureTarget, Guidance, Hint};

use crate::frame_guidance::is_dark;

/// The least and the most height of a face, as a share of the frame's.
const HEIGHT: (f64, f64) = (0.27, 0.80);
/// The most that the middle of a face is beside the middle of the frame, as a share of its height.
const BESIDE: f64 = 0.16;
/// Where the middle of a face is from the top of the frame, as a share of its height.
const MIDDLE: (f64, f64) = (0.27, 0.70);
/// The most that the nose of a face that looks straight ahead is beside its middle, in distances
/// between the eyes. It is less than what the selfie may have, since the next picture is another.
const STRAIGHT: f64 = 0.18;
/// The most degrees by which a head is tilted.
const TILT: f64 = 20.0;

/// Returns what a frame shows.
pub(super) fn guide(picture: &Picture, target: CaptureTarget, faces: &Examiner) -> Guidance {
    let only = |hint| Guidance {
        hint: Some(hint),
        ..Guidance::default()
    };
    if is_dark(picture.luma()) {
        return only(Hint::TooDark);
    }
    // A network that cannot be run sees nothing; the selfie that follows is examined again.
    let found = faces.find_once(picture).unwrap_or_default();
    let Some(face) = found.first() else {
        return only(Hint::NothingFound);
    };
    if matches!(faces.the_one(&found), Err(Reason::SeveralFaces)) {
        return only(Hint::SeveralFaces);
    }
    let Some(chip) = align(picture, &face.marks) else {
        return only(Hint::NothingFound);
    };
    let measured = quality(&face.marks, &chip);
    let hint = match target {
        CaptureTarget::TurnedFace => None,
        _ => place(picture, face)
            .or_else(|| light(&measured))
            .or_else(|| pose(&measured))
            .or_else(|| blur(&measured)),
    };
    Guidance {
        hint,
        quad: Some(corners(picture, face)),
        turn: Some(measured.yaw as f32),
        ..Guidance::default()
    }
}

/// Returns what is wrong with the place of a face in the frame.
fn place(picture: &Picture, face: &Face) -> Option<Hint> {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let bounds = face.bounds;
    let (least, most) = HEIGHT;
    if bounds.height < least * height {
        return Some(Hint::TooFar);
    }
    if bounds.height > most * height {
        return Some(Hint::TooNear);
    }
    let centre = bounds.centre();
    let beside = (centre.x - width / 2.0).abs() / height;
    let down = centre.y / height;
    let (top, bottom) = MIDDLE;
    let is_in_oval = beside <= BESIDE && (top..=bottom).contains(&down);
    (!is_in_oval).then_some(Hint::OffCentre)
}

fn light(measured: &Quality) -> Option<Hint> {
    let (least, most) = QualityLimits::default().light;
    if measured.light < least {
        Some(Hint::TooDark)
    } else {
        (measured.light > most).then_some(Hint::Glare)
    }
}

fn pose(measured: &Quality) -> Option<Hint> {
    let (up, down) = QualityLimits::default().pitch;
    let is_straight = measured.yaw.abs() <= STRAIGHT
        && (up..=down).contains(&measured.pitch)
        && measured.roll.abs() <= TILT;
    (!is_straight).then_some(Hint::NotStraight)
}

fn blur(measured: &Quality) -> Option<Hint> {
    let least = QualityLimits::default().sharpness;
    (measured.sharpness < least).then_some(Hint::Blurred)
}

/// The box around a face, as fractions of the frame.
fn corners(picture: &Picture, face: &Face) -> [(f32, f32); 4] {
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let part = |value: f64, of: f64| (value / of).clamp(0.0, 1.0) as f32;
    let bounds = face.bounds;
    let (left, right) = (
        part(bounds.left, width),
        part(bounds.left + bounds.width, width),
    );
    let (top, bottom) = (
        part(bounds.top, height),
        part(bounds.top + bounds.height, height),
    );
    [(left, top), (right, top), (right, bottom), (left, bottom)]
}

#[cfg(test)]
mod tests {
    use specimen::Head;

    use super::*;
    use crate::networks::{examiner, frame};

    #[test]
    fn each_hint_is_true_of_a_drawn_head() {
        let Some(faces) = examiner() else {
            return;
        };
        let head = || Head::from_seed(7);
        let told = |head: Head| guide(&frame(&head), CaptureTarget::Selfie, &faces).hint;
        assert_eq!(told(head()), None);
        assert_eq!(told(head().sized(0.25)), Some(Hint::TooFar));
        assert_eq!(told(head().sized(1.3)), Some(Hint::TooNear));
        assert_eq!(told(head().placed(0.75, 0.47)), Some(Hint::OffCentre));
        assert_eq!(told(head().turned(25.0, 0.0)), Some(Hint::NotStraight));
        assert_eq!(told(head().turned(-25.0, 0.0)), Some(Hint::NotStraight));
        let wall = Picture::from_rgb(640, 480, vec![120; 640 * 480 * 3]).unwrap();
        let nobody = guide(&wall, CaptureTarget::Selfie, &faces);
        assert_eq!(nobody.hint, Some(Hint::NothingFound));
        let night = Picture::from_rgb(640, 480, vec![9; 640 * 480 * 3]).unwrap();
        let dark = guide(&night, CaptureTarget::Selfie, &faces);
        assert_eq!(dark.hint, Some(Hint::TooDark));
    }

    #[test]
    fn several_faces_are_told_and_a_small_one_behind_is_not() {
        let Some(faces) = examiner() else {
            return;
        };
        let beside = |size: f32| {
            let half = |seed, size| {
                let drawn = Head::from_seed(seed).sized(size).draw(320, 480);
                drawn.unwrap().into_raw()
            };
            let (one, other) = (half(7, 0.55), half(12, size));
            let rows = one.chunks_exact(960).zip(other.chunks_exact(960));
            let rgb = rows.flat_map(|(one, other)| [one, other].concat());
            let both = Picture::from_rgb(640, 480, rgb.collect()).unwrap();
            guide(&both, CaptureTarget::TurnedFace, &faces).hint
        };
        assert_eq!(beside(0.5), Some(Hint::SeveralFaces));
        assert_eq!(beside(0.12), None);
    }

    #[test]
    fn a_turn_has_the_sign_of_its_side() {
        let Some(faces) = examiner() else {
            return;
        };
        let turn = |degrees| {
            let head = Head::from_seed(7).turned(degrees, 0.0);
            let told = guide(&frame(&head), CaptureTarget::TurnedFace, &faces);
            assert_eq!(told.hint, None);
            told.turn.unwrap()
        };
        // The person's left is the right of a picture that is not mirrored.
        let [left, ahead, right] = [30.0, 0.0, -30.0].map(turn);
        assert!(
            left > ahead + 0.25 && right < ahead - 0.25,
            "{left} {ahead} {right}"
        );
        assert!(ahead.abs() < 0.1, "{ahead}");
    }
}

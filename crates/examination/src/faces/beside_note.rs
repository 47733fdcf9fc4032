//! Looks for a face beside a note that a person holds to the camera.

use face::Examiner;
use proofing::ports::{Picture, Unavailable};

use super::cutout::Cutout;
use crate::colours::Colours;
use crate::files::Files;

/// Returns whether a face is in one of the pictures, or `None` if none of them could be searched.
/// Whose face it is is not asked, and more than one is no fault.
pub(crate) fn find(
    faces: &Examiner,
    pictures: &[Picture],
    files: &Files,
) -> Result<Option<bool>, Unavailable> {
    let mut colours = Colours::new(files);
    let mut found = None;
    for picture in pictures {
        let Some(page) = colours.of(picture)? else {
            continue;
        };
        found = found.max(is_shown(faces, page));
    }
    Ok(found)
}

/// Returns whether a face that is large enough to be known again is in a picture.
fn is_shown(faces: &Examiner, page: &imaging::Picture) -> Option<bool> {
    let least = faces.options().least_eyes_px;
    let searched = Cutout::whole(page)?.search(faces, |copy, face| {
        copy.is_certain(face) && face.marks.eyes_px() >= least
    });
    let found = searched.ok()?;
    Some(found.is_some_and(|(_, faces)| !faces.is_empty()))
}

#[cfg(test)]
mod tests {
    use imaging::Picture;
    use specimen::Head;

    use super::*;
    use crate::networks::examiner;

    const SIZE: (u32, u32) = (640, 480);

    /// A sheet with lines like writing, painted over the lower right of a picture.
    fn with_note(mut rgb: Vec<u8>, number: u64) -> Picture {
        for y in 250..450_usize {
            for x in 300..610_usize {
                let is_line = (y - 250) % 28 > 22 && (x as u64 * 7 + number * 13) % 41 < 30;
                let level = if is_line { 40 } else { 235 };
                let at = (y * SIZE.0 as usize + x) * 3;
                rgb[at..at + 3].fill(level);
            }
        }
        Picture::from_rgb(SIZE.0, SIZE.1, rgb).unwrap()
    }

    /// Ten drawn people with a note, at three distances, and ten notes that nobody holds.
    #[test]
    fn a_face_beside_a_note_is_found_and_a_note_alone_has_none() {
        let Some(faces) = examiner() else { return };
        let mut found = [0; 3];
        for seed in Head::CAST {
            for (count, size) in found.iter_mut().zip([0.8, 0.5, 0.3]) {
                let head = Head::from_seed(seed).sized(size).placed(0.32, 0.42);
                let drawn = head.draw(SIZE.0, SIZE.1).unwrap();
                let shown = is_shown(&faces, &with_note(drawn.into_raw(), seed));
                *count += u32::from(shown == Some(true));
            }
            let wall = vec![150; SIZE.0 as usize * SIZE.1 as usize * 3];
            assert_eq!(is_shown(&faces, &with_note(wall, seed)), Some(false));
        }
        assert_eq!(found, [10; 3], "of ten each, from near to far");
    }
}

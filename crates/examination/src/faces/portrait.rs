//! Finds the portrait on a document.
//!
//! It is the largest face on the document: a ghost portrait, which many documents repeat in small,
//! is ignored. Somebody who holds the document into the camera may have a larger face, so faces
//! beside a document that is certainly located do not count. If it is not certain where the
//! document is, all faces have to be of one person.

use face::{Examiner, Face, align};
use proofing::ports::{Picture, Unavailable};
use verification::reading::NotCompared;
use verification::request::{MediaType, Side};

use super::cutout::Cutout;
use super::found::{Found, similarity};
use crate::colours::Colours;
use crate::place;

/// No portrait is wider than this share of the longer side of its document.
const WIDEST: f64 = 0.5;

/// The most tilted portrait in degrees; a face that is tilted more is upright on another side.
const TILT: f64 = 45.0;

/// Looks for the portrait on the pictures of one document. A business may send the back first, but
/// what the hosted pages take as the front is the front.
pub(crate) fn find(
    faces: &Examiner,
    pictures: &[Picture],
    is_captured: bool,
    colours: &mut Colours<'_>,
) -> Result<Result<Found, NotCompared>, Unavailable> {
    let sides: &[Side] = if is_captured {
        &[Side::Proof]
    } else {
        &[Side::Proof, Side::AdditionalProof]
    };
    for side in sides {
        let picture = pictures
            .iter()
            .find(|picture| picture.slot.side == *side && picture.media != MediaType::Barcode);
        let Some(picture) = picture else { continue };
        let Some(page) = colours.of(picture)? else {
            continue;
        };
        match on_page(faces, page) {
            Err(NotCompared::NoPortrait) => {}
            found => return Ok(found),
        }
    }
    Ok(Err(NotCompared::NoPortrait))
}

fn on_page(faces: &Examiner, page: &imaging::Picture) -> Result<Found, NotCompared> {
    let place = place::certain(page.luma()).map(|place| place.quad);
    let whole = imaging::Quad::of_size(page.width(), page.height());
    let bounds = place.unwrap_or(whole).bounds();
    let part = Cutout::of(page, bounds).ok_or(NotCompared::NoPortrait)?;
    let found = part.search(faces, |copy, face| {
        face.bounds.width <= copy.longest() * WIDEST
            && face.marks.tilt().abs() <= TILT
            && copy.is_certain(face)
            && place.is_none_or(|quad| quad.contains(copy.on_original(face.bounds.centre())))
    });
    let found = found.map_err(|_| NotCompared::BrokeDown)?;
    let (copy, candidates) = found.ok_or(NotCompared::NoPortrait)?;
    choose(faces, &copy, &candidates, place.is_some())
}

/// Takes the largest face, if it is certain that it is the portrait.
fn choose(
    faces: &Examiner,
    copy: &Cutout,
    candidates: &[Face],
    is_located: bool,
) -> Result<Found, NotCompared> {
    let least = faces.options().least_eyes_px;
    let mut large = candidates
        .iter()
        .filter(|face| face.marks.eyes_px() >= least);
    let first = large.next().ok_or(NotCompared::TooSmall)?;
    let chip = align(&copy.picture, &first.marks).ok_or(NotCompared::NoPortrait)?;
    if !is_located {
        for other in large {
            let other = align(&copy.picture, &other.marks).ok_or(NotCompared::Ambiguous)?;
            let alike = similarity(faces, &chip, &other).ok_or(NotCompared::BrokeDown)?;
            if alike < faces.options().thresholds.different() {
                return Err(NotCompared::Ambiguous);
            }
        }
    }
    Ok(Found {
        chip,
        eyes_px: first.marks.eyes_px(),
    })
}

//! Makes templates of faces that are enrolled, and compares selfies with them.

use face::{Examiner, Faceprint};
use proofing::ports::{Picture, Unavailable};
use verification::enrolment::{Authentication, FaceTemplate};

use super::found::Found;
use super::likeness::compared;
use super::selfie::{self, Seen};
use crate::colours::Colours;
use crate::files::Files;

/// Makes the template of the one face in a selfie.
pub(crate) fn template(
    faces: &Examiner,
    picture: &Picture,
    files: &Files,
) -> Result<Option<FaceTemplate>, Unavailable> {
    let Some(found) = found(faces, picture, files)? else {
        return Ok(None);
    };
    let print = faces.embed(&found.chip);
    let print = print.map_err(|error| Unavailable(Box::new(error)))?;
    Ok(Some(FaceTemplate::new(faces.digest(), print.to_bytes())))
}

/// Compares the one face in a selfie with an enrolled one.
pub(crate) fn recognise(
    faces: &Examiner,
    picture: &Picture,
    enrolled: &FaceTemplate,
    files: &Files,
) -> Result<Authentication, Unavailable> {
    if enrolled.network() != faces.digest() {
        return Ok(Authentication::OtherNetwork);
    }
    let Some(found) = found(faces, picture, files)? else {
        return Ok(Authentication::NoFace);
    };
    let prints = faces.embed(&found.chip).ok();
    let prints = prints.zip(Faceprint::from_bytes(enrolled.reveal()));
    let score = prints.and_then(|(one, other)| one.similarity(&other));
    let compared = score.and_then(|score| compared(faces, score, found.eyes_px));
    Ok(compared.map_or(Authentication::BrokeDown, Authentication::Compared))
}

fn found(faces: &Examiner, picture: &Picture, files: &Files) -> Result<Option<Found>, Unavailable> {
    let mut colours = Colours::new(files);
    let Some(page) = colours.of(picture)? else {
        return Ok(None);
    };
    let Seen { found, .. } = selfie::look(faces, page, picture.slot, false, false)
        .map_err(|error| Unavailable(Box::new(error)))?;
    Ok(found)
}

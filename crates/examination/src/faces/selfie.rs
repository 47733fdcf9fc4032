//! Looks at a selfie: whether there is one face, and how good the picture of it is.

use face::{
    ChipHash, ChipProbes, Error, Examiner, Face, Fault, Quality, QualityLimits, Reason, align,
    quality,
};
use imaging::quality::screen_pattern;
use verification::Service;
use verification::finding::{Finding, FindingOutcome};
use verification::policy::{LIGHT, POSE, SELFIE_SCREEN, SHARPNESS};
use verification::reading::{PictureHash, PictureTrace, Selfie};
use verification::request::EvidenceSlot;

use super::cutout::Cutout;
use super::found::Found;

/// What a selfie shows.
pub(super) struct Seen {
    pub(super) selfie: Selfie,
    /// The face, if there is one that can be compared.
    pub(super) found: Option<Found>,
    pub(super) findings: Vec<Finding>,
    /// By what the picture is found again, if that was asked for.
    pub(super) trace: Option<PictureTrace>,
}

/// Looks at a selfie. The grid of a screen is only looked for in pictures of the hosted pages: a
/// business may send what it has printed or scanned.
pub(super) fn look(
    faces: &Examiner,
    page: &imaging::Picture,
    slot: EvidenceSlot,
    is_captured: bool,
    is_traced: bool,
) -> Result<Seen, Error> {
    let mut findings = Vec::new();
    let mut trace = None;
    if is_captured {
        let grid = screen_pattern(page, None);
        if !grid.is_met() {
            let found = failed(SELFIE_SCREEN, "the picture has the grid of a screen");
            findings.push(found.resting_on([slot]));
        }
    }
    let (mut selfie, mut found) = (Selfie::NoFace, None);
    let searched = Cutout::whole(page).map(|all| all.search(faces, |_, _| true));
    if let Some((copy, all)) = searched.transpose()?.flatten() {
        match faces.the_one(&all) {
            Ok(face) => {
                if let Some(chip) = align(&copy.picture, &face.marks) {
                    let measured = quality(&face.marks, &chip);
                    let faults = faults(&measured);
                    findings.extend(faults.map(|finding| finding.resting_on([slot])));
                    selfie = Selfie::Usable;
                    if is_traced {
                        trace = self::trace(faces, &copy.picture, &face)?;
                    }
                    found = Some(Found {
                        chip,
                        eyes_px: measured.eyes_px,
                    });
                }
            }
            Err(Reason::SeveralFaces) => selfie = Selfie::SeveralFaces,
            Err(Reason::TooSmall) => selfie = Selfie::TooSmall,
            Err(_) => {}
        }
    }
    Ok(Seen {
        selfie,
        found,
        findings,
        trace,
    })
}

/// Hashes a face, so that a copy of its picture is found again.
fn trace(
    faces: &Examiner,
    picture: &imaging::Picture,
    face: &Face,
) -> Result<Option<PictureTrace>, Error> {
    let Some(chip) = faces.settled(picture, face)? else {
        return Ok(None);
    };
    let of = |hash: ChipHash| PictureHash::from_bits(hash.bits());
    let probes = ChipProbes::of(&chip);
    Ok(Some(PictureTrace {
        hash: of(face::hash(&chip)),
        probes: probes.hashes().iter().copied().map(of).collect(),
        same_within: ChipHash::SAME_PICTURE,
    }))
}

/// What is worse than it should be. None of it forbids a comparison, so none of it declines by
/// itself.
fn faults(measured: &Quality) -> impl Iterator<Item = Finding> {
    let limits = QualityLimits::default();
    let faults = measured.faults(&limits).into_iter();
    let measured = *measured;
    faults.filter_map(move |fault| {
        let finding = match fault {
            Fault::TooSmall => failed("selfie.size", "the face is small").measured(
                measured.eyes_px,
                limits.eyes_px,
                "px",
            ),
            Fault::Turned if measured.yaw.abs() > limits.yaw => failed(
                POSE,
                "the face looks to a side",
            )
            .measured(measured.yaw, limits.yaw, "eye distances"),
            Fault::Turned => failed(POSE, "the face looks up or down").measured(
                measured.pitch,
                if measured.pitch < limits.pitch.0 {
                    limits.pitch.0
                } else {
                    limits.pitch.1
                },
                "share",
            ),
            Fault::Tilted => failed("selfie.tilt", "the head is tilted").measured(
                measured.roll,
                limits.roll,
                "degrees",
            ),
            Fault::Dark => {
                failed(LIGHT, "the face is dark").measured(measured.light, limits.light.0, "grey")
            }
            Fault::Bright => failed("selfie.glare", "the face is too bright").measured(
                measured.light,
                limits.light.1,
                "grey",
            ),
            Fault::Uneven => failed("selfie.shadow", "one half of the face is much darker")
                .measured(measured.uneven, limits.uneven, "share"),
            Fault::Blurred => failed(SHARPNESS, "the face is blurred").measured(
                measured.sharpness,
                limits.sharpness,
                "share",
            ),
            _ => return None,
        };
        Some(finding)
    })
}

fn failed(check: &str, detail: &str) -> Finding {
    Finding::new(Service::Face, check, FindingOutcome::Failed, detail)
}

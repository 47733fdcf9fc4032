//! Examines `face`: the selfie, and its comparison with the portraits of the documents.
//!
//! Faceprints exist only while two faces are compared. What is reported is what the comparison came
//! to, from which no face can be known again.

pub(super) mod beside_note;
mod cutout;
pub(super) mod enrolled;
mod found;
mod likeness;
pub(super) mod portrait;
mod selfie;

use face::Examiner;
use proofing::ports::{Picture, Unavailable};
use verification::duplicates;
use verification::reading::{Comparison, ExaminedFace, NotCompared, Portrait, Selfie};
use verification::{Request, Service};

use self::found::{Found, similarity};
use self::likeness::compared;
use self::selfie::Seen;
use crate::colours::Colours;
use crate::files::Files;

/// The portrait of a document, or why there is none to compare the selfie with.
pub(super) type Holder = (Service, Result<Found, NotCompared>);

/// Examines a selfie, and compares it with the portraits that were found.
pub(super) fn examine(
    faces: &Examiner,
    selfie: &Picture,
    holders: Vec<Holder>,
    request: &Request,
    files: &Files,
) -> Result<ExaminedFace, Unavailable> {
    let mut colours = Colours::new(files);
    let Some(page) = colours.of(selfie)? else {
        return Ok(without(Selfie::NotAPicture, holders, NotCompared::Selfie));
    };
    let is_captured = request.is_captured(Service::Face);
    let is_traced = duplicates::is_sought(request);
    let Ok(Seen {
        selfie: shown,
        found,
        findings,
        trace,
    }) = selfie::look(faces, page, selfie.slot, is_captured, is_traced)
    else {
        return Ok(without(Selfie::Usable, holders, NotCompared::BrokeDown));
    };
    let Some(found) = found else {
        let examined = without(shown, holders, NotCompared::Selfie);
        return Ok(ExaminedFace {
            findings,
            ..examined
        });
    };
    let portraits = holders.into_iter().map(|(service, holder)| Portrait {
        service,
        comparison: match holder {
            Ok(holder) => compare(faces, &found, &holder),
            Err(why) => Comparison::NotCompared(why),
        },
    });
    Ok(ExaminedFace {
        selfie: shown,
        portraits: portraits.collect(),
        findings,
        trace,
    })
}

/// Nothing was compared, for the same reason, where there was a portrait to compare with.
fn without(selfie: Selfie, holders: Vec<Holder>, why: NotCompared) -> ExaminedFace {
    let portraits = holders.into_iter().map(|(service, holder)| Portrait {
        service,
        comparison: Comparison::NotCompared(holder.err().unwrap_or(why)),
    });
    ExaminedFace {
        selfie,
        portraits: portraits.collect(),
        findings: Vec::new(),
        trace: None,
    }
}

/// The examination itself failed, so nothing is known about the faces.
pub(super) fn broken(documents: impl Iterator<Item = Service>) -> ExaminedFace {
    let holders = documents.map(|service| (service, Err(NotCompared::BrokeDown)));
    without(Selfie::Usable, holders.collect(), NotCompared::BrokeDown)
}

fn compare(faces: &Examiner, selfie: &Found, holder: &Found) -> Comparison {
    let score = similarity(faces, &selfie.chip, &holder.chip);
    let eyes_px = selfie.eyes_px.min(holder.eyes_px);
    let compared = score.and_then(|score| compared(faces, score, eyes_px));
    compared.map_or(
        Comparison::NotCompared(NotCompared::BrokeDown),
        Comparison::Compared,
    )
}

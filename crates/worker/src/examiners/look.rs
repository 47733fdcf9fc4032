//! Looking at a frame of a camera's live picture: what would make the next one better.
//!
//! One hint at a time, the one that helps most first: light, then where the document lies in the frame, then
//! sharpness.
//! A good frame is no promise that its document reads; the picture that follows is examined for itself.

use document::pdf417::{self, Options};
use imaging::locate::{Located, locate};
use imaging::quality::{Aspect, Limit, Measure, measure};
use imaging::{Limits, Picture, Quad};
use proofing::ports::{Guidance, Hint, Look, Refusal};

/// Views of a place that are tried in a frame: the next frame comes at once.
const ATTEMPTS: u32 = 2;

/// Corners in parts of the frame's width and height.
type Corners = [(f32, f32); 4];

/// What a frame shows.
pub(super) fn guide(frame: &[u8], look: Look, limits: &Limits) -> Result<Guidance, Refusal> {
    let picture = imaging::decode(frame, limits).map_err(|error| Refusal(error.to_string()))?;
    let located = match look {
        Look::Selfie => None,
        _ => locate(picture.luma()),
    };
    let place = located.map(|found| found.quad);
    let measures = measure(&picture, place.as_ref());
    let barcode = match look {
        Look::Barcode => barcode(&picture),
        Look::Front | Look::Back | Look::Selfie => None,
    };
    // What was read was good enough.
    if let Some((bytes, quad)) = barcode {
        return Ok(Guidance {
            hint: None,
            quad: Some(quad),
            barcode: Some(bytes),
        });
    }
    let hint = light(&measures)
        .or_else(|| framing(look, located.as_ref(), &measures))
        .or_else(|| missed(&measures, Aspect::Sharpness).map(|_| Hint::Blurred))
        .or((look == Look::Barcode).then_some(Hint::NoBarcode));
    Ok(Guidance {
        hint,
        quad: place.map(|quad| in_parts(&picture, &quad)),
        barcode: None,
    })
}

/// What is wrong with the light.
fn light(measures: &[Measure]) -> Option<Hint> {
    if let Some(measure) = missed(measures, Aspect::Brightness) {
        let is_dark = match measure.limit {
            Limit::Between(least, _) | Limit::AtLeast(least) => measure.value < least,
            Limit::AtMost(_) => false,
        };
        return Some(if is_dark { Hint::TooDark } else { Hint::Glare });
    }
    missed(measures, Aspect::Underexposed)
        .map(|_| Hint::TooDark)
        .or_else(|| missed(measures, Aspect::Glare).map(|_| Hint::Glare))
        .or_else(|| missed(measures, Aspect::Overexposed).map(|_| Hint::Glare))
}

/// What is wrong with where the document lies. A frame that it fills has no outline to be seen: for a
/// barcode that is no fault.
fn framing(look: Look, located: Option<&Located>, measures: &[Measure]) -> Option<Hint> {
    let Some(located) = located else {
        return matches!(look, Look::Front | Look::Back).then_some(Hint::NothingFound);
    };
    if look == Look::Barcode {
        return None;
    }
    if located.cut_sides > 0 || missed(measures, Aspect::CutEdges).is_some() {
        return Some(Hint::CutOff);
    }
    missed(measures, Aspect::Fill)
        .map(|_| Hint::TooFar)
        .or_else(|| missed(measures, Aspect::Tilt).map(|_| Hint::NotFlat))
}

fn missed(measures: &[Measure], aspect: Aspect) -> Option<&Measure> {
    measures
        .iter()
        .find(|measure| measure.aspect == aspect && !measure.is_met())
}

/// The bytes of the first barcode, and where it is.
fn barcode(picture: &Picture) -> Option<(Vec<u8>, Corners)> {
    let options = Options {
        attempts: ATTEMPTS,
        ..Options::default()
    };
    let symbol = pdf417::read(picture, &options).into_iter().next()?;
    Some((symbol.bytes, in_parts(picture, &symbol.quad)))
}

fn in_parts(picture: &Picture, quad: &Quad) -> Corners {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    quad.0
        .map(|corner| (corner.x as f32 / width, corner.y as f32 / height))
}

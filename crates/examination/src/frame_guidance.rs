//! Examines a frame of a live camera, and says what would improve the next one.
//!
//! Only one hint is given, the most helpful one first: light, then the place of the document in the
//! frame, then sharpness. If a barcode is wanted and visible, the hint is what prevents it from
//! being read. A good frame does not promise that its document can be read; the picture that
//! follows is examined separately.

use imaging::locate::{Located, locate};
use imaging::quality::{Aspect, Limit, Measure, glance};
use imaging::{Picture, Quad, fit_within};
use pdf417::{Sight, Trouble, read_frame};
use proofing::ports::{CaptureTarget, Guidance, Hint};

/// The longer side in pixels of a frame that is searched for a barcode; more is only useful for
/// photographs.
const FRAME: u32 = 1_280;

/// The corners as fractions of the frame's width and height.
type Corners = [(f32, f32); 4];

/// Returns what a frame shows.
pub(super) fn guide(picture: &Picture, look: CaptureTarget) -> Guidance {
    if look == CaptureTarget::Barcode
        && let Some(guidance) = barcode(picture)
    {
        return guidance;
    }
    let located = match look {
        CaptureTarget::Selfie => None,
        _ => locate(picture.luma()),
    };
    let place = located.map(|found| found.quad);
    let measures = glance(picture, place.as_ref());
    let hint = light(&measures)
        .or_else(|| framing(look, located.as_ref(), &measures))
        .or_else(|| missed(&measures, Aspect::Sharpness).map(|_| Hint::Blurred))
        .or((look == CaptureTarget::Barcode).then_some(Hint::NoBarcode));
    Guidance {
        hint,
        quad: place.map(|quad| in_parts(picture, &quad)),
        barcode: None,
    }
}

/// Returns the barcode that was read, or what prevents the visible one from being read, or `None`
/// if there is none.
fn barcode(picture: &Picture) -> Option<Guidance> {
    let (frame, factor) = fit_within(picture.luma(), FRAME);
    let place = |quad: &Quad| Some(in_parts(picture, &quad.scaled(factor)));
    match read_frame(&frame) {
        Sight::Read(symbol) => Some(Guidance {
            hint: None,
            quad: place(&symbol.quad),
            barcode: Some(symbol.bytes),
        }),
        Sight::Unread { quad, trouble, .. } => Some(Guidance {
            hint: Some(advice(trouble)),
            quad: place(&quad),
            barcode: None,
        }),
        _ => None,
    }
}

/// Returns what to do about a barcode that is visible but cannot be read.
fn advice(trouble: Trouble) -> Hint {
    match trouble {
        Trouble::TooSmall => Hint::TooFar,
        Trouble::CutOff => Hint::CutOff,
        Trouble::TooDark => Hint::TooDark,
        Trouble::Glare => Hint::Glare,
        Trouble::NotFlat => Hint::NotFlat,
        // The next frame may already be better.
        _ => Hint::Blurred,
    }
}

/// Returns what is wrong with the light.
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

/// Returns what is wrong with the place of the document. A document that fills the frame has no
/// visible outline, which does not matter for a barcode.
fn framing(look: CaptureTarget, located: Option<&Located>, measures: &[Measure]) -> Option<Hint> {
    let Some(located) = located else {
        return matches!(look, CaptureTarget::Front | CaptureTarget::Back)
            .then_some(Hint::NothingFound);
    };
    if look == CaptureTarget::Barcode {
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

fn in_parts(picture: &Picture, quad: &Quad) -> Corners {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    quad.0
        .map(|corner| (corner.x as f32 / width, corner.y as f32 / height))
}

#[cfg(test)]
mod tests {
    use imaging::Limits;
    use specimen::{Difficulty, Scene, Specimen, photograph};

    use super::*;

    /// Returns the hint for a frame of the back of a licence, and whether its barcode was read.
    fn hint(look: CaptureTarget, change: impl FnOnce(&mut Scene)) -> (Option<Hint>, bool) {
        let specimen = Specimen::from_seed(11, jiff::civil::date(2026, 6, 1));
        let mut scene = Scene {
            width: 1_280,
            height: 720,
            ..Scene::from_seed(11, Difficulty::Good)
        };
        change(&mut scene);
        let photo = photograph(&specimen.back().unwrap(), &scene).unwrap();
        let frame = imaging::decode(&photo.jpeg, &Limits::default()).unwrap();
        let guidance = guide(&frame, look);
        let text = |bytes: &Vec<u8>| {
            bytes
                .iter()
                .map(|&byte| char::from(byte))
                .collect::<String>()
        };
        let read = guidance.barcode.as_ref().map(text);
        assert!(read.is_none() || read == Some(specimen.barcode()));
        (guidance.hint, read.is_some())
    }

    #[test]
    fn a_live_barcode_is_read_and_an_empty_table_is_not() {
        assert_eq!(hint(CaptureTarget::Barcode, |_| {}), (None, true));
        assert_eq!(
            hint(CaptureTarget::Barcode, |scene| scene.roll = 40.0),
            (None, true)
        );
        let table = Picture::from_luma(imaging::Luma::filled(640, 480, 128));
        let nothing = guide(&table, CaptureTarget::Barcode);
        assert!(nothing.hint.is_some() && nothing.barcode.is_none());
    }
}

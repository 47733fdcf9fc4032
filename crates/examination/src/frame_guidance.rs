//! Examines a frame of a live camera, and says what would improve the next one.
//!
//! Only one hint is given, and only if it is certain: light first, then the wrong side, then the
//! place of the document in the frame, then sharpness. A hint that is wrong sends a person the
//! wrong way, so where nothing is certain nothing is said. If a barcode is wanted and visible, the
//! hint is what prevents it from being read. A good frame does not promise that its document can be
//! read; the picture that follows is examined separately.

mod impostor;
mod side;

use imaging::quality::{Aspect, Limit, Measure, glance};
use imaging::{Luma, Picture, Quad, fit_within};
use pdf417::{Sight, Trouble, read_frame};
use proofing::ports::{CaptureTarget, Guidance, Hint};

use crate::place::{self, Place};

/// The longer side in pixels of a frame that is searched for a barcode; more is only useful for
/// photographs.
const FRAME: u32 = 1_280;

/// The grey that one pixel of fifty exceeds, below which a frame is dark, wherever its document
/// is: paper is white, and somewhere in the frame.
const DARK: usize = 60;
const BRIGHTEST: usize = 50;

/// The corners as fractions of the frame's width and height.
type Corners = [(f32, f32); 4];

/// Returns what a frame shows.
pub(super) fn guide(picture: &Picture, look: CaptureTarget) -> Guidance {
    if look == CaptureTarget::Barcode
        && let Some(guidance) = barcode(picture)
    {
        return guidance;
    }
    if look == CaptureTarget::Surface {
        return Guidance {
            hint: impostor::screen(picture),
            ..Guidance::default()
        };
    }
    if is_dark(picture.luma()) {
        return Guidance {
            hint: Some(Hint::TooDark),
            ..Guidance::default()
        };
    }
    let place = match look {
        CaptureTarget::Selfie | CaptureTarget::TurnedFace => None,
        CaptureTarget::Front => place::certain_page(picture.luma()),
        _ => place::certain(picture.luma()),
    };
    let quad = place.map(|place| place.quad);
    let measures = glance(picture, quad.as_ref());
    // The place of a document that is whole.
    let whole = place.filter(|place| !place.is_cut).map(|place| place.quad);
    let is_front = matches!(look, CaptureTarget::Front | CaptureTarget::LicenceFront);
    // A cover is as dark as a page in the dark.
    let hint = whole
        .filter(|_| look == CaptureTarget::Front)
        .and_then(|quad| impostor::cover(picture.luma(), &quad))
        .or_else(|| light(&measures, place.is_some()))
        .or_else(|| side::is_back_for_front(picture, look).then_some(Hint::WrongSide))
        .or_else(|| framing(look, place.as_ref(), &measures))
        .or_else(|| is_blurred(&measures).then_some(Hint::Blurred))
        .or_else(|| wrong_zone(picture, look).then_some(Hint::WrongSide))
        .or_else(|| front_again(picture, &whole?, look))
        .or_else(|| impostor::copy(picture, &whole?).filter(|_| is_front))
        .or_else(|| missing(look, place.as_ref()));
    let is_good_front = is_front && hint.is_none();
    let thumbnail = whole.filter(|_| is_good_front);
    Guidance {
        hint,
        quad: quad.map(|quad| in_parts(picture, &quad)),
        thumbnail: thumbnail.and_then(|quad| side::thumbnail(picture.luma(), &quad)),
        ..Guidance::default()
    }
}

/// Returns true if nothing in a frame is bright.
pub(super) fn is_dark(luma: &Luma) -> bool {
    let mut counts = [0_usize; 256];
    for &grey in luma.data() {
        if let Some(count) = counts.get_mut(usize::from(grey)) {
            *count += 1;
        }
    }
    let bright: usize = counts.iter().skip(DARK).sum();
    bright * BRIGHTEST < luma.data().len()
}

/// Returns true if what is visible has edges, and they are soft. A bare table has none.
fn is_blurred(measures: &[Measure]) -> bool {
    missed(measures, Aspect::Sharpness).is_some_and(|measure| measure.value > 0.0)
}

fn wrong_zone(picture: &Picture, look: CaptureTarget) -> bool {
    look == CaptureTarget::Front && side::has_zone_of_back(picture)
}

fn front_again(picture: &Picture, quad: &Quad, look: CaptureTarget) -> Option<Hint> {
    side::is_front_for_back(picture.luma(), quad, look).then_some(Hint::WrongSide)
}

/// Returns what is not in the frame.
fn missing(look: CaptureTarget, place: Option<&Place>) -> Option<Hint> {
    match look {
        CaptureTarget::Barcode => Some(Hint::NoBarcode),
        CaptureTarget::Selfie | CaptureTarget::TurnedFace => None,
        _ => place.is_none().then_some(Hint::NothingFound),
    }
}

/// Returns the barcode that was read, or what prevents the visible one from being read, or `None`
/// if there is none.
fn barcode(picture: &Picture) -> Option<Guidance> {
    let (frame, factor) = fit_within(picture.luma(), FRAME);
    let place = |quad: &Quad| Some(in_parts(picture, &quad.scaled(factor)));
    match read_frame(&frame) {
        Sight::Read(symbol) => Some(Guidance {
            quad: place(&symbol.quad),
            barcode: Some(symbol.bytes),
            ..Guidance::default()
        }),
        // What only may be a barcode says nothing about the distance.
        Sight::Unread {
            quad,
            trouble,
            is_certain: true,
        } => Some(Guidance {
            hint: Some(advice(trouble)),
            quad: place(&quad),
            ..Guidance::default()
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

/// Returns what is wrong with the light. If the place of the document is not known, a bright or
/// dark part of the frame says nothing about it.
fn light(measures: &[Measure], is_placed: bool) -> Option<Hint> {
    if !is_placed {
        return None;
    }
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

/// Returns what is wrong with the place of the document. The place does not matter for a barcode.
fn framing(look: CaptureTarget, place: Option<&Place>, measures: &[Measure]) -> Option<Hint> {
    let place = place?;
    if look == CaptureTarget::Barcode {
        return None;
    }
    if place.is_cut {
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
        let table = Picture::from_luma(Luma::filled(640, 480, 128));
        let nothing = guide(&table, CaptureTarget::Barcode);
        assert!(nothing.hint.is_some() && nothing.barcode.is_none());
    }

    #[test]
    fn a_back_is_called_the_wrong_side_where_a_front_is_wanted() {
        let small = |scene: &mut Scene| (scene.width, scene.height) = (640, 480);
        let wrong = (Some(Hint::WrongSide), false);
        assert_eq!(hint(CaptureTarget::LicenceFront, small), wrong);
        assert_eq!(hint(CaptureTarget::Back, small), (None, false));
    }

    #[test]
    fn a_zone_of_a_card_is_on_its_back() {
        let card = specimen::Travel::identity_card(5, jiff::civil::date(2026, 6, 1));
        let scene = Scene {
            width: 1_280,
            height: 960,
            ..Scene::from_seed(5, Difficulty::Good)
        };
        let told = |side: &specimen::Card, look| {
            let photo = photograph(side, &scene).unwrap();
            let frame = imaging::decode(&photo.jpeg, &Limits::default()).unwrap();
            guide(&frame, look).hint
        };
        let [front, back] = [card.page(), card.back()].map(Result::unwrap);
        assert_eq!(told(&front, CaptureTarget::Front), None);
        assert_eq!(told(&back, CaptureTarget::Front), Some(Hint::WrongSide));
        assert_ne!(told(&back, CaptureTarget::Back), Some(Hint::WrongSide));
    }

    #[test]
    fn an_empty_table_is_neither_blurred_nor_dark() {
        for grey in [70, 128, 250] {
            let table = Picture::from_luma(Luma::filled(640, 480, grey));
            let told = guide(&table, CaptureTarget::Front);
            assert_eq!((told.hint, told.quad), (Some(Hint::NothingFound), None));
        }
        let night = Picture::from_luma(Luma::filled(640, 480, 12));
        let told = guide(&night, CaptureTarget::Front);
        assert_eq!(told.hint, Some(Hint::TooDark));
    }
}

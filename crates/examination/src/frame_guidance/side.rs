//! Recognises the other side of a document than the one that is wanted.
//!
//! A back is known by what only backs have: a barcode or the zone of a card. A front is known by
//! the front itself, which the person showed just before.

use imaging::{Luma, Picture, Quad, fit_within, warp};
use mrz::Format;
use pdf417::{Sight, read_frame};
use proofing::ports::{CaptureTarget, THUMBNAIL, Thumbnail};

/// The longer side in pixels of a frame that is searched for a barcode.
const FRAME: u32 = 1_280;
/// The bands that are searched for a zone: those of a card that fills the frame are the first.
const BANDS: usize = 3;

/// How many points of the straightened side make one point of a thumbnail, each way.
const FINER: usize = 4;
/// The correlation of two thumbnails from which they show the same side.
const ALIKE: f64 = 0.8;

/// Returns true if the frame certainly shows a back where a front is wanted.
///
/// A licence has its barcode on the back. Cards of other kinds may have one on the front, so there
/// the barcode has to be a licence's.
pub(super) fn is_back_for_front(frame: &Picture, target: CaptureTarget) -> bool {
    if !matches!(target, CaptureTarget::Front | CaptureTarget::LicenceFront) {
        return false;
    }
    let (small, _) = fit_within(frame.luma(), FRAME);
    match read_frame(&small) {
        Sight::Read(symbol) => aamva::parse(&symbol.bytes).is_ok(),
        Sight::Unread { is_certain, .. } => is_certain && target == CaptureTarget::LicenceFront,
        _ => false,
    }
}

/// Returns true if the frame shows the zone of a card, which is on its back. This takes some 10 ms,
/// so it is asked about frames with which nothing else is wrong.
pub(super) fn has_zone_of_back(frame: &Picture) -> bool {
    let quick = mrz::Options::new().bands(BANDS).attempts(0);
    mrz::read(frame, &quick).is_some_and(|zone| zone.mrz.format == Format::Td1)
}

/// Returns true if the document in the frame is the front that was shown before, upright or
/// upside down.
pub(super) fn is_front_for_back(frame: &Luma, quad: &Quad, target: CaptureTarget) -> bool {
    let CaptureTarget::BackOf(front) = target else {
        return false;
    };
    thumbnail(frame, quad).is_some_and(|seen| likeness(&front, &seen) >= ALIKE)
}

/// Returns the thumbnail of the document with these corners. `None` for one that stands upright,
/// or has one grey.
pub(super) fn thumbnail(frame: &Luma, quad: &Quad) -> Option<Thumbnail> {
    if quad.width() < quad.height() {
        return None;
    }
    let (width, height) = THUMBNAIL;
    let side = warp(frame, quad, (width * FINER) as u32, (height * FINER) as u32)?;
    let point = |x: usize, y: usize| {
        let rows = (y * FINER..(y + 1) * FINER).filter_map(|y| {
            let row = side.row(y as u32);
            row.get(x * FINER..(x + 1) * FINER)
        });
        rows.flatten().map(|&grey| u32::from(grey)).sum::<u32>()
    };
    let points: Vec<u32> = (0..width * height)
        .map(|n| point(n % width, n / width))
        .collect();
    let (darkest, brightest) = (points.iter().min()?, points.iter().max()?);
    let range = (brightest - darkest).max(1);
    Some(Thumbnail::of(|x, y| {
        let sum = points.get(y * width + x).unwrap_or(darkest);
        ((sum - darkest) * 255 / range) as u8
    }))
}

/// Returns the correlation of two sides, from -1 to 1, the second one turned if that fits better. A
/// light that is brighter on one side of the document changes nothing.
pub(super) fn likeness(one: &Thumbnail, other: &Thumbnail) -> f64 {
    let one = levelled(one.greys());
    let correlation = |other: &[f64]| {
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let norm = (product(&one, &one) * product(other, other)).sqrt();
        product(&one, other) / norm.max(1e-9)
    };
    let (upright, turned) = (levelled(other.greys()), levelled(other.greys().rev()));
    correlation(&upright).max(correlation(&turned))
}

/// Returns greys without their mean and without what rises evenly across or down.
fn levelled(greys: impl Iterator<Item = u8>) -> Vec<f64> {
    let (width, height) = THUMBNAIL;
    let mut values: Vec<f64> = greys.map(f64::from).collect();
    let middle = |length: usize| (length as f64 - 1.0) / 2.0;
    let place = |n: usize| {
        let (x, y) = ((n % width) as f64, (n / width) as f64);
        [1.0, x - middle(width), y - middle(height)]
    };
    // The three are orthogonal on a grid, so each is taken away alone.
    for axis in 0..3 {
        let along = |n: usize| place(n).get(axis).copied().unwrap_or_default();
        let (mut sum, mut norm) = (0.0, 0.0);
        for (n, value) in values.iter().enumerate() {
            sum += value * along(n);
            norm += along(n) * along(n);
        }
        for (n, value) in values.iter_mut().enumerate() {
            *value -= sum / norm * along(n);
        }
    }
    values
}

//! Recognises the back of a document where its front is wanted, by what only backs have.

use imaging::{Picture, fit_within};
use mrz::Format;
use pdf417::{Sight, read_frame};
use proofing::ports::CaptureTarget;

/// The longer side in pixels of a frame that is searched for a barcode.
const FRAME: u32 = 1_280;
/// The bands that are searched for a zone: those of a card that fills the frame are the first.
const BANDS: usize = 3;

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

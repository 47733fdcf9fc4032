//! Decides what is on a page. This is the only place that does.

use imaging::Picture;
use mrz::MrzReading;
use pdf417::Sight;
use tracing::info_span;

use crate::page_options::{Effort, PageOptions};
use crate::page_reading::{Barcode, PageReading};

/// The number of bands to examine where there should be no zone. Of 399 zones that were read, 393
/// were in the first six.
const GLANCE_BANDS: usize = 6;
/// The maximum number of symbols on a page that has many, and the steps of work for finding them.
const MANY_SYMBOLS: (usize, u32) = (64, 256);

/// Reads the machine-readable parts of a page: the barcode of a licence, or a machine-readable
/// zone.
///
/// The search ends with the first part that identifies a holder, unless [`PageOptions::both`] is
/// set. A barcode that is not a licence's, or the zone of a visa, is returned but does not end the
/// search.
///
/// Each of the two stages is a `tracing` span at the level `info`, `barcode` and `zone`, without
/// fields. A stage that is skipped has no span.
///
/// ```
/// use document::{PageOptions, read_page};
/// use imaging::{Luma, Picture};
///
/// let blank = Picture::from_luma(Luma::filled(640, 480, 200));
/// let read = read_page(&blank, &PageOptions::new());
/// assert!(read.is_empty());
/// ```
#[must_use]
pub fn read_page(page: &Picture, options: &PageOptions) -> PageReading {
    let mut reading = PageReading::default();
    if options.is_zone_first {
        reading.zone = zone(page, options.zone);
    }
    if options.both || reading.kind().is_none() {
        reading.barcodes = barcodes(page, options.barcode);
    }
    if !options.is_zone_first && (options.both || reading.kind().is_none()) {
        reading.zone = zone(page, options.zone);
    }
    reading
}

fn barcodes(page: &Picture, effort: Effort) -> Vec<Barcode> {
    if effort == Effort::Skip {
        return Vec::new();
    }
    let _stage = info_span!("barcode").entered();
    let full = pdf417::Options::new();
    let symbols = match effort {
        Effort::Skip => Vec::new(),
        Effort::Glance => match pdf417::read_frame(page.luma()) {
            Sight::Read(symbol) => vec![symbol],
            _ => Vec::new(),
        },
        Effort::Full => pdf417::read(page, &full),
        Effort::Every => pdf417::read(page, &full.symbols(MANY_SYMBOLS.0).attempts(MANY_SYMBOLS.1)),
    };
    let barcode = |symbol: pdf417::Symbol| Barcode {
        licence: aamva::parse(&symbol.bytes),
        symbol,
    };
    symbols.into_iter().map(barcode).collect()
}

/// Returns the zone; a page has at most one.
fn zone(page: &Picture, effort: Effort) -> Option<MrzReading> {
    if effort == Effort::Skip {
        return None;
    }
    let _stage = info_span!("zone").entered();
    let full = mrz::Options::new();
    match effort {
        Effort::Skip => None,
        Effort::Glance => mrz::read(page, &full.bands(GLANCE_BANDS).attempts(0)),
        Effort::Full | Effort::Every => mrz::read(page, &full),
    }
}

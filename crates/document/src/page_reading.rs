//! The machine-readable parts of a page.

use aamva::{Licence, ParseError};
use mrz::MrzReading;
use pdf417::Symbol;

use crate::kind::DocumentKind;

/// What was read on one page.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PageReading {
    /// The PDF417 symbols, in the order in which they were found.
    pub barcodes: Vec<Barcode>,
    /// The machine-readable zone with its fields.
    pub zone: Option<MrzReading>,
}

/// A PDF417 symbol with its contents.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Barcode {
    /// The symbol with its text and its position.
    pub symbol: Symbol,
    /// The licence that it contains, or the reason why it contains none.
    pub licence: Result<Licence, ParseError>,
}

impl PageReading {
    /// Returns true if nothing was read.
    ///
    /// ```
    /// use document::{PageOptions, read_page};
    /// use imaging::{Luma, Picture};
    ///
    /// let blank = Picture::from_luma(Luma::filled(640, 480, 200));
    /// assert!(read_page(&blank, &PageOptions::new()).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.barcodes.is_empty() && self.zone.is_none()
    }

    /// Returns the licence of the first barcode that contains one.
    ///
    /// ```
    /// use document::{PageOptions, read_page};
    /// use imaging::{Luma, Picture};
    ///
    /// let page = Picture::from_luma(Luma::filled(640, 480, 200));
    /// if let Some(licence) = read_page(&page, &PageOptions::new()).licence() {
    ///     println!("issued by {:?}", licence.issuer.map(|issuer| issuer.name));
    /// }
    /// ```
    #[must_use]
    pub fn licence(&self) -> Option<&Licence> {
        let mut licences = self.barcodes.iter().map(|barcode| barcode.licence.as_ref());
        licences.find_map(Result::ok)
    }

    /// Returns the kind of document on the page, or `None` if nothing on it identifies its holder.
    ///
    /// ```
    /// use document::{PageOptions, read_page};
    /// use imaging::{Luma, Picture};
    ///
    /// let blank = Picture::from_luma(Luma::filled(640, 480, 200));
    /// assert_eq!(read_page(&blank, &PageOptions::new()).kind(), None);
    /// ```
    #[must_use]
    pub fn kind(&self) -> Option<DocumentKind> {
        let by_licence = self.licence().map(DocumentKind::of_licence);
        by_licence.or_else(|| DocumentKind::of_zone(&self.zone.as_ref()?.mrz))
    }
}

//! Options that say what to search for on a page, and how thoroughly.

/// How thoroughly to search for one kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Effort {
    /// Do not search.
    Skip,
    /// Search once in the likeliest place, for a page that should not have it.
    Glance,
    /// Search with the effort that suits a photograph of it.
    #[default]
    Full,
    /// Search until all of them are found, with four times the work.
    Every,
}

/// What [`read_page`](crate::read_page()) searches for, and in which order.
///
/// By default, a barcode is searched for first, because the back of a card has one, and a zone only
/// if no barcode identifies the holder. The work is counted, not timed, so the result depends only
/// on the picture and these options.
///
/// ```
/// use document::{Effort, PageOptions};
///
/// // On the front of something that may be a passport, a zone is likelier than a barcode.
/// let front = PageOptions::new().zone_first();
/// // The other side of a document that was read already needs less effort.
/// let other = PageOptions::new().barcode(Effort::Skip).zone(Effort::Glance);
/// assert!(front != other);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PageOptions {
    pub(crate) barcode: Effort,
    pub(crate) zone: Effort,
    pub(crate) is_zone_first: bool,
    pub(crate) both: bool,
}

impl PageOptions {
    /// Returns the defaults: a barcode, then a zone, both with full effort.
    ///
    /// ```
    /// use document::PageOptions;
    ///
    /// assert_eq!(PageOptions::new(), PageOptions::default());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how thoroughly PDF417 symbols are searched for.
    ///
    /// ```
    /// use document::{Effort, PageOptions};
    ///
    /// // The front of a card, whose barcode is on the back.
    /// let front = PageOptions::new().barcode(Effort::Skip);
    /// # let _ = front;
    /// ```
    #[must_use]
    pub fn barcode(self, barcode: Effort) -> Self {
        Self { barcode, ..self }
    }

    /// Sets how thoroughly a machine-readable zone is searched for.
    ///
    /// ```
    /// use document::{Effort, PageOptions};
    ///
    /// // The back of a licence, which rarely has a zone.
    /// let back = PageOptions::new().zone(Effort::Glance);
    /// # let _ = back;
    /// ```
    #[must_use]
    pub fn zone(self, zone: Effort) -> Self {
        Self { zone, ..self }
    }

    /// Searches for a zone first. Finding one takes a tenth of the time that it takes to be sure
    /// that there is no barcode.
    ///
    /// ```
    /// use document::PageOptions;
    ///
    /// // A page that is probably the data page of a passport.
    /// let passport = PageOptions::new().zone_first();
    /// # let _ = passport;
    /// ```
    #[must_use]
    pub fn zone_first(self) -> Self {
        Self {
            is_zone_first: true,
            ..self
        }
    }

    /// Searches for the second kind even if the first one identifies the holder.
    ///
    /// ```
    /// use document::PageOptions;
    ///
    /// // A scan with both sides of a card on one page.
    /// let scan = PageOptions::new().both();
    /// # let _ = scan;
    /// ```
    #[must_use]
    pub fn both(self) -> Self {
        Self { both: true, ..self }
    }
}

//! Options for what to search on a page, and how thoroughly.

/// How thoroughly one kind of thing is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Effort {
    /// Not at all.
    Skip,
    /// Once, where it is likeliest, for a page that should not have it.
    Glance,
    /// With the effort that a photograph of it is worth.
    #[default]
    Full,
    /// Until all of them are found, with four times the work.
    Every,
}

/// Says what [`read_page`](crate::read_page()) searches for, and in which order.
///
/// By default a barcode is searched for first, because the back of a card has one, and a zone only
/// if no barcode identifies the holder. The work is counted, not timed, so the result only depends
/// on the picture and these options.
///
/// ```
/// use document::{Effort, PageOptions};
///
/// // The front of something that may be a passport: a zone is likelier than a barcode.
/// let front = PageOptions::new().zone_first();
/// // The other side of a document that was read already.
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
    /// Returns the defaults: a barcode, then a zone, either with full effort.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how thoroughly PDF417 symbols are searched for.
    #[must_use]
    pub fn barcode(self, barcode: Effort) -> Self {
        Self { barcode, ..self }
    }

    /// Sets how thoroughly a machine-readable zone is searched for.
    #[must_use]
    pub fn zone(self, zone: Effort) -> Self {
        Self { zone, ..self }
    }

    /// Searches for a zone first. Finding one takes a tenth of the time that it takes to be sure
    /// that there is no barcode.
    #[must_use]
    pub fn zone_first(self) -> Self {
        Self {
            is_zone_first: true,
            ..self
        }
    }

    /// Searches for the second kind of thing even if the first one identifies the holder.
    #[must_use]
    pub fn both(self) -> Self {
        Self { both: true, ..self }
    }
}

//! What is looked for on a page, and how hard.

/// How hard one kind of thing is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Effort {
    /// Not at all.
    Skip,
    /// Once, where it is likeliest: for a page that should not have it.
    Glance,
    /// As long as a photograph of it is worth.
    #[default]
    Full,
    /// Every one that is there, at four times the work.
    Every,
}

/// What [`read_page`](crate::read_page()) looks for, and in which order.
///
/// By default a barcode is looked for first, since that is what the back of a card has, and a zone
/// only where no barcode identifies the holder. The work is counted and not timed: what is read
/// depends on the picture and on these options alone.
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
    /// The defaults: a barcode, then a zone, either with full effort.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How hard PDF417 symbols are looked for.
    #[must_use]
    pub fn barcode(self, barcode: Effort) -> Self {
        Self { barcode, ..self }
    }

    /// How hard a machine readable zone is looked for.
    #[must_use]
    pub fn zone(self, zone: Effort) -> Self {
        Self { zone, ..self }
    }

    /// Looks for a zone first. Finding one takes a tenth of what it takes to be sure that there is
    /// no barcode.
    #[must_use]
    pub fn zone_first(self) -> Self {
        Self {
            is_zone_first: true,
            ..self
        }
    }

    /// Looks for the second kind of thing even where the first one identifies the holder.
    #[must_use]
    pub fn both(self) -> Self {
        Self { both: true, ..self }
    }
}

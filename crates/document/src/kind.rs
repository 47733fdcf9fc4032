//! The types of documents that identify their holder.

use aamva::Licence;
use mrz::{Format, Mrz};

/// A document that identifies its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DocumentKind {
    /// A driving licence.
    DrivingLicence,
    /// An identity card, a residence permit, or another official card.
    IdentityCard,
    /// A passport, or another travel document of its size.
    Passport,
}

impl DocumentKind {
    /// Returns the document that a barcode is on: a licence, unless the barcode says otherwise.
    ///
    /// ```
    /// use document::DocumentKind;
    ///
    /// let card = aamva::parse_str("@\n\u{1e}\rANSI 636000100002ID00410030ZV00710010IDDAQ123\nDCSDOE\nDACJO\n")?;
    /// assert_eq!(DocumentKind::of_licence(&card), DocumentKind::IdentityCard);
    /// # Ok::<(), aamva::ParseError>(())
    /// ```
    #[must_use]
    pub fn of_licence(licence: &Licence) -> Self {
        match licence.kind {
            aamva::Kind::IdentificationCard => Self::IdentityCard,
            _ => Self::DrivingLicence,
        }
    }

    /// Returns the document that a zone is on, or `None` for a visa, which identifies nobody.
    ///
    /// ```
    /// use document::DocumentKind;
    ///
    /// let zone = mrz::parse(&[
    ///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ///     "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    /// ])?;
    /// assert_eq!(DocumentKind::of_zone(&zone), Some(DocumentKind::Passport));
    /// # Ok::<(), mrz::ParseError>(())
    /// ```
    #[must_use]
    pub fn of_zone(zone: &Mrz) -> Option<Self> {
        match (zone.format, zone.kind) {
            (format, _) if format.is_licence() => Some(Self::DrivingLicence),
            (Format::MrvA | Format::MrvB, _) | (_, mrz::Kind::Visa) => None,
            (Format::Td3, _) | (_, mrz::Kind::Passport) => Some(Self::Passport),
            _ => Some(Self::IdentityCard),
        }
    }
}

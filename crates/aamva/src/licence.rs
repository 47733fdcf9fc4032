//! A licence: everything that was read, in typed fields where the type is known, and as written.

use std::fmt;

use serde::Serialize;

use super::address::Address;
use super::dates::Dates;
use super::elements::Elements;
use super::iin::{Country, Issuer};
use super::names::Names;
use super::physical::{Holder, flag};
use super::raw::{Element, ElementId, Header, Repair, Subfile, SubfileKind};
use super::text::{alphanumerics, debug_presence, personal};

/// A driving licence or identification card, with the contents of its barcode.
///
/// The JSON form is stable: snake_case names, ISO 8601 dates, and `null` for missing values.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Licence {
    /// The kind of card.
    pub kind: Kind,
    /// The header as written.
    pub header: Header,
    /// The issuer, if the header names one in the public list.
    pub issuer: Option<&'static Issuer>,
    /// The names.
    pub names: Names,
    /// The dates.
    pub dates: Dates,
    /// The description of the holder.
    pub holder: Holder,
    /// The mailing address, which on nearly every card is the residence.
    pub address: Address,
    /// The residence, if a version 1 card contains it separately.
    pub residence: Option<Address>,
    /// The number, classes and marks of the document.
    pub document: Document,
    /// All elements as written, in order.
    pub subfiles: Vec<Subfile>,
    /// What had to be repaired before the text could be read, without repetitions.
    pub repairs: Vec<Repair>,
}

/// Shows the structure and how much was read, but never the contents.
impl fmt::Debug for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Licence")
            .field("kind", &self.kind)
            .field("iin", &self.header.iin)
            .field("version", &self.header.version)
            .field("names", &self.names)
            .field("dates", &self.dates)
            .field("document", &self.document)
            .field("subfiles", &self.subfiles)
            .field("repairs", &self.repairs)
            .finish_non_exhaustive()
    }
}

/// The type of a card, as its subfile types say. A permit is recognised by its elements in version
/// 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `DL`: a driving licence.
    DrivingLicence,
    /// `ID`: an identification card.
    IdentificationCard,
    /// `EN`: an enhanced driving licence.
    EnhancedLicence,
    /// A learner's permit.
    Permit,
}

/// The document itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The number of the licence or card (`DAQ`) as written, without padding; see [`same_number`].
    pub number: Option<String>,
    /// The document discriminator (`DCF`), which distinguishes this card from the holder's earlier
    /// ones.
    pub discriminator: Option<String>,
    /// The country of issue as written (`DCG`).
    pub country: Option<Country>,
    /// The vehicle class (`DCA`, `DAR`, or `PAA` for a permit).
    pub class: Option<String>,
    /// Restrictions (`DCB`, `DAS`, `PAE`).
    pub restrictions: Option<String>,
    /// Endorsements (`DCD`, `DAT`, `PAF`).
    pub endorsements: Option<String>,
    /// Compliance with the REAL ID Act (`DDA`).
    pub compliance: Option<Compliance>,
    /// Whether the holder's stay, and therefore the card, is limited (`DDD`).
    pub limited_duration: Option<bool>,
    /// The inventory control number (`DCK`).
    pub inventory: Option<String>,
    /// The audit information (`DCJ`).
    pub audit: Option<String>,
}

personal!(Document {
    number,
    discriminator,
    country,
    class,
    restrictions,
    endorsements,
    compliance,
    limited_duration,
    inventory,
    audit,
});

/// Compliance with the REAL ID Act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compliance {
    /// `F`: fully compliant.
    Full,
    /// `M`: materially compliant, as in the first years.
    Material,
    /// `N`: not compliant.
    NotCompliant,
}

debug_presence!(Compliance);

impl Compliance {
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::Full => "F",
            Self::Material => "M",
            Self::NotCompliant => "N",
        }
    }

    fn read(value: &str) -> Option<Self> {
        match value {
            "F" | "f" => Some(Self::Full),
            "M" | "m" => Some(Self::Material),
            "N" | "n" => Some(Self::NotCompliant),
            _ => None,
        }
    }
}

impl Document {
    pub(super) fn read(from: &Elements<'_>) -> Self {
        let first = |ids: [&str; 3]| ids.iter().find_map(|id| from.text(id)).map(str::to_owned);
        let one = |id| from.text(id).map(str::to_owned);
        Self {
            number: one("DAQ"),
            discriminator: one("DCF"),
            country: from.text("DCG").and_then(Country::from_code),
            class: first(["DCA", "DAR", "PAA"]),
            restrictions: first(["DCB", "DAS", "PAE"]),
            endorsements: first(["DCD", "DAT", "PAF"]),
            compliance: from.text("DDA").and_then(Compliance::read),
            limited_duration: from.text("DDD").and_then(flag),
            inventory: one("DCK"),
            audit: one("DCJ"),
        }
    }
}

impl Kind {
    pub(super) fn read(from: &Elements<'_>, subfiles: &[Subfile], header: &Header) -> Self {
        let has = |kind| {
            subfiles.iter().any(|s| s.kind == kind)
                || header.designators.iter().any(|d| d.kind == kind)
        };
        if has(SubfileKind::Enhanced) {
            Self::EnhancedLicence
        } else if subfiles
            .iter()
            .any(|s| s.kind == SubfileKind::Identification)
        {
            Self::IdentificationCard
        } else if from.raw("PAA").is_some() && from.text("DAR").is_none() {
            Self::Permit
        } else {
            Self::DrivingLicence
        }
    }
}

impl Licence {
    /// Returns the elements of the standard's subfiles, in order.
    ///
    /// ```
    /// let licence = aamva::parse_str("@\n\u{1e}\rANSI 636000100001DL00310030DLDAQT11222333\nDCSDOE\n")?;
    /// let ids: Vec<&str> = licence.elements().map(|element| element.id.as_str()).collect();
    /// assert_eq!(ids, ["DAQ", "DCS"]);
    /// # Ok::<(), aamva::ParseError>(())
    /// ```
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.subfiles
            .iter()
            .filter(|s| !s.kind.is_jurisdiction())
            .flat_map(|s| &s.elements)
    }

    /// Returns the value of an element as written, from the first subfile that has it.
    ///
    /// ```
    /// let licence = aamva::parse_str("@\n\u{1e}\rANSI 636000100001DL00310030DLDAQT11222333\nDCSDOE\n")?;
    /// assert_eq!(licence.raw("DCS"), Some("DOE"));
    /// assert_eq!(licence.raw("DAC"), None);
    /// # Ok::<(), aamva::ParseError>(())
    /// ```
    pub fn raw(&self, id: &str) -> Option<&str> {
        let id = ElementId::of(id);
        self.subfiles
            .iter()
            .flat_map(|s| &s.elements)
            .find(|e| e.id == id)
            .map(|e| e.value.as_str())
    }

    /// Returns true if the card has this number; see [`same_number`].
    ///
    /// ```
    /// let licence = aamva::parse_str("@\n\u{1e}\rANSI 636000100001DL00310030DLDAQT11222333\nDCSDOE\n")?;
    /// assert!(licence.number_is("T11-222-333"));
    /// # Ok::<(), aamva::ParseError>(())
    /// ```
    pub fn number_is(&self, number: &str) -> bool {
        self.document
            .number
            .as_deref()
            .is_some_and(|own| same_number(own, number))
    }
}

/// Returns true if two document numbers are the same. Only letters and digits count; case, dashes
/// and blanks are ignored. A number without letters or digits equals no other.
///
/// ```
/// use aamva::same_number;
///
/// assert!(same_number("T11-222-333", "t11222333"));
/// assert!(!same_number("T11222333", "T11222334"));
/// ```
pub fn same_number(a: &str, b: &str) -> bool {
    let a = alphanumerics(a);
    !a.is_empty() && a == alphanumerics(b)
}

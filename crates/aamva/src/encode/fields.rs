//! The contents of a card that is to be encoded.

use crate::address::Address;
use crate::dates::Dates;
use crate::iin::Iin;
use crate::licence::{Document, Kind, Licence};
use crate::names::Names;
use crate::physical::Holder;
use crate::postal::Postal;
use crate::raw::Element;
use crate::text::personal;

/// The contents of a card that is to be encoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The issuer's number.
    pub iin: Iin,
    /// The type of card.
    pub kind: Kind,
    /// The jurisdiction's own version, 0 to 99.
    pub jurisdiction_version: u8,
    /// Names.
    pub names: Names,
    /// Dates.
    pub dates: Dates,
    /// Description of the holder.
    pub holder: Holder,
    /// Address.
    pub address: Address,
    /// Number, classes and marks.
    pub document: Document,
    /// The elements of the jurisdiction's own subfile, whose IDs start with `Z`. If there are none,
    /// no subfile is written.
    pub own: Vec<Element>,
}

personal!(Fields {
    names,
    dates,
    holder,
    address,
    document,
    own
});

impl Fields {
    /// Creates empty fields for an issuer and a type of card.
    ///
    /// ```
    /// use aamva::{Fields, Kind, iin};
    ///
    /// let virginia = iin::of_jurisdiction("VA").unwrap();
    /// let fields = Fields::new(virginia.iin, Kind::IdentificationCard);
    /// assert_eq!(fields.names.family, None);
    /// ```
    pub fn new(iin: Iin, kind: Kind) -> Self {
        Self {
            iin,
            kind,
            jurisdiction_version: 0,
            names: Names::default(),
            dates: Dates::default(),
            holder: Holder::default(),
            address: Address::default(),
            document: Document::default(),
            own: Vec::new(),
        }
    }

    /// Returns the fields of a licence that was read, or `None` if its issuer number could not be
    /// read.
    ///
    /// ```
    /// use aamva::{Fields, encode, parse_str};
    ///
    /// let licence = parse_str("@\n\u{1e}\rANSI 636000100001DL00310030DLDAQT11222333\nDCSDOE\n")?;
    /// let fields = Fields::of(&licence).unwrap();
    /// let copy = aamva::parse(&encode(&fields, 10))?;
    /// assert_eq!(copy.names.family.as_deref(), Some("DOE"));
    /// # Ok::<(), aamva::ParseError>(())
    /// ```
    pub fn of(licence: &Licence) -> Option<Self> {
        let own = licence.subfiles.iter().find(|s| s.kind.is_jurisdiction());
        Some(Self {
            iin: licence.header.iin?,
            kind: licence.kind,
            jurisdiction_version: licence.header.jurisdiction_version.unwrap_or(0),
            names: licence.names.clone(),
            dates: licence.dates.clone(),
            holder: licence.holder.clone(),
            address: licence.address.clone(),
            document: licence.document.clone(),
            own: own.map(|s| s.elements.clone()).unwrap_or_default(),
        })
    }
}

/// Returns the postal code as its field of eleven characters has it: nine digits for a ZIP code,
/// where an unknown extension is zero, and any other code unchanged.
pub(super) fn postal_field(postal: &Postal) -> String {
    let digits: String = postal.code.chars().filter(char::is_ascii_digit).collect();
    let zip = postal.code.chars().all(|c| c.is_ascii_digit() || c == '-');
    match digits.len() {
        5 if zip => format!("{digits}0000  "),
        9 if zip => format!("{digits}  "),
        _ => format!("{:<11}", postal.code),
    }
}

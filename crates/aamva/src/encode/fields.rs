//! The contents of a card.

use crate::address::Address;
use crate::dates::Dates;
use crate::iin::Iin;
use crate::licence::{Document, Kind, Licence};
use crate::names::Names;
use crate::physical::Holder;
use crate::postal::Postal;
use crate::raw::Element;
use crate::text::personal;

/// The contents of a card.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The issuer's number.
    pub iin: Iin,
    /// The kind of card.
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
    /// Elements of the jurisdiction's own subfile, ids `Z??`; none, no subfile.
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
    /// Creates empty fields with an issuer and a kind.
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

/// Eleven characters: nine digits of a ZIP code, its extension zero when unknown, or the code
/// itself.
pub(super) fn postal_field(postal: &Postal) -> String {
    let digits: String = postal.code.chars().filter(char::is_ascii_digit).collect();
    let zip = postal.code.chars().all(|c| c.is_ascii_digit() || c == '-');
    match digits.len() {
        5 if zip => format!("{digits}0000  "),
        9 if zip => format!("{digits}  "),
        _ => format!("{:<11}", postal.code),
    }
}

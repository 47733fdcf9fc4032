//! Looks up the elements of a text by ID.

use std::collections::BTreeMap;

use super::hex;
use super::iin::Issuer;
use super::raw::{ElementId, Header, Subfile};
use super::text::clean;

/// The elements of the standard's subfiles by ID. If an ID occurs twice, the first value with data
/// counts.
pub(super) struct Elements<'a> {
    values: BTreeMap<ElementId, &'a str>,
    /// What the values written in hexadecimal digits spell, or `None` for those to be left out.
    coded: BTreeMap<ElementId, Option<String>>,
    version: Option<u8>,
    issuer: Option<&'static Issuer>,
}

impl<'a> Elements<'a> {
    pub(super) fn new(
        header: &Header,
        issuer: Option<&'static Issuer>,
        subfiles: &'a [Subfile],
    ) -> Self {
        let mut values: BTreeMap<ElementId, &'a str> = BTreeMap::new();
        let elements = subfiles
            .iter()
            .filter(|s| !s.kind.is_jurisdiction())
            .flat_map(|s| &s.elements);
        for element in elements {
            let previous = values.entry(element.id).or_insert(&element.value);
            if clean(previous).is_none() {
                *previous = &element.value;
            }
        }
        Self {
            coded: hex::coded(&values),
            values,
            version: header.version,
            issuer,
        }
    }

    /// Returns true if some value is written in hexadecimal digits.
    pub(super) fn has_coded(&self) -> bool {
        !self.coded.is_empty()
    }

    /// Returns the value without padding, or `None` if it is one of the words for "no data". A
    /// value written in hexadecimal digits is decoded, or left out if it spells nothing.
    pub(super) fn text(&self, id: &str) -> Option<&str> {
        match self.coded.get(&ElementId::of(id)) {
            Some(text) => text.as_deref().and_then(clean),
            None => self.raw(id).and_then(clean),
        }
    }

    /// Returns the value as written.
    pub(super) fn raw(&self, id: &str) -> Option<&'a str> {
        self.values.get(&ElementId::of(id)).copied()
    }

    pub(super) fn version(&self) -> Option<u8> {
        self.version
    }

    pub(super) fn issuer(&self) -> Option<&'static Issuer> {
        self.issuer
    }
}

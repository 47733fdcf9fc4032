//! The elements of a text by id, for whoever gives them a meaning.

use std::collections::BTreeMap;

use super::hex;
use super::iin::Issuer;
use super::raw::{ElementId, Header, Subfile};
use super::text::clean;

/// The elements of the standard's subfiles by id: the first that holds data wins.
pub(super) struct Elements<'a> {
    values: BTreeMap<ElementId, &'a str>,
    /// What is told instead of values in hexadecimal digits.
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
            let held = values.entry(element.id).or_insert(&element.value);
            if clean(held).is_none() {
                *held = &element.value;
            }
        }
        Self {
            coded: hex::coded(&values),
            values,
            version: header.version,
            issuer,
        }
    }

    /// Whether some value is written in hexadecimal digits.
    pub(super) fn has_coded(&self) -> bool {
        !self.coded.is_empty()
    }

    /// The value without padding, unless it is one of the words for "no data". A value that is
    /// written in hexadecimal digits is what they spell, or nothing.
    pub(super) fn text(&self, id: &str) -> Option<&str> {
        match self.coded.get(&ElementId::of(id)) {
            Some(told) => told.as_deref().and_then(clean),
            None => self.raw(id).and_then(clean),
        }
    }

    /// The value as written.
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

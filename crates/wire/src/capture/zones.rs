//! The contents of the zones of a transaction's document, by the names of their fields.
//!
//! Examiners use the same field names for every zone: the keys of the verification protocol's
//! `additional_data` if it has one, in the units that the names state, with dates like
//! `2026-12-31`.

use jiff::civil::Date;
use verification::reading::{Zone, ZoneKind};
use verification::request::{EvidenceSlot, Side};
use verification::verdict::Outcome;
use verification::{Personal, Service};

/// The zones of one document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zones<'a>(&'a [Zone]);

impl<'a> Zones<'a> {
    /// Returns the zones of an outcome.
    pub(super) fn of(outcome: &'a Outcome) -> Self {
        Self(&outcome.zones)
    }

    /// Returns one zone, if it was read.
    pub(super) fn zone(self, kind: ZoneKind) -> Option<Fields<'a>> {
        self.0
            .iter()
            .find(|zone| zone.slot.service == Service::Document && zone.kind == kind)
            .map(Fields)
    }

    /// Returns the printed zone, completed from the machine-readable one.
    pub(super) fn front(self) -> Front<'a> {
        Front {
            printed: self.zone(ZoneKind::Printed),
            mrz: self.zone(ZoneKind::Mrz),
        }
    }
}

/// The fields of a zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(&'a Zone);

impl<'a> Fields<'a> {
    /// Returns the value of a field, unless it is empty.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.0
            .field(name)
            .map(Personal::reveal)
            .filter(|text| !text.trim().is_empty())
    }

    pub(super) fn date(self, name: &str) -> Option<Date> {
        self.text(name)?.parse().ok()
    }

    pub(super) fn number(self, name: &str) -> Option<u32> {
        self.text(name)?.trim().parse().ok()
    }

    /// Joins the parts that exist with a separator.
    pub(super) fn joined(self, names: &[&str], between: &str) -> Option<String> {
        let parts: Vec<&str> = names.iter().filter_map(|name| self.text(name)).collect();
        (!parts.is_empty()).then(|| parts.join(between))
    }

    /// Returns the whole name, either from its one line or from its parts.
    pub(super) fn full_name(self) -> Option<String> {
        self.text("full_name").map(str::to_owned).or_else(|| {
            self.joined(
                &["first_name", "middle_name", "last_name", "name_suffix"],
                " ",
            )
        })
    }
}

/// What a person can read on the front.
#[derive(Debug, Clone, Copy)]
pub(super) struct Front<'a> {
    pub(super) printed: Option<Fields<'a>>,
    pub(super) mrz: Option<Fields<'a>>,
}

impl<'a> Front<'a> {
    pub(super) fn is_read(self) -> bool {
        self.printed.is_some() || self.mrz.is_some()
    }

    fn zones(self) -> impl Iterator<Item = Fields<'a>> {
        [self.printed, self.mrz].into_iter().flatten()
    }

    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.zones().find_map(|zone| zone.text(name))
    }

    pub(super) fn date(self, name: &str) -> Option<Date> {
        self.zones().find_map(|zone| zone.date(name))
    }

    pub(super) fn full_name(self) -> Option<String> {
        self.zones().find_map(Fields::full_name)
    }
}

/// Returns the slot of a side of the transaction's document.
pub(super) const fn slot(side: Side) -> EvidenceSlot {
    EvidenceSlot::new(Service::Document, side)
}

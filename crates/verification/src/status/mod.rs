//! The status event codes of the capture protocol: their numbers, pages, texts and order.
//!
//! Every step of a person's way is reported as a numbered event. The protocol defines 63 of them
//! ([`CATALOGUE`]). Events for which it has no number are our own and start at 3000 ([`OURS`]), so
//! that numbers which it assigns later cannot collide with them. A code that neither table knows is
//! kept as it came: it has no [`Definition`], but it survives a round trip through the journal and
//! both protocols.
//!
//! This module defines what a code means and, in [`grammar`], which order is lawful. The journal
//! records the events.

mod catalogue;
mod code;
mod definition;
mod extensions;
pub mod grammar;
mod message;
mod page;
mod table;

pub use catalogue::CATALOGUE;
pub use code::StatusCode;
pub use definition::{Definition, Origin, RaisedBy};
pub use extensions::OURS;
pub use message::{Profile, message};
pub use page::Page;

impl StatusCode {
    /// What the code means, or `None` when this version does not know it.
    pub fn definition(self) -> Option<&'static Definition> {
        let table = if self < Self::FIRST_OF_OURS {
            CATALOGUE
        } else {
            OURS
        };
        table
            .binary_search_by_key(&self, |definition| definition.code)
            .ok()
            .and_then(|at| table.get(at))
    }
}

/// Returns all definitions, the protocol's first, each table in ascending order.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    CATALOGUE.iter().chain(OURS)
}

#[cfg(test)]
mod tests;

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
mod extensions;
pub mod grammar;
mod message;
mod page;

use std::fmt;

pub use catalogue::CATALOGUE;
pub use extensions::OURS;
pub use message::{Profile, message};
pub use page::Page;

/// The number of a status event. Every number is valid, because later versions may add some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode(pub u16);

/// The definition of a [`StatusCode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: StatusCode,
    /// The name of the constant on [`StatusCode`], for logs and the back office.
    pub name: &'static str,
    /// The page in the protocol's table. Codes shared by two pages have
    /// [`Page::CaptureFrontOrBack`].
    pub page: Page,
    /// Further pages whose label the message may carry if the event was raised there.
    pub also_on: &'static [Page],
    /// The wording of the table without the full stop at its end.
    pub text: &'static str,
    /// For a text with a placeholder, the fixed beginning that precedes the value.
    pub template: Option<&'static str>,
    /// The wording that version 3.5.8 sent, if it differed.
    pub sample_text: Option<&'static str>,
    pub raised_by: RaisedBy,
    /// Codes of which at least one must precede this one. Empty if there is no such condition.
    pub before: &'static [StatusCode],
    /// Whether the code is superseded, because `url` and `user_agent` are now part of every event.
    pub deprecated: bool,
    pub origin: Origin,
    /// When the event is raised, and what follows from it.
    pub doc: &'static str,
}

/// The party that raises an event. Events raised by the server carry `N/A` instead of a URL and a
/// user agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RaisedBy {
    Browser,
    Server,
}

/// The party that assigned a code's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The capture protocol, in its own table.
    Protocol,
    /// This server, from 3000 on. These codes are not sent to strictly compatible accounts.
    Ours,
}

impl StatusCode {
    /// The first of our own numbers.
    pub const FIRST_OF_OURS: Self = Self(3000);

    pub const fn number(self) -> u16 {
        self.0
    }

    /// Returns the definition of the code, or `None` if this version does not know it.
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

    /// Returns true if the code is about the transaction itself rather than a page.
    pub const fn is_transaction_detail(self) -> bool {
        self.0 < 1100
    }
}

/// Returns all definitions, the protocol's first, each table in ascending order.
pub fn all() -> impl Iterator<Item = &'static Definition> {
    CATALOGUE.iter().chain(OURS)
}

impl From<u16> for StatusCode {
    fn from(number: u16) -> Self {
        Self(number)
    }
}

impl From<StatusCode> for u16 {
    fn from(code: StatusCode) -> Self {
        code.0
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Writes one table: a constant on [`StatusCode`] and a [`Definition`] per row, so that neither can
/// be added without the other.
macro_rules! codes {
    (
        $(#[$attr:meta])* $table:ident, $origin:ident;
        $( $name:ident = $code:literal, $page:ident, $by:ident, $text:literal, after [$($before:literal),*], $doc:literal
           $(, sample $sample:literal)? $(, template $template:literal)? $(, also_on [$($also:ident),+])? $(, deprecated $deprecated:literal)?; )+
    ) => {
        impl crate::status::StatusCode {
            $( #[doc = $doc] pub const $name: Self = Self($code); )+
        }

        $(#[$attr])*
        pub static $table: &[crate::status::Definition] = &[
            $( crate::status::Definition {
                code: crate::status::StatusCode($code),
                name: stringify!($name),
                page: crate::status::Page::$page,
                also_on: &[$($(crate::status::Page::$also),+)?],
                text: $text,
                template: codes!(@option $($template)?),
                sample_text: codes!(@option $($sample)?),
                raised_by: crate::status::RaisedBy::$by,
                before: &[$(crate::status::StatusCode($before)),*],
                deprecated: codes!(@flag $($deprecated)?),
                origin: crate::status::Origin::$origin,
                doc: $doc,
            }, )+
        ];
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
    (@flag) => { false };
    (@flag $value:literal) => { $value };
}
use codes;

#[cfg(test)]
mod tests;

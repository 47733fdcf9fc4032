//! The status event codes of the capture protocol: their numbers, pages, texts and order.
//!
//! Every step of a person's way is told as a numbered event. The protocol defines 63 of them
//! ([`CATALOGUE`]); events it has no number for are ours and start at 3000 ([`OURS`]), so that
//! numbers it gives out later cannot collide with them. A code that neither table knows is kept as
//! it came: it has no [`Definition`], but it survives a round trip through the journal and both
//! wires.
//!
//! This module says what a code means and, in [`grammar`], which order is lawful. It records
//! nothing: the journal does.

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

/// The number of a status event. Any number is valid, because later versions may add some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusCode(pub u16);

/// What is known about a [`StatusCode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub code: StatusCode,
    /// The name of the constant on [`StatusCode`], for logs and the back office.
    pub name: &'static str,
    /// The page in the table of the protocol; codes shared by two pages have
    /// [`Page::CaptureFrontOrBack`].
    pub page: Page,
    /// Further pages whose label the message may carry, when the event was raised there.
    pub also_on: &'static [Page],
    /// The wording of the table without its final full stop.
    pub text: &'static str,
    /// For a text with a placeholder: the fixed beginning that the value follows.
    pub template: Option<&'static str>,
    /// The wording that version 3.5.8 sent, where it differed.
    pub sample_text: Option<&'static str>,
    pub raised_by: RaisedBy,
    /// Codes of which at least one must precede; empty when nothing must.
    pub before: &'static [StatusCode],
    /// Superseded: `url` and `user_agent` now travel in every event.
    pub deprecated: bool,
    pub origin: Origin,
    /// When it is raised and what follows from it.
    pub doc: &'static str,
}

/// Who raises an event. What the server raises carries `N/A` in place of an address and a user
/// agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RaisedBy {
    Browser,
    Server,
}

/// Whose number a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The capture protocol's own table.
    Protocol,
    /// Ours, from 3000 on. A strictly compatible account does not send these.
    Ours,
}

impl StatusCode {
    /// The first number that is ours.
    pub const FIRST_OF_OURS: Self = Self(3000);

    pub const fn number(self) -> u16 {
        self.0
    }

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

    /// Whether the code tells of the transaction itself rather than of a page.
    pub const fn is_transaction_detail(self) -> bool {
        self.0 < 1100
    }
}

/// All definitions, the protocol's first, each table ascending.
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

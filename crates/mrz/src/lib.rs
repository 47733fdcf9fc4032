//! The machine readable zone of passports, identity cards and visas: the lines of OCR-B at the bottom or on the
//! back, as laid down by ICAO Doc 9303; and the zones of driving licences.
//!
//! * [`Format`] says what the forms are made of.
//! * [`parse`] takes the lines of a zone apart into a typed [`Mrz`], [`parse_text`] a text that was typed or pasted.
//! * [`checks::examine`] compares its fields with each other and with what can be.
//! * `read` finds the zone in a picture and reads it; `net` is what tells one character from another.
//! * [`encode`] writes a zone, for specimens and for tests.
//!
//! What it refuses to do: it never calls a document genuine. Check digits catch misread characters; anybody can
//! print a zone whose digits hold. Its parser corrects nothing, and it never prints personal data through `Debug`.

#![warn(missing_docs)]

pub mod checks;
mod dates;
mod encode;
pub mod format;
#[cfg(feature = "image")]
mod image;
mod names;
mod parse;
mod russian;
mod state;
mod text;

pub use dates::{Legible, ShortDate};
pub use encode::{Fields, encode};
pub use format::{Cell, Check, Field, Format, Span, check_digit};
#[cfg(feature = "image")]
pub use image::{MrzReading, Options, net, read};
pub use names::{Names, spellings, transliterate, unmarked};
pub use parse::{Digit, Kind, Mrz, ParseError, Sex, parse};
pub use state::{State, StateKind};
pub use text::parse_text;

//! The machine readable zone of passports, identity cards and visas: the lines of OCR-B at the bottom or on the
//! back, as laid down by ICAO Doc 9303; and the zones of driving licences.
//!
//! * [`Format`] says what the forms are made of.
//! * [`parse`] takes the lines of a zone apart into a typed [`Mrz`], [`parse_text`] a text that was typed or pasted.
//! * [`checks::examine`] compares its fields with each other and with what can be.
//! * [`read`] finds the zone in a picture and reads it; [`net`] is what tells one character from another.
//! * [`encode`] writes a zone, for specimens and for tests.
//!
//! What it refuses to do: it never calls a document genuine. Check digits catch misread characters; anybody can
//! print a zone whose digits hold. Its parser corrects nothing, and it never prints personal data through `Debug`.

mod chain;
pub mod checks;
mod dates;
mod decode;
mod encode;
mod find;
pub mod format;
mod gather;
mod glance;
mod level;
mod lines;
mod look;
mod metered;
mod names;
pub mod net;
mod parse;
mod read;
mod russian;
mod seen;
mod sizes;
mod state;
mod strip;
mod text;
mod track;

pub use dates::{Legible, ShortDate};
pub use encode::{Fields, encode};
pub use format::{Cell, Check, Field, Format, Span, check_digit};
pub use names::{Names, spellings, transliterate, unmarked};
pub use parse::{Digit, Kind, Mrz, ParseError, Sex, parse};
pub use read::{MrzReading, Options, read};
pub use state::{State, StateKind};
pub use text::parse_text;

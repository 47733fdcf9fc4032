//! The machine readable zone of passports, identity cards and visas: the lines of OCR-B at the bottom or on the
//! back, as laid down by ICAO Doc 9303.
//!
//! * [`Format`] says what the forms are made of.
//!
//! What it refuses to do: it never calls a document genuine. Check digits catch misread characters; anybody can
//! print a zone whose digits hold.

pub mod format;

pub use format::{Cell, Check, Field, Format, Span, check_digit};

//! Driving licences and identification cards of the United States, Canada and a few Mexican states:
//! the text inside the PDF417 symbol on the back, as laid down by the AAMVA DL/ID Card Design Standard.
//!
//! * [`parse`] reads versions 00 to 10 into a typed [`Licence`]. It is driven by element ids: the offsets
//!   in the header are wrong too often to be trusted and are kept only as evidence.
//!   Magnetic stripe text, which British Columbia and some early cards put into the symbol, is read into the
//!   same type.
//! * [`checks::examine`] compares the fields with each other and with public rules of the issuers.
//! * [`encode`] writes the same text, for specimens and for tests.
//!
//! What it refuses to do: it does not guess a value that is not written, it does not read encrypted or
//! compact encodings (each is recognised and named in [`ParseError`]), it never keeps a social security number
//! or a stripe's health number, and it never prints personal data through `Debug`.

mod address;
pub mod checks;
mod dates;
mod encode;
mod error;
mod header;
mod hex;
pub mod iin;
mod licence;
mod names;
mod physical;
mod raw;
mod read;
mod scan;
mod segment;
mod separation;
mod stripe;
pub mod table;
mod text;

pub use address::{Address, Postal};
pub use dates::Dates;
pub use encode::{Fields, encode};
pub use error::ParseError;
pub use iin::{Country, Iin, Issuer};
pub use licence::{Compliance, Document, Kind, Licence, same_number};
pub use names::{Alias, Names, Truncated, Truncation};
pub use physical::{Eyes, Hair, Height, Holder, Sex, Weight};
pub use raw::{Designator, Element, ElementId, FileType, Header, Repair, Subfile, SubfileKind};
pub use read::{MAX_CHARS, parse, parse_str};

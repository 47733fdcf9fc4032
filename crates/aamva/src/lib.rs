#![doc = include_str!("../README.md")]

mod address;
pub mod checks;
mod dates;
mod elements;
mod encode;
mod error;
mod header;
mod hex;
pub mod iin;
mod licence;
mod names;
mod physical;
mod postal;
mod raw;
mod read;
mod scan;
mod segment;
mod separation;
mod stripe;
mod table;
mod text;

pub use address::Address;
pub use dates::Dates;
pub use encode::{Fields, encode};
pub use error::ParseError;
pub use iin::{Country, Iin, Issuer};
pub use licence::{Compliance, Document, Kind, Licence, same_number};
pub use names::{Alias, Names, Truncated, Truncation};
pub use physical::{Eyes, Hair, Height, Holder, Sex, Weight};
pub use postal::Postal;
pub use raw::{Designator, Element, ElementId, FileType, Header, Repair, Subfile, SubfileKind};
pub use read::{MAX_CHARS, parse, parse_str};

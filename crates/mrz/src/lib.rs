#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod checks;
mod countries;
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
mod transliterate;
mod zone;

pub use dates::{DateCompleteness, ShortDate};
pub use encode::{Fields, encode};
pub use format::{Cell, CheckDigit, Field, Format, Span, check_digit};
/// For training the net. This module may change at any time.
#[cfg(feature = "image")]
#[doc(hidden)]
pub use image::net;
#[cfg(feature = "image")]
pub use image::{MrzReading, Options, read};
pub use names::{Names, spellings, unmarked};
pub use parse::{ParseError, parse};
pub use state::{State, StateKind};
pub use text::parse_text;
pub use transliterate::transliterate;
pub use zone::{Digit, Kind, Mrz, Sex};

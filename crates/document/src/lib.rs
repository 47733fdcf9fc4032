//! What is on a page of an identity document or an address paper, from its pictures and its words.
//!
//! [`read_page()`] reads the barcode or the machine readable zone of a page, [`printed`] compares what is printed for people with what machines read on the same document, and
//! [`paper`] tells what the words of a letter say of a person's address. The crate is pure: no files,
//! no network, no clock. It decides nothing about the holder; a text that it is not sure of is not
//! given at all.
#![warn(missing_docs)]

mod kind;
mod page_options;
mod page_reading;
pub mod paper;
pub mod printed;
mod read_page;

pub use kind::DocumentKind;
pub use page_options::{Effort, PageOptions};
pub use page_reading::{Barcode, PageReading};
pub use read_page::read_page;

#![doc = include_str!("../README.md")]
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

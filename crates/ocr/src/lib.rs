#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod card;
mod engine;
mod languages;
mod library;
mod page;
mod words;

pub use card::{Place, SideText};
pub use engine::{Engine, Failed, Settings, Unavailable};
pub use page::PageText;
pub use words::{Area, Line, Word, lines};

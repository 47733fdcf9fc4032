#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod card;
mod engine;
mod engine_thread;
mod languages;
mod library;
mod page;
mod settings;
mod words;

pub use card::{Place, SideText};
pub use engine::{Engine, Failed, Unavailable};
pub use page::PageText;
pub use settings::Settings;
pub use words::{Area, Line, Word, lines};

//! Printed text from pictures, by the `libtesseract` that the operator has installed.
//!
//! The library is opened at run time ([`Engine::open`]): nothing is linked, nothing is generated at
//! build time, and a machine without it runs the same binary. What is then missing is said in
//! [`Unavailable`], and whoever asked for text answers "not checked".
//!
//! This room refuses to guess what a text means: it gives words with their places and the engine's own
//! confidence. Every page has a limit of time ([`Settings::page_time`]) and of pixels
//! ([`Settings::page_pixels`]). Calls into the library are in one module, `library`, which is the only
//! place of the workspace with `unsafe`.
//!
//! ```
//! use ocr::{Engine, Settings, Unavailable};
//!
//! let nowhere = Settings { library: Some("/nowhere/libtesseract.so".into()), ..Settings::default() };
//! assert!(matches!(Engine::open(&nowhere), Err(Unavailable::NoLibrary { .. })));
//! ```
#![warn(missing_docs)]

mod card;
mod engine;
mod languages;
mod library;
mod page;
mod words;

pub use card::{Place, Side};
pub use engine::{Engine, Failed, Settings, Unavailable};
pub use page::PageText;
pub use words::{Area, Line, Word, lines};

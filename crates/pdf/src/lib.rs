#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod budget;
mod error;
mod inflation;
mod letters;
mod limits;
mod open;
mod render;
mod text;
mod text_layer;

pub use error::PdfError;
pub use limits::Limits;
pub use render::{RenderedPage, render};
pub use text::{TextPage, TextWord};
pub use text_layer::text_layer;

#![doc = include_str!("../README.md")]
#![expect(
    clippy::indexing_slicing,
    reason = "pixel loops: every index is bounded by the dimensions the buffer was made with"
)]
#![warn(missing_docs)]

mod admit;
mod annotate;
mod decode;
mod error;
mod format;
mod geometry;
mod heic;
mod jpeg;
mod limits;
pub mod locate;
mod orientation;
mod pdf_pages;
mod picture;
mod png;
pub mod quality;
mod reduce;
mod resize;
mod shade;
mod trace;
mod visible;
mod warp;
mod webp;

pub use annotate::annotate;
pub use decode::{decode, decode_colour, decode_pages};
pub use error::DecodeError;
pub use format::Format;
pub use geometry::{Homography, Point, Quad};
pub use limits::Limits;
pub use pdf::{TextPage, TextWord};
pub use pdf_pages::text_layer;
pub use picture::{Luma, Picture};
pub use reduce::{reduced, within_pixels};
pub use resize::{fit_within, resize};
pub use shade::without_shade;
pub use trace::trace;
pub use visible::visible_words;
pub use warp::warp;

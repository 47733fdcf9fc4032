//! Pixels: from bytes that a stranger sent to an upright grey picture, and what can be measured on it.
//!
//! This room decodes JPEG, PNG, WebP, HEIC and PDF under limits of bytes, pixels and memory ([`decode`],
//! [`decode_pages`]), applies the EXIF orientation once, drops every other metadatum, and offers
//! what readers need next: [`resize`], [`warp`], [`trace`], [`quality`], the place of the document
//! ([`locate`]), even light ([`without_shade`]) and the text that a PDF carries ([`text_layer()`]).
//!
//! It refuses to guess: a format it does not know, a body that stops early or a header that
//! declares more than the limits allow is a typed [`DecodeError`], never half a picture. It knows
//! nothing of documents, faces or verifications.
//!
//! ```
//! use imaging::{DecodeError, Limits, decode};
//!
//! let error = decode(b"not a picture", &Limits::default()).unwrap_err();
//! assert!(matches!(error, DecodeError::UnsupportedFormat { format: None }));
//! ```
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
pub use resize::{fit_within, resize};
pub use shade::without_shade;
pub use trace::trace;
pub use visible::visible_words;
pub use warp::warp;

//! A small convolutional net that says, for every few pixels along a line of text, which character
//! of the zone stands there or that none does.
//!
//! The net sees a strip of [`HEIGHT`] pixels and any width, prepared by [`prepare()`]; it answers
//! with one column of scores for every [`STEP`] pixels ([`Emissions`]). Its weights are a file
//! beside this one, made by `cargo xtask train-mrz`; how they came about is in `weights.txt`.
//!
//! It is a function of its input and nothing else: no threads, no clock, no file at run time. It
//! knows nothing of forms, cells or check digits. Memory: the widest layer of a strip of
//! [`MOST_WIDTH`] pixels and its unrolled form take less than 24 MB.
#![expect(
    clippy::indexing_slicing,
    reason = "loops over planes whose sizes follow from the strip's width"
)]

mod emissions;
mod layer;
mod network;
mod prepare;
mod strip;
mod weights;

pub use emissions::Emissions;
pub use layer::{LAYERS, Layer, product, unroll};
pub use network::{Net, Parameters, WeightsError};
pub use prepare::prepare;
pub use strip::{ALPHABET, CLASSES, HEIGHT, MOST_WIDTH, NONE, PITCH, STEP, class_of};

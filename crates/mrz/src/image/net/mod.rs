//! A small convolutional net that says, for every few pixels along a line of text, which character
//! of a zone is there, or that there is none.
//!
//! The input is a strip of [`HEIGHT`] pixels and any width, prepared by [`prepare()`]. The output
//! is one column of scores for every [`STEP`] pixels ([`Emissions`]). The weights are in a file
//! beside this one, which `cargo xtask train-mrz` makes; `weights.txt` says how it was made.
//!
//! The net is a pure function of its input: no threads, no clock, no file at run time. It knows
//! nothing about formats, cells or check digits. The widest layer for a strip of [`MAX_WIDTH`]
//! pixels and its unrolled form need less than 24 MB.
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
pub use strip::{ALPHABET, CLASSES, HEIGHT, MAX_WIDTH, NONE, PITCH, STEP, class_of};

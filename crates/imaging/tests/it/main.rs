//! Everything that needs encoded files: what decodes, what is refused and why, and what random
//! bytes may not do.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests fail a test the way tests do; the exception for tests covers test functions only"
)]

mod any_bytes;
mod bombs;
mod decoding;
mod draw;
mod locating;
mod measuring;
mod pages;
#[cfg(test)]
mod quality;
mod telephones;
mod text;

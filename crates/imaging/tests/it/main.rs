//! Tests with encoded files: what is decoded, what is refused and why, and what arbitrary bytes
//! must not cause.
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
mod phones;
#[cfg(test)]
mod quality;
mod text;

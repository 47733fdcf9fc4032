//! Tests of the public interface: what specimens say, where they say it, and that they are
//! reproducible.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod barcode;
mod data;
mod footage;
mod pictures;
mod travel;

//! Specimens seen from outside: what they say, where they say it, and that they repeat.
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

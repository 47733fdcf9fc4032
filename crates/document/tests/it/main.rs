//! Readers against pictures and texts: how many are read, and that none is read wrong.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail a test the way tests do; the exception for tests covers test functions only"
)]

mod aamva;
mod pdf417;

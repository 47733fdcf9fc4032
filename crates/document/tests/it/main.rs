<<<<<<< HEAD
//! Readers against pictures and texts: how many are read, and that none is read wrong.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail a test the way tests do; the exception for tests covers test functions only"
)]
=======
//! Integration tests of the crate, one binary. `cfg(test)` tells clippy that helpers are test code too.
>>>>>>> room/aamva

#[cfg(test)]
mod aamva;
mod pdf417;

//! The real readers over photographs of specimens, and the verdicts that follow.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has to stop"
)]

mod addresses;
mod engine;
mod faces;
#[cfg(test)]
mod notes;
mod printed;
mod zones;

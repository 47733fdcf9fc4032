//! What the networks answer on drawn pictures, held to a reference.
//!
//! The networks are other people's work and not in the repository: `cargo xtask models` fetches
//! them. Without them each test says that it was skipped.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

mod copies;
mod drawn;
mod networks;
mod pictures;

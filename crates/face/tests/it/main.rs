//! What the networks answer on drawn pictures, held to a reference.
//!
//! The networks are other people's work and not in the repository: `cargo xtask models` fetches
//! them. Without them each test says that it was skipped.

mod networks;
mod pictures;

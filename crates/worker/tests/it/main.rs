//! The worker against receivers on loopback.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has to stop"
)]

mod delivery;
mod isolation;
mod jobs;
mod loss;
mod order;
mod postbacks;
mod support;
mod watched;
mod world;
